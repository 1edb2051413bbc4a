import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listSecrets } from '../../../src/config/schema.ts';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import { withTimeout } from '../../../src/lib/lifecycle.ts';
import { findFaults } from '../../contracts/home-assistant-rules.ts';
import { fakeRecipe } from '../../fakes/fake-door-house.ts';
import { startTestBroker, type TestBroker } from '../../fakes/mqtt-broker.ts';
import {
  birthTopic,
  clientId,
  createScene,
  discoveryTopic,
  payloadsOn,
  quickTiming,
  root,
  settle,
  start,
  stateOn,
  until,
  untilOnline,
  type Scene,
  type SceneOptions,
} from './bridge-scene.ts';

describe('the Home Assistant bridge on a broker', () => {
  let broker: TestBroker;
  const scenes: Scene[] = [];

  const scene = (more?: SceneOptions): Scene => {
    const made = createScene(broker.url, more);
    scenes.push(made);
    return made;
  };
  const startScene = async (more?: SceneOptions): Promise<Scene> => {
    const made = scene(more);
    await start(made);
    await untilOnline(broker);
    return made;
  };
  const ownMessages = () => broker.messages.filter((message) => message.clientId === clientId);
  const faults = (options: Record<string, unknown> = {}) =>
    findFaults(ownMessages(), {
      discoveryPrefix: 'homeassistant',
      root,
      secrets: [...listSecrets(createScene(undefined, { options }).house.config)],
    });

  beforeEach(async () => {
    broker = await startTestBroker();
  });
  afterEach(async () => {
    for (const { bridge } of scenes.splice(0)) await bridge.stop();
    await broker.stop();
  });

  describe('announces itself', () => {
    test('with discovery first, then every state, then online, and obeys every rule', async () => {
      await startScene();
      const topics = ownMessages().map(({ topic }) => topic);
      expect(topics[0]).toBe(discoveryTopic);
      expect(topics.at(-1)).toBe(`${root}/availability`);
      expect(topics.slice(1, -1).every((topic) => topic.startsWith(`${root}/state/`))).toBe(true);
      expect(ownMessages().every(({ qos }) => qos === 1)).toBe(true);
      expect(faults()).toEqual([]);
    });

    test('without writing the announcement again when it stands there already', async () => {
      const first = await startScene();
      await first.bridge.stop();
      await start(scene());
      await untilOnline(broker, 2);
      expect(payloadsOn(broker, discoveryTopic)).toHaveLength(1);
    });

    test('anew when the announcement that stands there is another version’s', async () => {
      const first = await startScene();
      await first.bridge.stop();
      const [announced] = payloadsOn(broker, discoveryTopic);
      await broker.publish(discoveryTopic, announced?.replaceAll('1.2.3', '1.2.2') ?? '', true);
      await start(scene());
      await untilOnline(broker, 2);
      expect(payloadsOn(broker, discoveryTopic).at(-1)).toBe(announced);
    });

    test('and removes the entities of a recipe that is no more, in two steps with a pause, and their states', async () => {
      const recipes = [fakeRecipe(), fakeRecipe({ id: 'old', playlistName: 'Old' })];
      const first = await startScene({ recipes });
      await first.bridge.stop();
      const before = broker.messages.length;
      await start(scene({ recipes: recipes.slice(0, 1) }));
      await untilOnline(broker, 2);
      const steps = broker.messages.slice(before).filter(({ topic }) => topic === discoveryTopic);
      expect(steps).toHaveLength(2);
      const [removing, removed] = steps.map(({ payload }) => JSON.parse(payload) as { components: object });
      expect(removing?.components).toMatchObject({ old_tracks: { platform: 'sensor' } });
      expect(Object.keys(removed?.components ?? {}).filter((key) => key.startsWith('old'))).toEqual([]);
      const [one, two] = steps;
      expect((two?.atMs ?? 0) - (one?.atMs ?? 0)).toBeGreaterThanOrEqual(quickTiming.discoveryPauseMs - 20);
      const retained = await broker.readRetained();
      expect([...retained.keys()].filter((topic) => topic.includes('old'))).toEqual([]);
      expect(faults()).toEqual([]);
    });

    test('not at all over the announcement of another bridge, and says what to do', async () => {
      const foreign = JSON.stringify({
        device: { identifiers: ['x'], name: 'X' },
        origin: { name: 'Other' },
        components: { a: { platform: 'sensor' } },
      });
      await broker.publish(discoveryTopic, foreign, true);
      const made = scene();
      await start(made);
      await until('a line of the log', () => made.logged(/another device/i).length === 1);
      await settle();
      expect(ownMessages()).toEqual([]);
      expect((await broker.readRetained()).get(discoveryTopic)).toBe(foreign);
    });

    test('again after Home Assistant’s birth, once for many births, even when the broker lost everything', async () => {
      await startScene({ timing: { birthDelayMs: { min: 250, max: 300 } } });
      for (const topic of (await broker.readRetained()).keys()) await broker.publish(topic, '', true);
      const before = broker.messages.length;
      for (let count = 0; count < 3; count += 1) await broker.publish(birthTopic, 'online');
      await until('online', () => payloadsOn(broker, `${root}/availability`, before).includes('online'));
      await settle();
      expect(payloadsOn(broker, discoveryTopic, before)).toHaveLength(1);
      const retained = await broker.readRetained();
      expect(retained.get(`${root}/availability`)).toBe('online');
      expect(retained.has(`${root}/state/last_result`)).toBe(true);
    });

    test('not for a remembered birth, nor for Home Assistant’s farewell', async () => {
      await broker.publish(birthTopic, 'online', true);
      await startScene();
      const before = broker.messages.length;
      await broker.publish(birthTopic, 'offline');
      await settle();
      expect(broker.messages.slice(before).filter((message) => message.clientId === clientId)).toEqual([]);
    });
  });

  describe('shows the house', () => {
    test('with one message for a burst of changes, and none when nothing changed', async () => {
      const { house } = await startScene();
      const before = broker.messages.length;
      for (let count = 0; count < 500; count += 1) house.events.emit('missing-changed', { count });
      house.events.emit('schedule-changed', { enabled: true });
      house.events.emit('server-state', { connected: true, message: 'Connected.' });
      await until('connected', () => stateOn(broker, 'plex_connection') === 'ON');
      await settle();
      expect(broker.messages.slice(before).map(({ topic }) => topic)).toEqual([`${root}/state/plex_connection`]);
    });

    test('including what another process did, without an event', async () => {
      const { memory } = await startScene({ timing: { refreshMs: 40 } });
      memory.tracks = 1_234;
      await until('the new count', () => stateOn(broker, 'library_tracks') === 1_234);
    });

    test('and each finished run as one event that is not remembered', async () => {
      const { house, findOperation } = await startScene();
      await findOperation('run-cycle')?.run(house, {}, { trigger: 'schedule', signal: new AbortController().signal });
      await until('both events', () => payloadsOn(broker, `${root}/event/run_finished`).length === 2);
      expect((await broker.readRetained()).has(`${root}/event/run_finished`)).toBe(false);
      await until('the state', () => stateOn(broker, 'lastfm-charts_tracks') === 50);
      expect(faults()).toEqual([]);
    });

    test('and keeps what finishes during the announcement until the device is online', async () => {
      const { house, findOperation, bridge } = scene({ timing: { retainedWaitMs: 300 } });
      await bridge.start(new AbortController().signal);
      await until('connected', () => broker.connections.includes(clientId));
      await findOperation('run-cycle')?.run(house, {}, { trigger: 'start', signal: new AbortController().signal });
      await until('both events', () => payloadsOn(broker, `${root}/event/run_finished`).length === 2);
      const topics = ownMessages().map(({ topic }) => topic);
      expect(topics.indexOf(`${root}/availability`)).toBeLessThan(topics.indexOf(`${root}/event/run_finished`));
      expect(faults()).toEqual([]);
    });

    test('without any secret, whatever a foreign service says', async () => {
      const options = { mqttPassword: 'mqtt-pass-4711', mqttUsername: 'me', supervisorToken: 'supervisor-token-1' };
      const { house, work, findOperation } = await startScene({ options });
      const secrets = listSecrets(house.config);
      expect(secrets.length).toBeGreaterThanOrEqual(4);
      Object.assign(work, { result: 'failed', message: `Refused: ${secrets.join(' ')}` });
      house.events.emit('server-state', { connected: false, message: `No: ${secrets.join(' ')}` });
      await findOperation('run-cycle')?.run(house, {}, { trigger: 'schedule', signal: new AbortController().signal });
      await until('the problem', () => stateOn(broker, 'problem') === 'ON');
      expect(payloadsOn(broker, `${root}/state/problem`).at(-1)).toContain('[redacted]');
      expect(faults(options)).toEqual([]);
    });
  });

  describe('takes commands', () => {
    test.each([
      ['lastfm-recs_regenerate', 'PRESS', 'run-recipe lastfm-recs'],
      ['regenerate_all', 'PRESS', 'run-cycle'],
      ['sync_library', 'PRESS', 'sync-library'],
    ])('%s %s: %s', async (key, payload, call) => {
      const { work } = await startScene();
      await broker.publish(`${root}/set/${key}`, payload);
      await until('the call', () => work.calls.length > 0);
      expect(work.calls).toEqual([call]);
    });

    test('and echoes the switch, changed or not', async () => {
      const { memory } = await startScene();
      await broker.publish(`${root}/set/schedule`, 'OFF');
      await until('off', () => stateOn(broker, 'schedule') === 'OFF');
      expect(memory.settings.get('schedule-enabled')).toBe('false');
      const before = payloadsOn(broker, `${root}/state/schedule`).length;
      await broker.publish(`${root}/set/schedule`, 'OFF');
      await until('the echo', () => payloadsOn(broker, `${root}/state/schedule`).length > before);
    });

    test('in the order they came, so that the last position of a switch wins', async () => {
      const { memory } = await startScene();
      for (const payload of ['OFF', 'ON', 'OFF', 'ON', 'OFF']) await broker.publish(`${root}/set/schedule`, payload);
      await until('off', () => memory.settings.get('schedule-enabled') === 'false');
      await settle();
      expect(memory.settings.get('schedule-enabled')).toBe('false');
    });

    test.each([
      ['a retained command', 'regenerate_all', 'PRESS', true],
      ['another payload', 'regenerate_all', 'press', false],
      ['a payload that is a property of every object', 'regenerate_all', 'constructor', false],
      ['an unknown entity', 'launch_missiles', 'PRESS', false],
      ['an entity without command', 'last_run', 'PRESS', false],
      ['a recipe that does not exist', 'nothing_regenerate', 'PRESS', false],
    ])('but ignores %s, with one debug line', async (_title, key, payload, retain) => {
      if (retain) await broker.publish(`${root}/set/${key}`, payload, true);
      const { work, logged, lines } = await startScene();
      if (!retain) await broker.publish(`${root}/set/${key}`, payload);
      await until('a line of the log', () => logged(/^Ignored/).length > 0);
      await settle();
      expect(logged(/^Ignored/)).toEqual([expect.objectContaining({ level: 'debug' })]);
      expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
      expect(work.calls).toEqual([]);
    });

    test('one after another while work is under way, each at most once', async () => {
      const { work, logged } = await startScene();
      const gate = Promise.withResolvers<void>();
      work.gate = gate.promise;
      await broker.publish(`${root}/set/regenerate_all`, 'PRESS');
      await until('the start', () => stateOn(broker, 'running') === 'ON');
      for (const key of ['lastfm-charts_regenerate', 'regenerate_all', 'lastfm-charts_regenerate', 'sync_library'])
        await broker.publish(`${root}/set/${key}`, 'PRESS');
      await until('two refusals', () => logged('Ignored a command that is already under way').length === 2);
      expect(work.calls).toEqual(['run-cycle']);
      gate.resolve();
      await until('the rest', () => work.calls.length === 3);
      expect(work.calls).toEqual(['run-cycle', 'run-recipe lastfm-charts', 'sync-library']);
    });

    test('and lets a switch through while work is under way', async () => {
      const { work } = await startScene();
      work.gate = new Promise(() => undefined);
      await broker.publish(`${root}/set/regenerate_all`, 'PRESS');
      await until('the start', () => stateOn(broker, 'running') === 'ON');
      await broker.publish(`${root}/set/schedule`, 'OFF');
      await until('off', () => stateOn(broker, 'schedule') === 'OFF');
    });

    test('and tries again when the house was busy with something else', async () => {
      const { work, logged } = await startScene();
      work.conflicts = 3;
      await broker.publish(`${root}/set/lastfm-charts_regenerate`, 'PRESS');
      await until('the run', () => stateOn(broker, 'lastfm-charts_tracks') === 50);
      expect(work.calls).toHaveLength(4);
      expect(logged('The command waits its turn')).toHaveLength(1);
    });

    test('and gives up with a warning when the house stays busy', async () => {
      const { work, logged } = await startScene({ timing: { busyLimitMs: 60 } });
      work.conflicts = Number.POSITIVE_INFINITY;
      await broker.publish(`${root}/set/lastfm-charts_regenerate`, 'PRESS');
      await until('the warning', () => logged('A command from Home Assistant failed').length === 1);
      work.conflicts = 0;
      await broker.publish(`${root}/set/lastfm-charts_regenerate`, 'PRESS');
      await until('the run', () => stateOn(broker, 'lastfm-charts_tracks') === 50);
    });
  });

  describe('leaves', () => {
    test('with offline, and its will is not needed', async () => {
      const { bridge } = await startScene();
      await bridge.stop();
      const words = broker.messages.filter(({ topic }) => topic === `${root}/availability`);
      expect(words.map(({ payload, clientId: who }) => [payload, who])).toEqual([
        ['online', clientId],
        ['offline', clientId],
      ]);
      expect(faults()).toEqual([]);
    });

    test('in the middle of a run: the run is told to stop, its end is shown, then offline', async () => {
      const { bridge, work } = await startScene();
      work.gate = new Promise(() => undefined);
      await broker.publish(`${root}/set/lastfm-charts_regenerate`, 'PRESS');
      await until('the start', () => stateOn(broker, 'running') === 'ON');
      await bridge.stop();
      expect(stateOn(broker, 'last_result')).toBe('cancelled');
      expect(stateOn(broker, 'running')).toBe('OFF');
      expect(ownMessages().at(-1)).toMatchObject({ topic: `${root}/availability`, payload: 'offline', retain: true });
    });

    test('in time although the broker confirms nothing any more', async () => {
      const mute = await startTestBroker({ mute: true });
      try {
        const made = createScene(mute.url);
        await start(made);
        await until('the connection', () => mute.connections.includes(clientId));
        await settle();
        await withTimeout(made.bridge.stop(), 2_400, 'Stopping');
      } finally {
        await mute.stop();
      }
    });

    test('before it has ever reached the broker', async () => {
      const made = scene();
      await start(made);
      await made.bridge.stop();
      await settle();
      expect(ownMessages()).toEqual([]);
    });
  });

  describe('outlives the broker', () => {
    test('a cut connection brings the will, then everything again under the same client id', async () => {
      const { logged } = await startScene();
      broker.cutConnections();
      await untilOnline(broker, 2);
      expect(payloadsOn(broker, `${root}/availability`)).toEqual(['online', 'offline', 'online']);
      expect(broker.messages.find(({ payload }) => payload === 'offline')).toMatchObject({ retain: true, qos: 1 });
      expect(new Set(broker.connections.filter((id) => id !== 'test-operator'))).toEqual(new Set([clientId]));
      expect(payloadsOn(broker, discoveryTopic)).toHaveLength(1);
      await until('the second line', () => logged('Connected to the MQTT broker').length === 2);
      expect(logged('MQTT is not available, trying again')).toHaveLength(1);
    });

    test('a broker that was down for a while: runs go on, then the state of now is shown, no stale one', async () => {
      const { house, findOperation, work, logged } = await startScene();
      const { port } = broker;
      await broker.stop();
      const signal = new AbortController().signal;
      for (let count = 0; count < 3; count += 1) {
        work.trackCount = 10 + count;
        await findOperation('run-cycle')?.run(house, {}, { trigger: 'schedule', signal });
      }
      await until('an attempt in vain', () => logged('Still no MQTT broker').length > 0);
      expect(logged('MQTT is not available, trying again').length).toBeLessThanOrEqual(2);
      broker = await startTestBroker({ port });
      await untilOnline(broker);
      expect(payloadsOn(broker, `${root}/state/lastfm-charts_tracks`)).toHaveLength(1);
      expect(stateOn(broker, 'lastfm-charts_tracks')).toBe(12);
      expect(payloadsOn(broker, `${root}/event/run_finished`)).toEqual([]);
      expect(faults()).toEqual([]);
    });

    test('a disk that fails: tried again, with one warning for as long as the reason is the same', async () => {
      const made = scene();
      let attempts = 0;
      const failing = () => {
        attempts += 1;
        throw new HarmoniqError('internal', 'The disk is full.');
      };
      Object.assign(made.house.library, { listMissing: failing });
      await start(made);
      await until('several attempts', () => attempts >= 6);
      expect(made.logged('MQTT is not available, trying again')).toEqual([
        expect.objectContaining({ level: 'warn', reason: 'The disk is full.' }),
      ]);
      expect(payloadsOn(broker, `${root}/availability`)).not.toContain('online');
    });

    test('a twin with the same instance id: one warning names the option', async () => {
      const first = await startScene();
      const second = scene();
      await start(second);
      const warnings = () => [...first.logged(/INSTANCE_ID/), ...second.logged(/INSTANCE_ID/)];
      await until('the warning', () => warnings().length > 0);
      expect(warnings()[0]).toMatchObject({ level: 'warn', clientId });
    });
  });
});
