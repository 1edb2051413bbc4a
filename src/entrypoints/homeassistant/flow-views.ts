import { planOf } from '../../core/flow/flow-recipe.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Entity } from './entity.ts';
import { describeReasons, describeWindows } from './flow-attributes.ts';
import { noWindow, showFlow, type Naming } from './flow-parts.ts';
import { toClauses, toLine, toTimestamp } from './text.ts';

/** What the flow does, until when, and why. */
export const listFlowSensors = ({ id }: Recipe, { name, objectId }: Naming): readonly Entity[] => [
  {
    key: `${id}_active_window`,
    platform: 'sensor',
    name: name('Active window'),
    objectId: objectId('active_window'),
    icon: 'mdi:clock-outline',
    render: showFlow(id, (flow) => ({
      state: flow.activeWindow === undefined ? noWindow : toLine(flow.activeWindow) || null,
      attributes: describeWindows(flow),
    })),
  },
  {
    key: `${id}_next_change`,
    platform: 'sensor',
    name: name('Next change'),
    objectId: objectId('next_change'),
    icon: 'mdi:clock-end',
    traits: { device_class: 'timestamp' },
    render: showFlow(id, (flow, { status }) => ({
      state: toTimestamp(flow.nextChangeAtMs, status.schedule.timezone),
      attributes: { next_window: flow.nextWindow === undefined ? noWindow : toLine(flow.nextWindow) },
    })),
  },
  {
    key: `${id}_why`,
    platform: 'sensor',
    name: name('Why'),
    objectId: objectId('why'),
    icon: 'mdi:help-circle-outline',
    render: showFlow(id, (flow) => ({ state: toClauses(flow.why) || null, attributes: describeReasons(flow) })),
  },
];

/** The playlist's picture, where the flow makes one. */
export const listFlowCover = (recipe: Recipe, { name, objectId }: Naming): readonly Entity[] => {
  const { id } = recipe;
  if (!planOf(recipe).rules.cover) return [];
  return [
    {
      key: `${id}_flow_cover`,
      platform: 'image',
      name: name('Flow cover'),
      objectId: objectId('flow_cover'),
      icon: 'mdi:image-outline',
      picture: {
        version: ({ flows }) => flows.find((flow) => flow.recipeId === id)?.coverKey,
        contentType: 'image/png',
        operation: 'get-cover',
        input: { recipe: id },
      },
    },
  ];
};
