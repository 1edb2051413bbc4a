import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listSecrets } from '../../../../src/config/schema.ts';
import { startFakeHome, type FakeHome } from '../../../fakes/fake-home-assistant.ts';
import { createScene, settle, start, until, type Scene, type SceneOptions } from './home-scene.ts';

describe('orders by event from Home Assistant', () => {
  let home: FakeHome;
  const scenes: Scene[] = [];

  const startScene = async (more?: SceneOptions): Promise<Scene> => {
    const made = createScene(home.url, more);
    scenes.push(made);
    await start(made);
    await until('the link', () => made.house.home.connected === true);
    return made;
  };
  const order = (data: Record<string, unknown>): void => home.fire('harmoniq_command', data);
  const failures = () => home.fired.filter(({ event }) => event === 'harmoniq_command_failed').map(({ data }) => data);
  const answers = () => home.fired.filter(({ event }) => event === 'harmoniq_command_done').map(({ data }) => data);
  const done = ({ logged }: Scene) =>
    logged('A command from Home Assistant was carried out').map(({ command }) => command);

  beforeEach(async () => {
    home = await startFakeHome();
  });
  afterEach(async () => {
    for (const { link } of scenes.splice(0)) await link.stop();
    await home.stop();
  });

  test.each<[Record<string, unknown>, string, unknown]>([
    [{ command: 'refresh-flow' }, 'refresh-flow', { apply: false }],
    [{ command: 'refresh-flow', recipe: 'kitchen' }, 'refresh-flow', { recipe: 'kitchen', apply: false }],
    [{ command: 'choose-window', window: 'Party' }, 'choose-window', { window: 'Party', apply: false }],
    [{ command: 'choose-window', window: null, apply: true }, 'choose-window', { window: null, apply: true }],
    [{ command: 'set-flow', familiarity_percent: 30 }, 'set-flow', { familiarityPercent: 30 }],
    [{ command: 'more-like-this', track: '7' }, 'more-like-this', { track: '7', apply: false }],
    [{ command: 'not-today' }, 'not-today', { apply: false }],
    [{ command: 'not-today', apply: true }, 'not-today', { apply: true }],
    [{ command: 'undo', recipe: 'kitchen' }, 'undo', { recipe: 'kitchen' }],
    [{ command: ' Refresh_Flow ' }, 'refresh-flow', { apply: false }],
    [{ command: 'refresh flow', instance: 'harmoniq' }, 'refresh-flow', { apply: false }],
  ])('are carried out: %j', async (data, operation, input) => {
    const made = await startScene();
    order(data);
    await until('the operation', () => made.asked.length > 0);
    expect(made.asked).toEqual([{ operation, input }]);
    await until('its end', () => done(made).length > 0);
    expect(done(made)).toEqual([operation]);
    await until('the answer', () => answers().length > 0);
    expect(answers()).toEqual([expect.objectContaining({ command: operation, ok: true })]);
    expect(failures()).toEqual([]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ command: 'run', recipe: 'lastfm-recs' }, 'run-recipe lastfm-recs'],
    [{ command: 'run-all' }, 'run-cycle'],
    [{ command: 'sync' }, 'sync-library'],
  ])('are carried out as the same work that a button does: %j', async (data, call) => {
    const made = await startScene();
    order(data);
    await until('the work', () => made.work.calls.length > 0);
    expect(made.work.calls).toEqual([call]);
    await until('its end', () => done(made).length > 0);
  });

  test('name their origin in the history of runs', async () => {
    const made = await startScene();
    order({ command: 'run', recipe: 'lastfm-charts' });
    await until('the run', () => made.memory.runs.length > 0);
    expect(made.memory.runs[0]?.trigger).toBe('home-assistant');
  });

  test.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'without a command',
      {},
      '',
      /^The event names no command\. "command" must be one of: refresh-flow, choose-window, /,
    ],
    ['with a command that is no text', { command: 7 }, '', /names no command/],
    [
      'with an unknown command',
      { command: 'dance' },
      'dance',
      /^There is no command "dance"\. "command" must be one of/,
    ],
    ['with the name of something every object has', { command: 'constructor' }, 'constructor', /There is no command/],
    [
      'with an input that is unknown',
      { command: 'refresh-flow', speed: 3 },
      'refresh-flow',
      /speed: not known here.*It takes: recipe, apply\./,
    ],
    [
      'with an input of another kind',
      { command: 'set-flow', familiarity_percent: 'all' },
      'set-flow',
      /familiarityPercent/,
    ],
    ['without an input that is needed', { command: 'choose-window' }, 'choose-window', /window/],
    ['for a recipe that does not exist', { command: 'run', recipe: 'x' }, 'run', /recipe/],
    ['with data beyond all measure', { command: 'not-today', track: 'x'.repeat(10_000) }, 'not-today', /too long/],
    [
      'over several lines',
      { command: 'dance\nERROR \u202Efake' },
      'dance-error-fake',
      /There is no command "dance-error-fake"/,
    ],
  ])('%s are refused at once, with one warning and an event that says why', async (_what, data, command, reason) => {
    const made = await startScene();
    order(data);
    await until('the answer', () => failures().length > 0);
    expect(failures()).toEqual([
      {
        instance: 'harmoniq',
        command,
        recipe: data['recipe'] ?? null,
        playlist: null,
        ok: false,
        code: 'invalid-input',
        message: expect.stringMatching(reason),
        track: null,
        player: null,
      },
    ]);
    expect(made.logged('A command from Home Assistant failed')).toEqual([
      expect.objectContaining({ level: 'warn', command, reason: expect.stringMatching(reason) }),
    ]);
    expect(made.asked).toEqual([]);
    expect(made.work.calls).toEqual([]);
  });

  test.each([null, 7, {}, { data: 7 }, { data: [] }])(
    'in no form at all are refused, and nothing else happens: %j',
    async (event) => {
      const made = await startScene();
      const { id } = home.received.find(({ type }) => type === 'subscribe_events') ?? {};
      home.sendRaw(JSON.stringify({ id, type: 'event', event }));
      order({ command: 'refresh-flow' });
      await until('the next order', () => made.asked.length > 0);
      expect(made.changes).toEqual([true]);
      expect(failures()).toHaveLength(1);
    },
  );

  test('for another instance are left to that one', async () => {
    const made = await startScene();
    order({ command: 'refresh-flow', instance: 'kitchen' });
    order({ command: 'dance', instance: 'kitchen' });
    await settle();
    expect(made.asked).toEqual([]);
    expect(failures()).toEqual([]);
  });

  test('are not listened to when that is switched off', async () => {
    const made = await startScene({ options: { homeCommands: false } });
    expect(home.received.map(({ type }) => type)).not.toContain('subscribe_events');
    order({ command: 'refresh-flow' });
    await settle();
    expect(made.asked).toEqual([]);
  });

  test('are carried out one after another, the same work once, settings at once', async () => {
    const made = await startScene();
    const gate = Promise.withResolvers<void>();
    made.work.gate = gate.promise;
    order({ command: 'run', recipe: 'lastfm-charts' });
    order({ command: 'run', recipe: 'lastfm-charts' });
    order({ command: 'run', recipe: 'lastfm-recs' });
    order({ command: 'choose-window', window: 'A' });
    order({ command: 'choose-window', window: 'B' });
    order({ command: 'choose-window', window: 'A' });
    await until('the settings', () => made.asked.length === 3);
    expect(made.asked.map(({ input }) => (input as { window: string }).window)).toEqual(['A', 'B', 'A']);
    expect(made.work.calls).toEqual(['run-recipe lastfm-charts']);
    gate.resolve();
    await until('the second run', () => made.work.calls.length === 2);
    expect(made.work.calls).toEqual(['run-recipe lastfm-charts', 'run-recipe lastfm-recs']);
    expect(made.logged('Ignored a command that is already under way')).toHaveLength(1);
  });

  test('wait while the house is busy', async () => {
    const made = await startScene();
    made.work.conflicts = 2;
    order({ command: 'run-all' });
    await until('the third try', () => made.work.calls.length === 3);
    await until('its end', () => done(made).length > 0);
    expect(failures()).toEqual([]);
  });

  test('are given up when the house stays busy, and Home Assistant is told', async () => {
    const made = await startScene({ timing: { busyLimitMs: 50 } });
    made.work.conflicts = 1_000;
    order({ command: 'run-all' });
    await until('the failure', () => failures().length > 0);
    expect(failures()[0]).toMatchObject({
      command: 'run-all',
      code: 'conflict',
      message: 'A run is already under way.',
    });
  });

  test('in a flood are refused beyond a bearable number, and the rest is carried out', async () => {
    const made = await startScene();
    const gate = Promise.withResolvers<void>();
    made.work.gate = gate.promise;
    order({ command: 'run-all' });
    for (let track = 0; track < 60; track += 1) order({ command: 'undo', recipe: String(track) });
    await until('the refusals', () => failures().length === 11);
    expect(failures()[0]).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/50 commands wait already/),
    });
    gate.resolve();
    await until('the others', () => made.asked.length === 49);
  });

  test('go on while Home Assistant is away, which hears of a failure when it is back', async () => {
    const made = await startScene();
    const gate = Promise.withResolvers<void>();
    made.work.gate = gate.promise;
    made.work.conflicts = 0;
    order({ command: 'sync' });
    await until('the work', () => made.work.calls.length > 0);
    order({ command: 'run-all' });
    await until('the order', () => home.received.length > 0);
    await settle();
    await home.stop();
    made.work.conflicts = 1_000;
    gate.resolve();
    await until('the failure', () => made.logged('A command from Home Assistant failed').length > 0);
    await home.start();
    await until('the news', () => failures().length > 0);
    expect(failures()).toEqual([expect.objectContaining({ command: 'run-all', code: 'conflict' })]);
  });

  test('end with the service, quietly', async () => {
    const made = await startScene();
    made.work.gate = new Promise(() => undefined);
    order({ command: 'run', recipe: 'lastfm-charts' });
    order({ command: 'run-all' });
    await until('the run', () => made.work.calls.length > 0);
    await made.link.stop();
    expect(made.memory.runs[0]?.result).toBe('cancelled');
    expect(made.work.calls).toEqual(['run-recipe lastfm-charts']);
    expect(made.logged('A command from Home Assistant failed')).toEqual([]);
  });

  test('do not carry a secret back', async () => {
    const made = await startScene();
    const [secret = ''] = listSecrets(made.house.config);
    expect(secret.length).toBeGreaterThan(8);
    order({ command: `say ${secret}` });
    await until('the answer', () => failures().length > 0);
    expect(JSON.stringify(failures())).not.toContain(secret);
  });
});
