import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { createBrokerResolver } from '../../src/entrypoints/homeassistant/broker.ts';
import { createHomeAssistantBridge } from '../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { fakeConfig } from '../fakes/fake-door-house.ts';
import { fakeFlowRecipe } from '../fakes/fake-flow.ts';
import { createWorkingHouse, type WorkingHouse } from '../fakes/fake-house.ts';
import { makeDataDir, startService, type ServiceProcess } from '../fakes/service-process.ts';
import { createAutomation, installBlueprints } from './install-blueprints.ts';
import { startRealHomeAssistant, until, type RealHomeAssistant } from './real-home-assistant.ts';

const minute = 60_000;
const windowSelect = 'select.harmoniq_flow_window';

/** Every text of markdown cards. */
const findTemplates = (node: unknown): readonly string[] => {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'content' && typeof value === 'string' ? [value] : findTemplates(value),
  );
};

describe('what ships for Home Assistant, in a real one', () => {
  let home: RealHomeAssistant;
  const stateOf = async (entityId: string): Promise<string | undefined> => (await home.getState(entityId))?.state;
  const seen = (entityId: string, state: string) =>
    until(
      `${entityId} = ${state}`,
      () => stateOf(entityId),
      (found) => found === state,
    );
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const setMode = (option: string) =>
    home.callService('input_select', 'select_option', { entity_id: 'input_select.house_mode', option });
  const turn = (entityId: string, word: 'on' | 'off') =>
    home.callService('homeassistant', `turn_${word}`, { entity_id: entityId });

  /** What the speaker was told to play, in the form that Home Assistant's Plex integration reads; forgotten after that. */
  const untilPlayed = async (): Promise<unknown> => {
    const start = 'playlist plex://';
    const told = await until(
      'something to play',
      () => stateOf('input_text.played'),
      (state) => state?.startsWith(start) === true,
    );
    await home.callService('input_text', 'set_value', { entity_id: 'input_text.played', value: 'nothing' });
    return JSON.parse((told as string).slice(start.length)) as unknown;
  };

  beforeAll(async () => {
    home = await startRealHomeAssistant();
    await installBlueprints(home);
  }, 25 * minute);
  afterAll(async () => {
    await home?.stop();
  }, minute);

  describe('with a bridge whose work is written down', () => {
    let working: WorkingHouse;
    let bridge: Component;
    const calls = (start: string): readonly string[] => working.work.calls.filter((call) => call.startsWith(start));
    const untilCalls = (start: string, count: number) =>
      until(
        `call ${count} of ${start}`,
        () => calls(start).length,
        (found) => found >= count,
      );
    /** What Harmoniq does at the end of a window: the choice is over. */
    const endChoice = (): void => {
      const flow = working.flows.get('daily-flow');
      if (flow === undefined) throw new Error('The fake has lost its flow.');
      working.flows.set('daily-flow', { ...flow, manual: undefined, by: 'schedule', activeWindow: 'Morning' });
      working.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    };

    beforeAll(async () => {
      const config = fakeConfig({ mqttUrl: home.mqttUrl });
      working = createWorkingHouse({ config, recipes: [fakeFlowRecipe({}, ['Morning', 'Evening', 'Party Time'])] });
      bridge = createHomeAssistantBridge({
        house: working.house,
        findOperation: working.findOperation,
        readFlows: working.readFlows,
        config,
        version: '1.2.3',
        resolveBroker: createBrokerResolver(config, silentLogger()),
        logger: silentLogger(),
        timing: { reconnectMs: 500, refreshMs: 2_000 },
      });
      await bridge.start(new AbortController().signal);
      await seen(windowSelect, 'Auto');
    }, 2 * minute);
    afterAll(async () => {
      await bridge?.stop();
      await home.callService('automation', 'turn_off', { entity_id: 'all' });
      await setMode('home');
      await turn('input_boolean.guests', 'off');
    }, minute);

    test(
      'every blueprint is read, with its name and its inputs',
      async () => {
        const list = await home.ask<Record<string, { metadata?: { name: string; input: object }; error?: string }>>(
          'blueprint/list',
          { domain: 'automation' },
        );
        const ours = Object.entries(list).filter(([path]) => path.startsWith('harmoniq/'));
        expect(ours.map(([path]) => path).sort()).toEqual([
          'harmoniq/house-mode.yaml',
          'harmoniq/morning-routine.yaml',
          'harmoniq/play-flow.yaml',
        ]);
        for (const [, { metadata, error }] of ours) {
          expect(error).toBeUndefined();
          expect(metadata?.name).toMatch(/^Harmoniq – /);
          expect(Object.keys(metadata?.input ?? {}).length).toBeGreaterThan(3);
        }
      },
      minute,
    );

    test(
      'the house mode picks the window, whatever its capitals, and gives it back when the mode ends',
      async () => {
        await createAutomation(home, 'house_mode', 'house-mode', {
          house_mode: 'input_select.house_mode',
          windows: [
            { mode: 'PARTY', window: 'party time' },
            { mode: 'sleep', window: 'Evening' },
          ],
        });
        await setMode('party');
        await seen(windowSelect, 'Party Time');
        await setMode('sleep');
        await seen(windowSelect, 'Evening');
        await setMode('home');
        await seen(windowSelect, 'Auto');
        expect(calls('choose-window')).toEqual([
          'choose-window Party Time',
          'choose-window Evening',
          'choose-window Auto',
        ]);
      },
      2 * minute,
    );

    test(
      'a window chosen by hand stays when a mode without a window comes',
      async () => {
        await home.callService('select', 'select_option', { entity_id: windowSelect, option: 'Evening' });
        await seen(windowSelect, 'Evening');
        await setMode('away');
        await setMode('home');
        await pause(2_000);
        expect(await stateOf(windowSelect)).toBe('Evening');
        await home.callService('select', 'select_option', { entity_id: windowSelect, option: 'Auto' });
        await seen(windowSelect, 'Auto');
      },
      2 * minute,
    );

    test(
      'the window is held while the mode lasts, until somebody says Auto',
      async () => {
        const before = calls('choose-window Party Time').length;
        await setMode('party');
        await untilCalls('choose-window Party Time', before + 1);
        await seen(windowSelect, 'Party Time');
        // Home Assistant ascribes what happens within five seconds of a command to the one who gave it.
        await pause(6_000);
        endChoice();
        await untilCalls('choose-window Party Time', before + 2);
        await seen(windowSelect, 'Party Time');
        await home.callService('select', 'select_option', { entity_id: windowSelect, option: 'Auto' });
        await seen(windowSelect, 'Auto');
        await pause(2_000);
        expect(await stateOf(windowSelect)).toBe('Auto');
        await setMode('home');
      },
      2 * minute,
    );

    test(
      'a window that the flow does not have is said in the log and changes nothing',
      async () => {
        await createAutomation(home, 'house_mode_of_another_house', 'house-mode', {
          house_mode: 'input_select.house_mode',
          windows: [{ mode: 'away', window: 'Empty House' }],
        });
        const before = calls('choose-window').length;
        await setMode('away');
        const [said] = await until(
          'the warning',
          () => home.listComplaints(/harmoniq\.blueprints/),
          (lines) => lines.length > 0,
        );
        expect(said).toMatch(/select\.harmoniq_flow_window offers no window "Empty House".*Auto, Morning, Evening/);
        expect(calls('choose-window')).toHaveLength(before);
        await setMode('home');
      },
      2 * minute,
    );

    test(
      'the first sign of life refreshes the flow, once a day, and what shall follow follows',
      async () => {
        await createAutomation(home, 'morning', 'morning-routine', {
          wake_entities: ['input_boolean.guests'],
          earliest_time: '00:00:00',
          afterwards: [
            { action: 'input_text.set_value', target: { entity_id: 'input_text.played' }, data: { value: 'coffee' } },
          ],
        });
        await turn('input_boolean.guests', 'on');
        await untilCalls('refresh-flow daily-flow', 1);
        await seen('input_text.played', 'coffee');
        await turn('input_boolean.guests', 'off');
        await turn('input_boolean.guests', 'on');
        await pause(2_000);
        expect(calls('refresh-flow')).toHaveLength(1);
      },
      2 * minute,
    );

    test(
      'so does the alarm of a phone, but not on a day that was left out',
      async () => {
        const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
        const { time_zone: zone } = await home.ask<{ time_zone: string }>('get_config');
        const dayOf = (date: Date): string =>
          date.toLocaleDateString('en', { weekday: 'short', timeZone: zone }).toLowerCase();
        const today = dayOf(new Date());
        const asleep = { alarm_entities: ['input_datetime.alarm'], earliest_time: '00:00:00' };
        await createAutomation(home, 'workdays', 'morning-routine', { ...asleep, weekdays: [today] });
        await createAutomation(home, 'days_off', 'morning-routine', {
          ...asleep,
          weekdays: days.filter((day) => day !== today),
        });
        const before = calls('refresh-flow').length;
        const ringsAt = new Date(Date.now() + 4_000);
        const local = ringsAt.toLocaleString('sv', { timeZone: zone });
        await home.callService('input_datetime', 'set_datetime', {
          entity_id: 'input_datetime.alarm',
          datetime: local,
        });
        await untilCalls('refresh-flow', before + 1);
        await pause(2_000);
        expect(calls('refresh-flow')).toHaveLength(before + 1);
        expect((await home.getState('automation.days_off'))?.attributes.last_triggered).toBeNull();
      },
      2 * minute,
    );

    test(
      'the speaker gets the playlist by its number in Plex, once it is freshly drawn',
      async () => {
        await createAutomation(home, 'play', 'play-flow', {
          start: [{ trigger: 'event', event_type: 'play_the_flow' }],
          speaker: 'media_player.kitchen_speaker',
          refresh_first: true,
          longest_wait: 30,
        });
        const before = calls('refresh-flow').length;
        await home.post('/api/events/play_the_flow', {});
        await untilCalls('refresh-flow', before + 1);
        await pause(2_000);
        expect(await stateOf('input_text.played')).toBe('coffee');
        // The button only notes the wish; in the service the conductor makes the list.
        await working
          .findOperation('run-recipe')
          ?.run(
            working.house,
            { recipe: 'daily-flow', dryRun: false },
            { trigger: 'schedule', signal: new AbortController().signal },
          );
        const key = await until(
          'the playlist',
          async () => (await home.getState('sensor.harmoniq_daily_flow_tracks'))?.attributes.rating_key as string,
          (found) => found === `9${working.memory.runs.length}`,
        );
        expect(await untilPlayed()).toEqual({ plex_key: Number(key) });
      },
      2 * minute,
    );

    test(
      'it is told the playlist by name where there is no number yet, and by the server that was named',
      async () => {
        working.memory.published.splice(0);
        working.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
        await until(
          'a playlist without a number',
          async () => (await home.getState('sensor.harmoniq_daily_flow_tracks'))?.attributes.rating_key === null,
          (found) => found,
        );
        await createAutomation(home, 'play_by_name', 'play-flow', {
          start: [{ trigger: 'event', event_type: 'play_by_name' }],
          speaker: 'media_player.kitchen_speaker',
          plex_server: 'Nas',
          shuffle: true,
        });
        await home.post('/api/events/play_by_name', {});
        expect(await untilPlayed()).toEqual({ playlist_name: 'Daily Flow', plex_server: 'Nas', shuffle: 1 });
      },
      2 * minute,
    );

    test(
      'the dashboard is accepted, and every entity that it shows is there',
      async () => {
        const text = readFileSync(
          fileURLToPath(new URL('../../harmoniq/dashboards/harmoniq.yaml', import.meta.url)),
          'utf8',
        );
        const config = parse(text) as Record<string, unknown>;
        await home.ask('lovelace/dashboards/create', {
          url_path: 'harmoniq-music',
          title: 'Harmoniq',
          mode: 'storage',
          require_admin: false,
          show_in_sidebar: true,
        });
        await home.ask('lovelace/config/save', { url_path: 'harmoniq-music', config });
        expect(await home.ask('lovelace/config', { url_path: 'harmoniq-music' })).toEqual(config);
        const entities = new Set(
          text.match(/\b(?:image|select|sensor|number|switch|button|binary_sensor)\.harmoniq_\w+/g),
        );
        expect(entities.size).toBeGreaterThan(15);
        const missing = [];
        for (const entity of entities) if ((await home.getState(entity)) === undefined) missing.push(entity);
        expect(missing).toEqual([]);
        // A template with a fault is refused.
        for (const template of findTemplates(config)) await home.post('/api/template', { template });
      },
      minute,
    );

    test('nothing of it is complained about in the log', async () => {
      const lines = await home.listComplaints(/automation|blueprint|template|script|trigger|lovelace|mqtt|harmoniq/i);
      expect(lines.filter((line) => !line.includes('offers no window "Empty House"'))).toEqual([]);
      const { issues } = await home.ask<{ issues: readonly { domain: string }[] }>('repairs/list_issues');
      expect(issues.filter(({ domain }) => domain === 'automation' || domain === 'mqtt')).toEqual([]);
    });
  });

  describe('with the whole service', () => {
    let plex: PlexStandIn;
    let service: ServiceProcess;
    const folder = makeDataDir();
    const flowTracks = (): readonly string[] =>
      plex.playlists.find(({ title }) => title === 'Daily Flow')?.trackIds ?? [];
    /** The window that counts, once the playlist holds what it asks for. */
    const madeFor = async (window: string): Promise<void> => {
      await seen('sensor.harmoniq_active_window', window);
      await until(
        `the playlist of ${window}`,
        async () => (await home.getState(windowSelect))?.attributes,
        (facts) => facts?.made_for === window && facts.up_to_date === true,
      );
      await seen('binary_sensor.harmoniq_running', 'off');
    };
    const fetchCover = async (): Promise<Buffer> => {
      const path = (await home.getState('image.harmoniq_flow_cover'))?.attributes.entity_picture as string;
      const answer = await fetch(`${home.url}${path}`, { headers: { authorization: `Bearer ${home.token}` } });
      expect(answer.headers.get('content-type')).toBe('image/png');
      return Buffer.from(await answer.arrayBuffer());
    };
    // One window all day long: what the test sees does not hang on the hour at which it runs.
    const ofTheClock = 'All Day';
    const windows = [
      `00:00-24:00:name=${ofTheClock}:moods=Relaxed,Smooth,Calm/Peaceful,Soothing,Romantic`,
      'name=Party:energy=high:moods=Celebratory,Fun,Rowdy,Boisterous,Exuberant,Euphoric,Energetic,Rousing',
    ].join(';');

    beforeAll(async () => {
      plex = await startPlexServer({ tracks: 3_000, seed: 1 });
      service = startService({
        PLEX_URL: plex.url,
        PLEX_TOKEN: plex.token,
        PLEX_MUSIC_LIBRARY_NAMES: 'Music',
        ENABLE_LASTFM_CHARTS: 'false',
        ENABLE_LASTFM_RECS: 'false',
        TIME_WINDOWS: windows,
        MQTT_URL: home.mqttUrl,
        DATA_DIR: folder.path,
      });
      await seen('sensor.harmoniq_daily_flow_tracks', '50');
      await madeFor(ofTheClock);
    }, 5 * minute);
    afterAll(async () => {
      service?.kill('SIGKILL');
      await service?.ended;
      await plex?.close();
      folder.remove();
    }, minute);

    test(
      'the house mode turns the playlist in Plex to the window of the party, as the form offers it, and back',
      async () => {
        const before = flowTracks();
        const cover = await fetchCover();
        await createAutomation(home, 'party', 'house-mode', { house_mode: 'input_select.house_mode' });
        await setMode('party');
        await seen(windowSelect, 'Party');
        await madeFor('Party');
        const party = flowTracks();
        expect(party).toHaveLength(50);
        expect(party.filter((track) => before.includes(track)).length).toBeLessThan(25);
        expect(await stateOf('sensor.harmoniq_why')).toContain('Party');
        const partyCover = await until('the cover of the party', fetchCover, (picture) => !picture.equals(cover));
        expect([partyCover.readUInt32BE(16), partyCover.readUInt32BE(20)]).toEqual([1000, 1000]);
        await setMode('home');
        await seen(windowSelect, 'Auto');
        await madeFor(ofTheClock);
        expect(flowTracks()).not.toEqual(party);
      },
      4 * minute,
    );

    test(
      'the first sign of life in the morning draws another list for the same window',
      async () => {
        const before = flowTracks();
        await createAutomation(home, 'first_motion', 'morning-routine', {
          wake_entities: ['input_boolean.guests'],
          earliest_time: '00:00:00',
        });
        await turn('input_boolean.guests', 'on');
        await until(
          'another playlist',
          () => flowTracks().join(),
          (tracks) => tracks !== before.join(),
        );
        await madeFor(ofTheClock);
        expect(flowTracks()).toHaveLength(50);
        expect(await stateOf(windowSelect)).toBe('Auto');
      },
      4 * minute,
    );

    test(
      'the speaker is told to play the playlist that stands in Plex, freshly drawn',
      async () => {
        const before = flowTracks();
        await createAutomation(home, 'play_now', 'play-flow', {
          start: [{ trigger: 'event', event_type: 'play_now' }],
          speaker: 'media_player.kitchen_speaker',
          refresh_first: true,
        });
        await home.post('/api/events/play_now', {});
        const played = await untilPlayed();
        const playlist = plex.playlists.find(({ title }) => title === 'Daily Flow');
        expect(played).toEqual({ plex_key: Number(playlist?.id) });
        expect(flowTracks()).not.toEqual(before);
      },
      4 * minute,
    );

    test('nothing of it is complained about in the log', async () => {
      const lines = await home.listComplaints(/automation|blueprint|template|script|trigger|image|mqtt|harmoniq/i);
      expect(lines.filter((line) => !line.includes('offers no window "Empty House"'))).toEqual([]);
    });
  });
});
