import { planOf } from '../../core/flow/flow-recipe.ts';
import { sameWindowName } from '../../core/flow/same-window-name.ts';
import type { Recipe } from '../../core/recipe.ts';
import { autoWindow } from '../../operations/flow/choose-window.ts';
import { onOff, press, type Entity, type EntityCommand } from './entity.ts';
import { describeList } from './flow-attributes.ts';
import { showFlow, type Naming } from './flow-parts.ts';
import { readChoice, readWhole } from './payloads.ts';
import { toLine } from './text.ts';

/** What `set-flow` takes. */
const sizes = { min: 1, max: 1_000 };

/** What steers a flow for good: its window, its size, how familiar it is and whether it listens to the home. */
export const listFlowControls = (recipe: Recipe, { name, objectId }: Naming): readonly Entity[] => {
  const { id } = recipe;
  const windows = listChoices(recipe);
  const options = [autoWindow, ...windows.keys()];
  return [
    {
      key: `${id}_flow_window`,
      platform: 'select',
      name: name('Flow window'),
      objectId: objectId('flow_window'),
      icon: 'mdi:playlist-star',
      traits: { options },
      command: {
        operation: 'choose-window',
        kind: 'setting',
        read: readChoice(options, (option) => ({
          recipe: id,
          window: option === autoWindow ? null : (windows.get(option) ?? null),
          apply: false,
        })),
      },
      render: showFlow(id, (flow) => ({
        state: flow.manual === undefined ? autoWindow : known(options, toLine(flow.manual)),
        attributes: describeList(flow),
      })),
    },
    {
      key: `${id}_flow_size`,
      platform: 'number',
      name: name('Flow size'),
      objectId: objectId('flow_size'),
      icon: 'mdi:playlist-plus',
      category: 'config',
      traits: { ...sizes, step: 1, mode: 'box', unit_of_measurement: 'tracks' },
      command: {
        operation: 'set-flow',
        kind: 'setting',
        read: readWhole(sizes.min, sizes.max, (size) => ({ recipe: id, size })),
      },
      render: showFlow(id, ({ size, minutes }) => ({
        state: within(size, sizes),
        attributes: { tracks_wanted: minutes === undefined ? size : null, minutes_wanted: minutes ?? null },
      })),
    },
    {
      key: `${id}_flow_familiarity`,
      platform: 'number',
      name: name('Flow familiarity'),
      objectId: objectId('flow_familiarity'),
      icon: 'mdi:account-music',
      category: 'config',
      traits: { min: 0, max: 100, step: 1, mode: 'slider', unit_of_measurement: '%' },
      command: {
        operation: 'set-flow',
        kind: 'setting',
        read: readWhole(0, 100, (familiarityPercent) => ({ recipe: id, familiarityPercent })),
      },
      render: showFlow(id, ({ familiarityPercent }) => ({
        state: within(Math.round(familiarityPercent), { min: 0, max: 100 }),
        attributes: {
          meaning:
            '0 = first what you have not played yet, 100 = first what you know; the other kind fills what is missing',
        },
      })),
    },
    {
      key: `${id}_follow_home`,
      platform: 'switch',
      name: name('Follow the home'),
      objectId: objectId('follow_the_home'),
      icon: 'mdi:home-heart',
      category: 'config',
      command: {
        operation: 'set-flow',
        kind: 'setting',
        inputs: { ON: { recipe: id, followsHome: true }, OFF: { recipe: id, followsHome: false } },
      },
      render: showFlow(id, ({ followsHome }) => ({ state: onOff(followsHome) })),
    },
  ];
};

/** What is done to the flow as it plays. Wishes are only noted down here; the conductor makes the playlist, when it can be made. */
export const listFlowButtons = ({ id }: Recipe, { name, objectId }: Naming): readonly Entity[] => {
  const button = (key: string, plain: string, icon: string, command: EntityCommand): Entity => ({
    key: `${id}_${key}`,
    platform: 'button',
    name: name(plain),
    objectId: objectId(key),
    icon,
    command,
  });
  const wish = (operation: string): EntityCommand => ({
    operation,
    kind: 'setting',
    inputs: { [press]: { recipe: id, apply: false } },
  });
  const undo: EntityCommand = { operation: 'undo', kind: 'work', inputs: { [press]: { recipe: id } } };
  return [
    button('refresh_flow', 'Refresh flow', 'mdi:refresh', wish('refresh-flow')),
    button('more_like_this', 'More like this', 'mdi:thumb-up-outline', wish('more-like-this')),
    button('not_today', 'Not today', 'mdi:thumb-down-outline', wish('not-today')),
    button('undo_flow', 'Undo flow', 'mdi:undo', undo),
  ];
};

/** Options as they are shown → names of windows. Two windows may share a name; one called like the automatic choice cannot be chosen. */
const listChoices = (recipe: Recipe): ReadonlyMap<string, string> => {
  const choices = new Map<string, string>();
  for (const { name } of planOf(recipe).windows) {
    const option = toLine(name);
    if (option !== '' && !sameWindowName(option, autoWindow) && !choices.has(option)) choices.set(option, name);
  }
  return choices;
};

const known = (options: readonly string[], option: string): string | null => (options.includes(option) ? option : null);

/** Home Assistant takes a number out of its range for an error. */
const within = (value: number, { min, max }: { readonly min: number; readonly max: number }): number | null =>
  value >= min && value <= max ? value : null;
