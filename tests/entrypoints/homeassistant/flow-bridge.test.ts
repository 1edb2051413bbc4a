import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import type { CommandOutcome } from '../../../src/operations/house.ts';
import type { FlowSummary } from '../../../src/operations/flow/flow-summary.ts';
import { findFaults } from '../../contracts/home-assistant-rules.ts';
import { fakeFlowPlan, fakeFlowRecipe } from '../../fakes/fake-flow.ts';
import { fakePng } from '../../fakes/fake-flow-operations.ts';
import { startTestBroker, type TestBroker } from '../../fakes/mqtt-broker.ts';
import {
  birthTopic,
  clientId,
  createScene,
  discoveryTopic,
  payloadsOn,
  root,
  settle,
  start,
  stateOn,
  until,
  untilOnline,
  type Scene,
  type SceneOptions,
} from './bridge-scene.ts';

const coverTopic = `${root}/picture/daily-flow_flow_cover`;
const select = 'daily-flow_flow_window';

describe('a flow on a broker', () => {
  let broker: TestBroker;
  const scenes: Scene[] = [];

  const startScene = async (more: SceneOptions = {}): Promise<Scene> => {
    const scene = createScene(broker.url, { recipes: [fakeFlowRecipe()], ...more });
    scenes.push(scene);
    const times = payloadsOn(broker, `${root}/availability`).filter((word) => word === 'online').length;
    await start(scene);
    await untilOnline(broker, times + 1);
    return scene;
  };
  const pictures = () => broker.messages.filter(({ topic }) => topic === coverTopic);
  const untilPictures = (count: number) => until(`${count} pictures`, () => pictures().length >= count);
  const set = (key: string, payload: string, retain = false) => broker.publish(`${root}/set/${key}`, payload, retain);
  const change = (scene: Scene, facts: Partial<FlowSummary>): void => {
    const flow = scene.flows.get('daily-flow');
    if (flow === undefined) throw new Error('No flow.');
    scene.flows.set('daily-flow', { ...flow, ...facts });
    scene.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
  };
  const faults = () =>
    findFaults(
      broker.messages.filter((message) => message.clientId === clientId),
      { discoveryPrefix: 'homeassistant', root, secrets: [] },
    );

  beforeEach(async () => {
    broker = await startTestBroker();
  });
  afterEach(async () => {
    for (const { bridge } of scenes.splice(0)) await bridge.stop();
    await broker.stop();
  });

  describe('is steered', () => {
    test('by its window: chosen at once, not applied here, and shown', async () => {
      const { work } = await startScene();
      expect(stateOn(broker, select)).toBe('Auto');
      await set(select, 'Evening');
      await until('the choice', () => stateOn(broker, select) === 'Evening');
      expect(stateOn(broker, 'daily-flow_active_window')).toBe('Evening');
      expect(stateOn(broker, 'daily-flow_why')).toBe('You chose Evening.');
      await set(select, 'Auto');
      await until('Auto', () => stateOn(broker, select) === 'Auto');
      expect(work.calls.filter((call) => call.startsWith('choose'))).toEqual([
        'choose-window Evening',
        'choose-window Auto',
      ]);
      expect(faults()).toEqual([]);
    });

    test('also while other work is under way', async () => {
      const { work } = await startScene();
      work.gate = new Promise(() => undefined);
      await set('regenerate_all', 'PRESS');
      await until('the start', () => stateOn(broker, 'running') === 'ON');
      await set(select, 'Evening');
      await until('the choice', () => stateOn(broker, select) === 'Evening');
    });

    test('by the last of many choices', async () => {
      const { flows } = await startScene();
      for (const window of ['Evening', 'Auto', 'Morning', 'Evening', 'Morning']) await set(select, window);
      await until('the last', () => stateOn(broker, select) === 'Morning');
      await settle();
      expect(flows.get('daily-flow')?.manual).toBe('Morning');
    });

    test('not by an option that does not exist: a line says so, and the select shows what holds', async () => {
      const { work, logged } = await startScene();
      const before = payloadsOn(broker, `${root}/state/${select}`).length;
      await set(select, 'Party');
      await until('the refusal', () => logged('A command from Home Assistant was refused').length === 1);
      expect(logged('A command from Home Assistant was refused')[0]).toMatchObject({
        level: 'warn',
        entity: select,
        reason: 'There is no option "Party". These exist: Auto, Morning, Evening.',
      });
      await until('the echo', () => payloadsOn(broker, `${root}/state/${select}`).length > before);
      expect(stateOn(broker, select)).toBe('Auto');
      expect(work.calls.filter((call) => call.startsWith('choose'))).toEqual([]);
    });

    test('not by a choice that the broker remembers', async () => {
      await set(select, 'Evening', true);
      const { work, logged } = await startScene();
      await until('the refusal', () => logged('Ignored a retained MQTT command').length === 1);
      await settle();
      expect(work.calls.filter((call) => call.startsWith('choose'))).toEqual([]);
      expect(stateOn(broker, select)).toBe('Auto');
    });

    test.each([
      ['daily-flow_flow_size', '80', 80, 'set-flow {"size":80}'],
      ['daily-flow_flow_familiarity', '15', 15, 'set-flow {"familiarityPercent":15}'],
      ['daily-flow_follow_home', 'OFF', 'OFF', 'set-flow {"followsHome":false}'],
    ])('by %s', async (key, payload, shown, call) => {
      const { work } = await startScene();
      await set(key, payload);
      await until('the setting', () => stateOn(broker, key) === shown);
      expect(work.calls.filter((one) => one.startsWith('set-flow'))).toEqual([call]);
    });

    test('not by half a track', async () => {
      const { work, logged } = await startScene();
      await set('daily-flow_flow_size', '50.5');
      await until('the refusal', () => logged('A command from Home Assistant was refused').length === 1);
      expect(work.calls.filter((one) => one.startsWith('set-flow'))).toEqual([]);
    });

    test.each([
      ['refresh_flow', 'refresh-flow daily-flow'],
      ['more_like_this', 'more-like-this daily-flow'],
      ['not_today', 'not-today daily-flow'],
      ['undo_flow', 'undo daily-flow'],
    ])('by the button %s', async (key, call) => {
      const { work } = await startScene();
      await set(`daily-flow_${key}`, 'PRESS');
      await until('the call', () => work.calls.includes(call));
    });

    test('and what came of it is told: done, refused, or tried in vain', async () => {
      const scene = await startScene();
      const told: CommandOutcome[] = [];
      scene.house.events.on('command-settled', (outcome) => told.push(outcome));
      await set('daily-flow_not_today', 'PRESS');
      await until('the answer', () => told.length === 1);
      await set(select, 'Party');
      await until('the refusal', () => told.length === 2);
      scene.work.conflicts = 1;
      await set('daily-flow_more_like_this', 'PRESS');
      await until('the failure', () => told.length === 3);
      expect(told).toMatchObject(
        [
          { command: 'not-today', recipeId: 'daily-flow', ok: true },
          { command: 'choose-window', ok: false, code: 'invalid-input', message: /no option "Party"/ },
          { command: 'more-like-this', recipeId: 'daily-flow', ok: false, code: 'conflict' },
        ].map(({ message, ...rest }) =>
          message === undefined ? rest : { ...rest, message: expect.stringMatching(message) },
        ),
      );
    });

    test('and its answer is shown', async () => {
      const scene = await startScene();
      expect(stateOn(broker, 'daily-flow_last_action')).toBe('none');
      const message = 'Nothing is being played now, so no track is meant.';
      const lastAction = { command: 'not-today', ok: false, message, doneAtMs: 1, track: undefined, player: undefined };
      change(scene, { lastAction });
      await until('the answer', () => stateOn(broker, 'daily-flow_last_action') === message);
      expect(faults()).toEqual([]);
    });

    test('about what is being played, which is shown as soon as it is another', async () => {
      const scene = await startScene();
      const flow = scene.flows.get('daily-flow');
      if (flow === undefined) throw new Error('No flow.');
      const nowPlaying = { trackId: '7', artist: 'Low', title: 'Words', player: 'Kitchen' };
      scene.flows.set('daily-flow', { ...flow, nowPlaying });
      scene.house.events.emit('playing-changed', { sessions: [] });
      const shown = () => payloadsOn(broker, `${root}/state/daily-flow_last_action`).at(-1) ?? '';
      await until('the track', () => shown().includes('"now_playing":"Low – Words"'));
    });
  });

  test('keeps its choice through a restart, and the select shows it', async () => {
    const first = await startScene();
    await set(select, 'Evening');
    await until('the choice', () => stateOn(broker, select) === 'Evening');
    await first.bridge.stop();
    const second = createScene(broker.url, { recipes: [fakeFlowRecipe()] });
    scenes.push(second);
    change(second, { manual: 'Evening', by: 'manual' });
    await start(second);
    await untilOnline(broker, 2);
    expect(stateOn(broker, select)).toBe('Evening');
    expect(second.work.calls.filter((call) => call.startsWith('choose'))).toEqual([]);
  });

  test('is shown anew when the home asks for something else', async () => {
    const scene = await startScene();
    const flow = scene.flows.get('daily-flow');
    if (flow === undefined) throw new Error('No flow.');
    scene.flows.set('daily-flow', { ...flow, by: 'home', activeWindow: 'Evening', why: 'The house mode is party.' });
    scene.house.events.emit('home-changed', { connected: true });
    await until('the reason', () => stateOn(broker, 'daily-flow_why') === 'The house mode is party.');
    expect(stateOn(broker, 'daily-flow_active_window')).toBe('Evening');
  });

  describe('shows its cover', () => {
    test('as a PNG byte for byte, retained, after the device is online', async () => {
      await startScene();
      await untilPictures(1);
      const topics = broker.messages.map(({ topic }) => topic);
      expect(topics.indexOf(coverTopic)).toBeGreaterThan(topics.indexOf(`${root}/availability`));
      const [picture] = pictures();
      expect(picture?.bytes.equals(fakePng('cover of Morning'))).toBe(true);
      expect(picture).toMatchObject({ retain: true, qos: 1 });
      expect(faults()).toEqual([]);
    });

    test('again only when it is another', async () => {
      const scene = await startScene();
      await untilPictures(1);
      change(scene, { why: 'Something else.' });
      scene.house.events.emit('missing-changed', { count: 1 });
      await until('the update', () => stateOn(broker, 'daily-flow_why') === 'Something else.');
      change(scene, { coverKey: 'another' });
      await untilPictures(2);
      await settle();
      expect(pictures().map(({ bytes }) => bytes.equals(fakePng('another')))).toEqual([false, true]);
      expect(scene.work.calls.filter((call) => call.startsWith('get-cover'))).toHaveLength(2);
    });

    test('again after a birth, as the broker may have forgotten it', async () => {
      await startScene();
      await untilPictures(1);
      await broker.publish(birthTopic, 'online');
      await untilPictures(2);
    });

    test('and keeps the last one while there is none', async () => {
      const scene = await startScene();
      await untilPictures(1);
      change(scene, { coverKey: undefined, why: 'No picture now.' });
      await until('the update', () => stateOn(broker, 'daily-flow_why') === 'No picture now.');
      await settle();
      expect(pictures()).toHaveLength(1);
    });

    test('unless it cannot be drawn: one warning, and everything else goes on', async () => {
      const scene = createScene(broker.url, { recipes: [fakeFlowRecipe()] });
      scenes.push(scene);
      const cover = scene.findOperation('get-cover');
      if (cover === undefined) throw new Error('No cover.');
      Object.assign(cover, {
        run: async () => {
          throw new HarmoniqError('internal', 'The picture cannot be drawn.');
        },
      });
      await start(scene);
      await untilOnline(broker);
      change(scene, { why: 'It goes on.' });
      await until('the update', () => stateOn(broker, 'daily-flow_why') === 'It goes on.');
      expect(scene.logged('A picture could not be shown')).toEqual([
        expect.objectContaining({ level: 'warn', reason: 'The picture cannot be drawn.' }),
      ]);
      expect(pictures()).toEqual([]);
    });

    test('which leaves with it when the flow makes none any more, as do its windows when they change', async () => {
      const first = await startScene();
      await untilPictures(1);
      await first.bridge.stop();
      const before = broker.messages.length;
      await startScene({ recipes: [fakeFlowRecipe({ options: { ...fakeFlowPlan(['Noon'], false) } })] });
      const retained = await broker.readRetained();
      expect(retained.has(coverTopic)).toBe(false);
      const steps = broker.messages.slice(before).filter(({ topic }) => topic === discoveryTopic);
      const [removing, last] = steps.map(
        ({ payload }) => JSON.parse(payload) as { components: Record<string, Record<string, unknown>> },
      );
      expect(removing?.components['daily-flow_flow_cover']).toEqual({ platform: 'image' });
      expect(last?.components['daily-flow_flow_cover']).toBeUndefined();
      expect(last?.components[select]?.options).toEqual(['Auto', 'Noon']);
      const afterwards = broker.messages.slice(before).map(({ topic }) => topic);
      // A state that is none of the announced options would be refused.
      expect(afterwards.indexOf(discoveryTopic)).toBeLessThan(afterwards.indexOf(`${root}/state/${select}`));
      expect(faults()).toEqual([]);
    });
  });
});
