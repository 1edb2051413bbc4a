import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clearDiscovery } from '../../src/entrypoints/homeassistant/clear-discovery.ts';
import { createBrokerResolver } from '../../src/entrypoints/homeassistant/broker.ts';
import { createHomeAssistantBridge } from '../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import type { Config } from '../../src/config/schema.ts';
import { startLastfm, type LastfmStandIn } from '../../src/demo/lastfm.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { fakeConfig, fakeRecipe } from '../fakes/fake-door-house.ts';
import { createWorkingHouse, type WorkingHouse } from '../fakes/fake-house.ts';
import { makeDataDir, startService, type ServiceProcess } from '../fakes/service-process.ts';
import {
  awkwardEntities,
  awkwardName,
  chartsEntities,
  describeEntries,
  flowEntities,
  houseEntities,
  recsEntities,
} from './expected-entities.ts';
import { startRealHomeAssistant, until, type RealHomeAssistant } from './real-home-assistant.ts';

const minute = 60_000;
const houseMode = 'input_select.house_mode';

describe('in a real Home Assistant', () => {
  let home: RealHomeAssistant;
  const stateOf = async (entityId: string): Promise<string | undefined> => (await home.getState(entityId))?.state;
  const seen = (entityId: string, state: string) =>
    until(
      `${entityId} = ${state}`,
      () => stateOf(entityId),
      (found) => found === state,
    );

  beforeAll(async () => {
    home = await startRealHomeAssistant();
  }, 25 * minute);
  afterAll(async () => {
    await home?.stop();
  }, minute);

  describe('the bridge', () => {
    let config: Config;
    let working: WorkingHouse;
    let bridge: Component;
    const createBridge = (settings: Config, { house, findOperation }: WorkingHouse): Component =>
      createHomeAssistantBridge({
        house,
        findOperation,
        config: settings,
        version: '1.2.3',
        supportUrl: 'https://example.org/harmoniq',
        resolveBroker: createBrokerResolver(settings, silentLogger()),
        logger: silentLogger(),
        timing: { reconnectMs: 500, refreshMs: 2_000 },
      });
    const startBridge = async (recipeIds: readonly string[]): Promise<void> => {
      const recipes = [fakeRecipe(), fakeRecipe({ id: 'awkward', playlistName: awkwardName })];
      working = createWorkingHouse({ config, recipes: recipes.filter(({ id }) => recipeIds.includes(id)) });
      bridge = createBridge(config, working);
      await bridge.start(new AbortController().signal);
    };
    const clear = (settings: Config) =>
      clearDiscovery({
        config: settings,
        resolveBroker: createBrokerResolver(settings, silentLogger()),
        signal: AbortSignal.timeout(minute),
      });

    beforeAll(async () => {
      config = fakeConfig({ mqttUrl: home.mqttUrl });
      await startBridge(['lastfm-charts', 'awkward']);
    }, minute);
    afterAll(async () => {
      await bridge?.stop();
    }, minute);

    test(
      'registers every entity with the expected id, name and category, on one device',
      async () => {
        const expected = { ...houseEntities, ...chartsEntities, ...awkwardEntities };
        const entries = await until(
          'the registration of all entities',
          () => home.listMqttEntities(),
          (list) => list.length >= Object.keys(expected).length,
        );
        expect(describeEntries(entries)).toEqual(expected);
        expect(new Set(entries.map((entry) => entry.device_id)).size).toBe(1);
        const device = (await home.listDevices()).find(({ id }) => id === entries[0]?.device_id);
        expect(device).toMatchObject({ name: 'Harmoniq', identifiers: [['mqtt', 'harmoniq_harmoniq']] });
      },
      4 * minute,
    );

    test(
      'puts the device name before the entity name once',
      async () => {
        const state = await until('the state', () => home.getState('sensor.harmoniq_lastfm_charts_tracks'), Boolean);
        expect(state?.attributes.friendly_name).toBe('Harmoniq Last.fm Charts tracks');
      },
      4 * minute,
    );

    test(
      'shows a house that has not run yet as unknown, not as an error',
      async () => {
        await seen('sensor.harmoniq_last_result', 'never');
        expect(await stateOf('sensor.harmoniq_last_run')).toBe('unknown');
        expect(await stateOf('sensor.harmoniq_lastfm_charts_tracks')).toBe('unknown');
        expect(await stateOf('binary_sensor.harmoniq_plex_connection')).toBe('unknown');
        expect(await stateOf('binary_sensor.harmoniq_problem')).toBe('off');
        expect(await stateOf('sensor.harmoniq_missing_tracks')).toBe('0');
      },
      4 * minute,
    );

    test(
      'runs a recipe when its button is pressed and shows what came of it',
      async () => {
        await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_lastfm_charts' });
        await seen('sensor.harmoniq_lastfm_charts_tracks', '50');
        expect(working.work.calls).toEqual(['run-recipe lastfm-charts']);
        const tracks = await home.getState('sensor.harmoniq_lastfm_charts_tracks');
        expect(tracks?.attributes).toMatchObject({
          unit_of_measurement: 'tracks',
          state_class: 'measurement',
          playlist_name: 'Last.fm Charts',
          rating_key: '91',
          recipe: 'lastfm-charts',
          match_rate: 0.9,
          changed: true,
        });
        expect(tracks?.attributes.tracks).toContainEqual({
          artist: 'Artist 1',
          title: 'Song 1',
          why: 'no. 1 of the Last.fm chart',
        });
        expect(await stateOf('sensor.harmoniq_last_result')).toBe('succeeded');
        expect(await stateOf('sensor.harmoniq_lastfm_charts_last_run')).toBe('2026-11-21T12:00:01+00:00');
        const event = await home.getState('event.harmoniq_run_finished');
        expect(event?.attributes).toMatchObject({
          event_type: 'succeeded',
          recipe: 'lastfm-charts',
          rating_key: '91',
          tracks: 50,
        });
      },
      4 * minute,
    );

    test(
      'runs the recipe with an awkward name just the same',
      async () => {
        await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_awkward' });
        await seen('sensor.harmoniq_awkward_tracks', '50');
        const state = await home.getState('sensor.harmoniq_awkward_tracks');
        expect(state?.attributes.playlist_name).toBe('Harmoniq’s "best" {{ 1 + 1 }} 🎧 𝄞 <b>');
      },
      4 * minute,
    );

    test(
      'shows that it is running, and that Plex and a run failed',
      async () => {
        const gate = Promise.withResolvers<void>();
        Object.assign(working.work, { gate: gate.promise, result: 'failed', message: 'Plex refused "everything".' });
        await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_all' });
        await seen('binary_sensor.harmoniq_running', 'on');
        working.house.events.emit('server-state', { connected: false, message: 'Plex refused the connection.' });
        await seen('binary_sensor.harmoniq_plex_connection', 'off');
        gate.resolve();
        await seen('binary_sensor.harmoniq_running', 'off');
        await seen('sensor.harmoniq_last_result', 'failed');
        await seen('binary_sensor.harmoniq_problem', 'on');
        working.house.events.emit('server-state', { connected: true, message: 'Connected.' });
        await seen('binary_sensor.harmoniq_plex_connection', 'on');
        Object.assign(working.work, { gate: undefined, result: 'succeeded', message: 'Fine.' });
      },
      4 * minute,
    );

    test(
      'turns the schedule off and on',
      async () => {
        await home.callService('switch', 'turn_off', { entity_id: 'switch.harmoniq_schedule' });
        await seen('switch.harmoniq_schedule', 'off');
        expect(working.memory.settings.get('schedule-enabled')).toBe('false');
        await home.callService('switch', 'turn_on', { entity_id: 'switch.harmoniq_schedule' });
        await seen('switch.harmoniq_schedule', 'on');
      },
      4 * minute,
    );

    test(
      'keeps attributes that are as long as they may get',
      async () => {
        working.work.trackCount = 1_000;
        await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_lastfm_charts' });
        await seen('sensor.harmoniq_lastfm_charts_tracks', '1000');
        const state = await home.getState('sensor.harmoniq_lastfm_charts_tracks');
        expect((state?.attributes.tracks as unknown[]).length).toBeGreaterThan(50);
        working.work.trackCount = 50;
      },
      4 * minute,
    );

    test(
      'survives a restart of Home Assistant: same entities, their states and buttons',
      async () => {
        const before = describeEntries(await home.listMqttEntities());
        await home.restart();
        await seen('sensor.harmoniq_lastfm_charts_tracks', '1000');
        expect(describeEntries(await home.listMqttEntities())).toEqual(before);
        await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_lastfm_charts' });
        await seen('sensor.harmoniq_lastfm_charts_tracks', '50');
      },
      4 * minute,
    );

    test(
      'survives a restart of the broker: unavailable for a moment at most, then live again',
      async () => {
        await home.restartBroker();
        await until(
          'live again',
          () => stateOf('sensor.harmoniq_lastfm_charts_tracks'),
          (state) => state === '50',
        );
        working.work.trackCount = 40;
        await until(
          'a press that arrives',
          async () => {
            await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_lastfm_charts' });
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            return stateOf('sensor.harmoniq_lastfm_charts_tracks');
          },
          (state) => state === '40',
        );
      },
      4 * minute,
    );

    test(
      'lives beside a second instance on the same broker, which comes and goes without a trace',
      async () => {
        const before = describeEntries(await home.listMqttEntities());
        const kitchen = fakeConfig({ mqttUrl: home.mqttUrl, instanceId: 'kitchen' });
        const second = createBridge(kitchen, createWorkingHouse({ config: kitchen, recipes: [fakeRecipe()] }));
        await second.start(new AbortController().signal);
        await seen('sensor.harmoniq_kitchen_last_result', 'never');
        const both = await until(
          'the registration of the second instance',
          () => home.listMqttEntities(),
          (list) => list.length === Object.keys(before).length + 14,
        );
        expect(both.filter(({ entity_id }) => /_\d+$/.test(entity_id))).toEqual([]);
        const state = await home.getState('button.harmoniq_kitchen_regenerate_lastfm_charts');
        expect(state?.attributes.friendly_name).toBe('Harmoniq (kitchen) Regenerate Last.fm Charts');
        await second.stop();
        await clear(kitchen);
        const left = await until(
          'the removal of the second instance',
          () => home.listMqttEntities(),
          (list) => list.length === Object.keys(before).length,
        );
        expect(describeEntries(left)).toEqual(before);
        expect(await stateOf('sensor.harmoniq_lastfm_charts_tracks')).toBe('40');
      },
      4 * minute,
    );

    test(
      'is unavailable after a stop, and the entities of a recipe that was switched off are gone after the next start',
      async () => {
        await bridge.stop();
        await seen('sensor.harmoniq_lastfm_charts_tracks', 'unavailable');
        await seen('button.harmoniq_regenerate_all', 'unavailable');
        await startBridge(['lastfm-charts']);
        const left = await until(
          'the removal of the recipe',
          () => home.listMqttEntities(),
          (list) => list.every(({ entity_id }) => !entity_id.includes('awkward')),
        );
        expect(describeEntries(left)).toEqual({ ...houseEntities, ...chartsEntities });
        await seen('sensor.harmoniq_last_result', 'never');
      },
      4 * minute,
    );

    test(
      'is gone after its announcement was cleared, and nothing in the log complains about it',
      async () => {
        await bridge.stop();
        const report = await clear(config);
        expect(report.clearedTopics).toContain('homeassistant/device/harmoniq/config');
        expect(report.serviceOnline).toBe(false);
        await until(
          'the removal of all entities',
          () => home.listMqttEntities(),
          (list) => list.length === 0,
        );
        expect((await home.listDevices()).filter(({ name }) => name === 'Harmoniq')).toEqual([]);
        expect(await home.listComplaints()).toEqual([]);
      },
      4 * minute,
    );
  });

  describe('the whole service', () => {
    let plex: PlexStandIn;
    let lastfm: LastfmStandIn;
    let service: ServiceProcess;
    let environment: Record<string, string>;
    const folder = makeDataDir();

    beforeAll(async () => {
      plex = await startPlexServer({ tracks: 3_000, seed: 1 });
      lastfm = await startLastfm({ music: plex.music, seed: 1 });
      environment = {
        PLEX_URL: plex.url,
        PLEX_TOKEN: plex.token,
        PLEX_MUSIC_LIBRARY_NAMES: 'Music',
        LASTFM_URL: lastfm.url,
        LASTFM_API_KEY: lastfm.key,
        LASTFM_USER: 'demo',
        LASTFM_REQUESTS_PER_SECOND: '100',
        MQTT_URL: home.mqttUrl,
        HASS_URL: home.url,
        HASS_TOKEN: home.token,
        DATA_DIR: folder.path,
      };
      const rule = [
        'home_rules:',
        '  - name: the house is in party mode',
        `    entity: ${houseMode}`,
        '    is: party',
        '    window: Party',
      ];
      writeFileSync(join(folder.path, 'harmoniq.yaml'), rule.join('\n'));
      service = startService(environment);
    }, minute);
    afterAll(async () => {
      service?.kill('SIGKILL');
      await service?.ended;
      await Promise.all([plex?.close(), lastfm?.close()]);
      folder.remove();
    }, minute);

    test(
      'makes its playlists, and Home Assistant sees them',
      async () => {
        await seen('sensor.harmoniq_lastfm_charts_tracks', '50');
        await seen('sensor.harmoniq_lastfm_recs_tracks', '50');
        await seen('sensor.harmoniq_daily_flow_tracks', '50');
        await seen('binary_sensor.harmoniq_running', 'off');
        await seen('binary_sensor.harmoniq_plex_connection', 'on');
        await seen('sensor.harmoniq_last_result', 'succeeded');
        expect(describeEntries(await home.listMqttEntities())).toEqual({
          ...houseEntities,
          ...chartsEntities,
          ...recsEntities,
          ...flowEntities,
        });
        const charts = await home.getState('sensor.harmoniq_lastfm_charts_tracks');
        const playlist = plex.playlists.find(({ title }) => title === 'Last.fm Charts');
        expect(playlist).toBeDefined();
        expect(charts?.attributes).toMatchObject({ rating_key: String(playlist?.id), playlist_name: playlist?.title });
        expect(Number(await stateOf('sensor.harmoniq_library_tracks'))).toBeGreaterThanOrEqual(3_000);
      },
      4 * minute,
    );

    test(
      'runs a recipe again when its button is pressed',
      async () => {
        const before = await stateOf('event.harmoniq_run_finished');
        await home.callService('button', 'press', { entity_id: 'button.harmoniq_regenerate_lastfm_charts' });
        const event = await until(
          'the event',
          () => home.getState('event.harmoniq_run_finished'),
          (now) => now?.state !== before && now?.attributes.trigger === 'mqtt',
        );
        expect(event?.attributes).toMatchObject({ event_type: 'succeeded', recipe: 'lastfm-charts', tracks: 50 });
      },
      4 * minute,
    );

    const flowTracks = (): readonly string[] =>
      plex.playlists.find(({ title }) => title === 'Daily Flow')?.trackIds ?? [];
    const madeFor = (window: string) =>
      until(
        `the playlist for ${window}`,
        () => home.getState('select.harmoniq_flow_window'),
        (select) => select?.attributes.made_for === window && select.attributes.up_to_date === true,
      );
    const choose = (option: string) =>
      home.callService('select', 'select_option', { entity_id: 'select.harmoniq_flow_window', option });

    test(
      'turns the flow to the window that is chosen in Home Assistant, and back to that of the clock',
      async () => {
        const ofTheClock = (await stateOf('sensor.harmoniq_active_window')) ?? '';
        await madeFor(ofTheClock);
        const before = flowTracks();
        const cover = await stateOf('image.harmoniq_flow_cover');
        await choose('Focus');
        await seen('sensor.harmoniq_active_window', 'Focus');
        await madeFor('Focus');
        const focus = flowTracks();
        expect(focus.length).toBeGreaterThan(10);
        expect(focus.filter((track) => !before.includes(track)).length).toBeGreaterThan(focus.length / 2);
        expect(await stateOf('sensor.harmoniq_why')).toMatch(/Focus|hand|chose/i);
        await until(
          'another cover',
          () => stateOf('image.harmoniq_flow_cover'),
          (shown) => shown !== cover,
        );
        await choose('Auto');
        await seen('sensor.harmoniq_active_window', ofTheClock);
        await madeFor(ofTheClock);
        expect(flowTracks().filter((track) => !focus.includes(track)).length).toBeGreaterThan(focus.length / 2);
      },
      4 * minute,
    );

    test(
      'turns the flow when the house mode asks for it, unless it is told not to follow the home',
      async () => {
        const ofTheClock = (await stateOf('sensor.harmoniq_active_window')) ?? '';
        const setMode = (option: string) =>
          home.callService('input_select', 'select_option', { entity_id: houseMode, option });
        const follow = (service: 'turn_on' | 'turn_off') =>
          home.callService('switch', service, { entity_id: 'switch.harmoniq_follow_the_home' });
        await setMode('party');
        await madeFor('Party');
        const party = flowTracks();
        await seen('sensor.harmoniq_active_window', 'Party');
        await follow('turn_off');
        await madeFor(ofTheClock);
        expect(flowTracks()).not.toEqual(party);
        await follow('turn_on');
        await madeFor('Party');
        await setMode('home');
        await madeFor(ofTheClock);
      },
      4 * minute,
    );

    test(
      'tells Home Assistant no secret',
      async () => {
        const entries = await home.listMqttEntities();
        const states = JSON.stringify(await Promise.all(entries.map(({ entity_id }) => home.getState(entity_id))));
        expect(states).toContain('Last.fm Charts');
        for (const secret of [plex.token, lastfm.key]) expect(states).not.toContain(secret);
      },
      4 * minute,
    );

    test(
      'says goodbye when it is stopped, and "harmoniq mqtt clear" takes it out of Home Assistant without a complaint',
      async () => {
        service.kill('SIGTERM');
        expect(await service.ended).toBe(0);
        await seen('sensor.harmoniq_lastfm_charts_tracks', 'unavailable');
        const run = promisify(execFile);
        await run(process.execPath, ['bin/harmoniq.js', 'mqtt', 'clear'], { env: { ...process.env, ...environment } });
        await until(
          'the removal of all entities',
          () => home.listMqttEntities(),
          (list) => list.length === 0,
        );
        expect(await home.listComplaints()).toEqual([]);
      },
      4 * minute,
    );
  });
});
