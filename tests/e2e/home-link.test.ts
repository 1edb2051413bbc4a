import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection, createLongLivedTokenAuth, type Connection } from 'home-assistant-js-websocket';
import { defaultHomeTiming } from '../../src/entrypoints/homeassistant/websocket/home-timing.ts';
import { makeRule } from '../core/flow/make-home.ts';
import { createScene, start, type Scene } from '../entrypoints/homeassistant/websocket/home-scene.ts';
import { startRealHomeAssistant, until, type RealHomeAssistant } from './real-home-assistant.ts';

const minute = 60_000;
const mode = 'input_select.house_mode';
const rules = [
  makeRule([{ entity: mode, is: ['party'] }], { window: 'Party' }),
  makeRule([{ entity: 'input_boolean.guests', is: ['on'], forMs: 1_500 }], { window: 'Guests' }),
  makeRule([{ entity: 'sun.sun', attribute: 'elevation', above: -90 }], { moods: ['Sunny'] }),
  makeRule([{ entity: 'zone.home', above: 50 }], { pause: true }),
  makeRule([{ entity: 'sensor.harmoniq_never_was', is: ['on'] }], { pause: true }),
];

interface BusEvent {
  readonly event_type: string;
  readonly data: Record<string, unknown>;
}

describe('the link to a real Home Assistant', () => {
  let home: RealHomeAssistant;
  let scene: Scene;
  let bus: Connection;
  const events: BusEvent[] = [];

  const verdict = () => scene.house.home.judge('daily-flow');
  const select = (option: string) => home.callService('input_select', 'select_option', { entity_id: mode, option });
  const linked = () =>
    until(
      'the link',
      () => scene.house.home.connected,
      (connected) => connected === true,
    );
  const windowIs = (wanted: string | undefined) =>
    until(
      `the window ${wanted ?? 'of the clock'}`,
      () => verdict().window ?? 'none',
      (window) => window === (wanted ?? 'none'),
    );
  const onBus = (type: string, fits: (data: BusEvent['data']) => boolean = () => true) =>
    until(
      `the event ${type}`,
      () => events,
      (all) => all.some(({ event_type, data }) => event_type === type && fits(data)),
    );
  const listenToBus = async (): Promise<void> => {
    bus = await createConnection({ auth: createLongLivedTokenAuth(home.url, home.token), setupRetry: -1 });
    for (const type of ['harmoniq_playlist_updated', 'harmoniq_command_done', 'harmoniq_command_failed'])
      await bus.subscribeEvents<BusEvent>((event) => events.push(event), type);
  };
  const createRealScene = (token: string): Scene =>
    createScene(home.url, {
      rules,
      token,
      place: 'unset',
      timing: { ...defaultHomeTiming, retryMs: { min: 200, max: 1_000 } },
    });

  beforeAll(async () => {
    home = await startRealHomeAssistant();
    await listenToBus();
    scene = createRealScene(home.token);
    await start(scene);
    await linked();
  }, 25 * minute);
  afterAll(async () => {
    await scene?.link.stop();
    bus?.close();
    await home?.stop();
  }, minute);

  test(
    'learns where the house stands, and which entities are missing',
    async () => {
      const { latitude, longitude } = await home.ask<{ latitude: number; longitude: number }>('get_config');
      expect(scene.house.home.place).toEqual({ latitude, longitude });
      expect(scene.house.home.missingEntities).toEqual(['sensor.harmoniq_never_was']);
      expect(verdict().moods).toEqual(['Sunny']);
      expect(verdict().pause).toBe(false);
    },
    minute,
  );

  test(
    'follows an input_select to a window and back',
    async () => {
      await select('party');
      await windowIs('Party');
      const name = (await home.getState(mode))?.attributes.friendly_name ?? '';
      expect(verdict().because.window).toContain(`${name} is party`);
      const other = ((await home.getState(mode))?.attributes.options as string[]).find((option) => option !== 'party');
      await select(other ?? '');
      await windowIs(undefined);
    },
    minute,
  );

  test(
    'waits for how long a state must hold',
    async () => {
      const changes = scene.changes.length;
      await home.callService('input_boolean', 'turn_on', { entity_id: 'input_boolean.guests' });
      await windowIs('Guests');
      const heldMs = Date.now() - Date.parse((await home.getState('input_boolean.guests'))?.last_changed ?? '');
      expect(heldMs).toBeGreaterThanOrEqual(1_500);
      expect(scene.changes).toHaveLength(changes + 1);
      await home.callService('input_boolean', 'turn_off', { entity_id: 'input_boolean.guests' });
      await windowIs(undefined);
    },
    minute,
  );

  test(
    'carries out an event of its bus, and tells it when it cannot',
    async () => {
      await home.post('/api/events/harmoniq_command', { command: 'run', recipe: 'lastfm-recs' });
      await until(
        'the run',
        () => scene.work.calls,
        (calls) => calls.includes('run-recipe lastfm-recs'),
      );
      await home.post('/api/events/harmoniq_command', { command: 'choose_window', window: 'Party' });
      await until(
        'the choice',
        () => scene.asked,
        (asked) => asked.some(({ operation }) => operation === 'choose-window'),
      );
      await onBus('harmoniq_command_done', ({ command, ok }) => command === 'choose-window' && ok === true);
      await home.post('/api/events/harmoniq_command', { command: 'dance' });
      await onBus('harmoniq_command_failed', ({ command, code }) => command === 'dance' && code === 'invalid-input');
    },
    minute,
  );

  test(
    'tells its bus of a playlist, which sets off an automation, which the rules follow',
    async () => {
      await home.post('/api/config/automation/config/harmoniq_party', {
        alias: 'Party with the playlist',
        triggers: [
          { trigger: 'event', event_type: 'harmoniq_playlist_updated', event_data: { recipe: 'lastfm-charts' } },
        ],
        actions: [{ action: 'input_select.select_option', target: { entity_id: mode }, data: { option: 'party' } }],
      });
      await home.post('/api/events/harmoniq_command', { command: 'run', recipe: 'lastfm-charts' });
      await onBus(
        'harmoniq_playlist_updated',
        ({ recipe, playlist, tracks }) => recipe === 'lastfm-charts' && playlist === 'Last.fm Charts' && tracks === 50,
      );
      await windowIs('Party');
    },
    2 * minute,
  );

  test(
    'survives a restart of Home Assistant, in which the window stays, and hears it again afterwards',
    async () => {
      await windowIs('Party');
      const windows = new Set<string | undefined>();
      const unsubscribe = scene.house.events.on('home-changed', () => windows.add(verdict().window));
      await home.restart();
      await linked();
      unsubscribe();
      // Home Assistant restores the input_select, so that nobody ever asked for another window.
      expect([...windows]).toEqual(['Party']);
      const other = ((await home.getState(mode))?.attributes.options as string[]).find((option) => option !== 'party');
      await select(other ?? '');
      await windowIs(undefined);
      await home.post('/api/events/harmoniq_command', { command: 'undo', recipe: 'lastfm-charts' });
      await until(
        'the order after the restart',
        () => scene.asked,
        (asked) => asked.some(({ operation }) => operation === 'undo'),
      );
      expect(scene.logged('Home Assistant is heard')).toHaveLength(2);
    },
    4 * minute,
  );

  test(
    'says what to mend when its token is refused',
    async () => {
      const stranger = createRealScene('not-a-token');
      await start(stranger);
      try {
        await until(
          'the refusal',
          () => stranger.logged('Home Assistant is not heard, trying again'),
          (lines) => lines.length > 0,
        );
        expect(stranger.logged('Home Assistant is not heard, trying again')).toEqual([
          expect.objectContaining({ reason: expect.stringMatching(/refused the token.*set HASS_TOKEN/) }),
        ]);
      } finally {
        await stranger.link.stop();
      }
    },
    minute,
  );

  test(
    'gives Home Assistant nothing to complain about',
    async () => {
      expect(await home.listComplaints()).toEqual([]);
    },
    minute,
  );
});
