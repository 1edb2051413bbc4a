import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Recipe } from '../../../src/core/recipe.ts';
import { buildDiscovery } from '../../../src/entrypoints/homeassistant/discovery.ts';
import type { EntityCommand } from '../../../src/entrypoints/homeassistant/entity.ts';
import { listEntities } from '../../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import { readSnapshot } from '../../../src/entrypoints/homeassistant/snapshot.ts';
import { listPictures, renderStates } from '../../../src/entrypoints/homeassistant/state.ts';
import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import { createRedactor } from '../../../src/lib/redact.ts';
import type { FlowAction, FlowSummary } from '../../../src/operations/flow/flow-summary.ts';
import { anyCodePoints } from '../../fakes/any-code-points.ts';
import { findFaults } from '../../contracts/home-assistant-rules.ts';
import { fakeNowMs, fakeToken } from '../../fakes/fake-door-house.ts';
import { fakeFlow, fakeFlowPlan, fakeFlowRecipe } from '../../fakes/fake-flow.ts';
import { fakePng } from '../../fakes/fake-flow-operations.ts';
import { createWorkingHouse } from '../../fakes/fake-house.ts';

const topics = createTopics({
  mqttDiscoveryPrefix: 'homeassistant',
  mqttBaseTopic: 'harmoniq',
  instanceId: 'harmoniq',
});
const redact = createRedactor([fakeToken]);
type Shown = { readonly state: unknown; readonly attributes: Record<string, unknown> };

/** Everything Home Assistant would be told of these flows, and what it would find fault with. */
const show = async (flows: readonly Partial<FlowSummary>[], recipes?: readonly Recipe[]) => {
  const {
    house,
    readFlows,
    flows: known,
  } = createWorkingHouse({
    recipes: recipes ?? flows.map(({ recipeId }) => fakeFlowRecipe(recipeId === undefined ? {} : { id: recipeId })),
  });
  for (const flow of flows) known.set(flow.recipeId ?? 'daily-flow', fakeFlow(flow));
  const entities = listEntities(house, 'harmoniq');
  const discovery = buildDiscovery(entities, { instanceId: 'harmoniq', version: '1' }, topics);
  const snapshot = await readSnapshot(house, new AbortController().signal, readFlows);
  const states = renderStates(entities, snapshot, topics, redact);
  const pictures = listPictures(entities, snapshot, topics);
  const messages = [
    { topic: topics.discovery, payload: JSON.stringify(discovery), retain: true },
    ...states.map((state) => ({ ...state, retain: true })),
    ...pictures.map(({ topic, version }) => ({ topic, payload: 'x', bytes: fakePng(version), retain: true })),
  ];
  const faults = findFaults(messages, {
    discoveryPrefix: 'homeassistant',
    root: 'harmoniq/harmoniq',
    secrets: [fakeToken],
  });
  const of = (key: string): Shown => JSON.parse(states.find((state) => state.key === key)?.payload ?? 'null') as Shown;
  const commandOf = (key: string): EntityCommand => {
    const command = entities.find((entity) => entity.key === key)?.command;
    if (command === undefined) throw new Error(`${key} takes no command.`);
    return command;
  };
  return { of, commandOf, components: discovery.components, pictures, faults };
};

describe('the entities of a flow', () => {
  test('are these, with ids that people can guess', async () => {
    const { components, faults } = await show([{}]);
    expect(faults).toEqual([]);
    const flow = Object.entries(components).filter(([key]) => key.startsWith('daily-flow_'));
    expect(flow.map(([, { default_entity_id, name }]) => [default_entity_id, name])).toEqual([
      ['button.harmoniq_regenerate_daily_flow', 'Regenerate Daily Flow'],
      ['sensor.harmoniq_daily_flow_tracks', 'Daily Flow tracks'],
      ['sensor.harmoniq_daily_flow_last_run', 'Daily Flow last run'],
      ['select.harmoniq_flow_window', 'Flow window'],
      ['number.harmoniq_flow_size', 'Flow size'],
      ['number.harmoniq_flow_familiarity', 'Flow familiarity'],
      ['switch.harmoniq_follow_the_home', 'Follow the home'],
      ['sensor.harmoniq_active_window', 'Active window'],
      ['sensor.harmoniq_next_change', 'Next change'],
      ['sensor.harmoniq_why', 'Why'],
      ['sensor.harmoniq_last_action', 'Last action'],
      ['button.harmoniq_refresh_flow', 'Refresh flow'],
      ['button.harmoniq_more_like_this', 'More like this'],
      ['button.harmoniq_not_today', 'Not today'],
      ['button.harmoniq_undo_flow', 'Undo flow'],
      ['image.harmoniq_flow_cover', 'Flow cover'],
    ]);
  });

  test('of a second flow carry its playlist’s name', async () => {
    const recipes = [
      fakeFlowRecipe({ id: 'off', enabled: false }),
      fakeFlowRecipe(),
      fakeFlowRecipe({ id: 'kitchen-flow', playlistName: 'Kitchen' }),
    ];
    const { components, faults } = await show([], recipes);
    expect(faults).toEqual([]);
    expect(components['off_flow_window']).toBeUndefined();
    expect(components['daily-flow_flow_window']).toMatchObject({ name: 'Flow window' });
    expect(components['kitchen-flow_flow_window']).toMatchObject({
      name: 'Kitchen flow window',
      default_entity_id: 'select.harmoniq_kitchen_flow_flow_window',
    });
    expect(components['kitchen-flow_refresh_flow']).toMatchObject({ name: 'Kitchen refresh flow' });
  });

  test('are none where there is no flow', async () => {
    const { components } = await show([], []);
    expect(Object.keys(components).filter((key) => key.includes('flow'))).toEqual([]);
  });

  test('have no picture where the flow makes none, and none is published before there is one', async () => {
    const plain = await show([], [fakeFlowRecipe({ options: { ...fakeFlowPlan(['A'], false) } })]);
    expect(plain.components['daily-flow_flow_cover']).toBeUndefined();
    expect((await show([{ coverKey: undefined }])).pictures).toEqual([]);
  });

  test('offer Auto and each window’s name once, and nothing that only looks like Auto', async () => {
    const recipe = fakeFlowRecipe({}, ['Morning', 'Evening', 'Morning', 'AUTO', ' Late\u0000 night ', '']);
    const { components, commandOf, faults } = await show([{}], [recipe]);
    expect(components['daily-flow_flow_window']?.options).toEqual(['Auto', 'Morning', 'Evening', 'Late night']);
    expect(commandOf('daily-flow_flow_window').read?.('Late night')).toEqual({
      input: { recipe: 'daily-flow', window: ' Late\u0000 night ', apply: false },
    });
    expect(faults).toEqual([]);
  });
});

describe('what the entities of a flow show', () => {
  test('while the clock decides', async () => {
    const { of, faults } = await show([
      { activeWindow: 'Evening', notes: ['The mood "Mellow" is not in the library.'] },
    ]);
    expect(faults).toEqual([]);
    expect(of('daily-flow_flow_window')).toMatchObject({
      state: 'Auto',
      attributes: { active_window: 'Evening', chosen_by: 'schedule', up_to_date: true, made_for: 'Morning' },
    });
    expect(of('daily-flow_active_window')).toMatchObject({
      state: 'Evening',
      attributes: {
        theme: 'Jazz, Classical',
        hours: 'every day 18:00–06:00',
        why: 'It is 13:00, which is in Morning.',
        windows: [
          { window: 'Morning', when: 'every day 06:00–18:00', theme: 'Acoustic' },
          { window: 'Evening', when: 'every day 18:00–06:00', theme: 'Jazz, Classical' },
        ],
      },
    });
    expect(of('daily-flow_next_change')).toEqual({
      state: '2026-11-21T18:00:00+01:00',
      attributes: { next_window: 'Evening' },
    });
    expect(of('daily-flow_why')).toMatchObject({
      state: 'It is 13:00, which is in Morning.',
      attributes: {
        sentences: ['It is 13:00, which is in Morning.'],
        notes: ['The mood "Mellow" is not in the library.'],
      },
    });
    expect(of('daily-flow_flow_size').state).toBe(50);
    expect(of('daily-flow_flow_familiarity').state).toBe(60);
    expect(of('daily-flow_follow_home').state).toBe('ON');
  });

  test('in a gap without an end', async () => {
    const gap = { activeWindow: undefined, by: 'gap', nextChangeAtMs: undefined, nextWindow: undefined } as const;
    const { of, faults } = await show([gap]);
    expect(faults).toEqual([]);
    expect(of('daily-flow_active_window')).toMatchObject({ state: 'none', attributes: { theme: null } });
    expect(of('daily-flow_next_change')).toEqual({ state: null, attributes: { next_window: 'none' } });
  });

  test('after a choice by hand, even of a window that is no more', async () => {
    expect((await show([{ manual: 'Evening', by: 'manual' }])).of('daily-flow_flow_window').state).toBe('Evening');
    const gone = await show([{ manual: 'Gone', by: 'manual' }]);
    expect(gone.of('daily-flow_flow_window').state).toBeNull();
    expect(gone.faults).toEqual([]);
  });

  test('is unknown where a number is none that Home Assistant takes', async () => {
    const { of, faults } = await show([{ size: 1_001, familiarityPercent: 120 }]);
    expect(of('daily-flow_flow_size')).toEqual({
      state: null,
      attributes: { tracks_wanted: 1_001, minutes_wanted: null },
    });
    expect(of('daily-flow_flow_familiarity').state).toBeNull();
    expect(faults).toEqual([]);
  });

  test.each([1, 1_000])('takes the same sizes as the configuration: %d', async (size) => {
    const { of, components, faults } = await show([{ size }], [fakeFlowRecipe({ size })]);
    expect(components['daily-flow_flow_size']).toMatchObject({ min: 1, max: 1_000, mode: 'box' });
    expect(of('daily-flow_flow_size').state).toBe(size);
    expect(faults).toEqual([]);
  });

  test('tells a long reason whole, in pieces that Home Assistant takes', async () => {
    const why = `${'The house is in party mode. '.repeat(20)}${'word '.repeat(120)}`.trim();
    const { of, faults } = await show([{ why }]);
    expect(faults).toEqual([]);
    const state = String(of('daily-flow_why').state);
    expect(state.length).toBeLessThanOrEqual(255);
    expect(state).toMatch(/^(The house is in party mode\. )+The house is in party mode …$/);
    const sentences = of('daily-flow_why').attributes.sentences as string[];
    expect(sentences[0]).toBe('The house is in party mode.');
    expect(sentences.length).toBeLessThanOrEqual(12);
  });

  test('tells a sentence that is too long clause by clause', async () => {
    const clauses = ['Party, because house mode is party;', `calmer, because ${'it rains and '.repeat(16)}it snows;`];
    const last = 'the timetable goes on with Night at 23:00.';
    const { of, faults } = await show([{ why: [...clauses, last].join(' ') }]);
    expect(faults).toEqual([]);
    expect(of('daily-flow_why')).toMatchObject({
      state: 'Party, because house mode is party …',
      attributes: { sentences: [...clauses, last] },
    });
  });

  test('obeys the rules whatever windows are called and reasons say', async () => {
    const text = fc.oneof(
      anyCodePoints({ maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.constantFrom('', 'Auto', 'none', 'None', '{{ states }}', '🎧'.repeat(200)),
    );
    const names = fc.array(text, { maxLength: 40 });
    const reason = fc.oneof(text, fc.constant(`Refused ${fakeToken}.`));
    await fc.assert(
      fc.asyncProperty(
        text,
        names,
        reason,
        fc.option(text, { nil: undefined }),
        async (playlistName, windows, why, manual) => {
          const recipe = fakeFlowRecipe({ playlistName }, windows);
          const flow = {
            playlistName,
            why,
            manual,
            activeWindow: windows[0],
            nextWindow: windows.at(-1),
            publishedWindow: why,
            notes: windows,
            windowNames: windows,
            windows: windows.map((name) => ({ id: name, name, when: why, theme: why })),
          };
          const { faults } = await show([flow], [recipe, fakeFlowRecipe({ id: 'second', playlistName }, windows)]);
          expect(faults).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a command', () => {
  const read = async (key: string, payload: string) => {
    const command = (await show([{}])).commandOf(key);
    return { ...command, meaning: command.read?.(payload) };
  };

  test.each([
    ['daily-flow_flow_window', 'Evening', 'choose-window', { recipe: 'daily-flow', window: 'Evening', apply: false }],
    ['daily-flow_flow_window', 'Auto', 'choose-window', { recipe: 'daily-flow', window: null, apply: false }],
    ['daily-flow_flow_size', '5', 'set-flow', { recipe: 'daily-flow', size: 5 }],
    ['daily-flow_flow_size', '500', 'set-flow', { recipe: 'daily-flow', size: 500 }],
    ['daily-flow_flow_size', '80.0', 'set-flow', { recipe: 'daily-flow', size: 80 }],
    ['daily-flow_flow_familiarity', '0', 'set-flow', { recipe: 'daily-flow', familiarityPercent: 0 }],
    ['daily-flow_flow_familiarity', '-0', 'set-flow', { recipe: 'daily-flow', familiarityPercent: 0 }],
    ['daily-flow_flow_familiarity', '100', 'set-flow', { recipe: 'daily-flow', familiarityPercent: 100 }],
  ])('%s %s is a setting', async (key, payload, operation, input) => {
    expect(await read(key, payload)).toMatchObject({ operation, kind: 'setting', meaning: { input } });
  });

  test.each(['evening', 'auto', 'None', 'Evening ', 'constructor'])(
    'for the window %j is refused, and the windows are named',
    async (payload) => {
      const { meaning } = await read('daily-flow_flow_window', payload);
      expect(meaning).toEqual({ refusal: expect.stringMatching(/^There is no option .+ Auto, Morning, Evening\.$/u) });
    },
  );

  test.each([
    '0',
    '1001',
    '-5',
    '7.5',
    '7.',
    '.5',
    '5e1',
    '0x10',
    '١٠',
    'NaN',
    'Infinity',
    ' 50',
    '50 ',
    '50\n',
    '1,000',
    'fifty',
  ])('for the size %j is refused, and the range is named', async (payload) => {
    const { meaning } = await read('daily-flow_flow_size', payload);
    expect(meaning).toEqual({ refusal: expect.stringMatching(/a whole number from 1 to 1000 is allowed\.$/) });
  });

  test.each(['daily-flow_flow_window', 'daily-flow_flow_size'])(
    'for %s of any length makes a short line',
    async (key) => {
      const { meaning } = await read(key, '9'.repeat(100_000));
      expect(JSON.stringify(meaning).length).toBeLessThan(250);
    },
  );

  test('for a number is a whole one in its range or refused, whatever comes', async () => {
    const command = (await show([{}])).commandOf('daily-flow_flow_familiarity');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String)), (payload) => {
        const meaning = command.read?.(payload);
        if (meaning === undefined || 'refusal' in meaning) return;
        const { familiarityPercent } = meaning.input as { familiarityPercent: number };
        expect(Number.isInteger(familiarityPercent)).toBe(true);
        expect(familiarityPercent).toBe(Number(payload) + 0);
        expect(Math.min(100, Math.max(0, familiarityPercent))).toBe(familiarityPercent);
      }),
    );
  });

  test.each([
    ['refresh-flow', 'setting', { apply: false }],
    ['more-like-this', 'setting', { apply: false }],
    ['not-today', 'setting', { apply: false }],
    ['undo', 'work', {}],
  ])('%s is a %s of this very flow', async (operation, kind, more) => {
    const { components, commandOf } = await show([{}]);
    const key = Object.keys(components).find((one) => {
      try {
        return commandOf(one).operation === operation;
      } catch {
        return false;
      }
    });
    expect(commandOf(key ?? '')).toEqual({ operation, kind, inputs: { PRESS: { recipe: 'daily-flow', ...more } } });
  });
});

test('a moment far in the past or future is no fault either', async () => {
  const { faults } = await show([{ nextChangeAtMs: fakeNowMs + 400 * 86_400_000 }]);
  expect(faults).toEqual([]);
});

describe('the last action', () => {
  const key = 'daily-flow_last_action';
  const lastAction: FlowAction = {
    command: 'not-today',
    ok: true,
    message: '"Low – Words" (playing on Kitchen) stays out of every flow until Sunday at 00:00.',
    doneAtMs: fakeNowMs,
    track: { trackId: '7', artist: 'Low', title: 'Words' },
    player: 'Kitchen',
  };

  test('is none before anybody asked for anything', async () => {
    const { of, faults } = await show([{}]);
    expect(faults).toEqual([]);
    expect(of(key)).toEqual({
      state: 'none',
      attributes: {
        command: null,
        ok: null,
        at: null,
        track: null,
        player: null,
        now_playing: null,
        now_playing_on: null,
      },
    });
  });

  test('says what was done, to which track, where and when', async () => {
    const { of, faults } = await show([{ lastAction }]);
    expect(faults).toEqual([]);
    expect(of(key)).toMatchObject({
      state: lastAction.message,
      attributes: {
        command: 'not-today',
        ok: true,
        at: '2026-11-21T13:00:00+01:00',
        track: 'Low – Words',
        player: 'Kitchen',
      },
    });
  });

  test('says why nothing was done', async () => {
    const { of } = await show([
      { lastAction: { ...lastAction, ok: false, message: 'Nothing is being played now.', track: undefined } },
    ]);
    expect(of(key)).toMatchObject({ state: 'Nothing is being played now.', attributes: { ok: false, track: null } });
  });

  test('shows what a button would be about now', async () => {
    const nowPlaying = { trackId: '8', artist: 'Low', title: 'Lullaby', player: 'Bedroom' };
    const { of } = await show([{ nowPlaying }]);
    expect(of(key).attributes).toMatchObject({ now_playing: 'Low – Lullaby', now_playing_on: 'Bedroom' });
  });

  test('fits Home Assistant and carries no secret, whatever a title is', async () => {
    const title = `${'x'.repeat(3_000)}\n\u202E`;
    const message = `"${title}" ${fakeToken}`;
    const { of, faults } = await show([{ lastAction: { ...lastAction, message, player: title } }]);
    expect(faults).toEqual([]);
    expect(String(of(key).state).length).toBeLessThanOrEqual(255);
  });
});
