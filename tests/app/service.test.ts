import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startLastfm, type LastfmStandIn } from '../../src/demo/lastfm.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';
import { makeDataDir, startService, type ServiceProcess } from '../fakes/service-process.ts';

describe('the service as a process', () => {
  let plex: PlexStandIn;
  let lastfm: LastfmStandIn;
  const running: ServiceProcess[] = [];
  const folders: { remove(): void }[] = [];

  beforeAll(async () => {
    plex = await startPlexServer({ tracks: 1_000, seed: 3 });
    lastfm = await startLastfm({ music: plex.music, seed: 3 });
  });
  afterEach(async () => {
    plex.faults.clear();
    for (const service of running.splice(0)) {
      service.kill('SIGKILL');
      await service.ended;
    }
    for (const folder of folders.splice(0)) folder.remove();
  });
  afterAll(async () => {
    await Promise.all([plex.close(), lastfm.close()]);
  });

  const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => {
    const folder = makeDataDir();
    folders.push(folder);
    return {
      PLEX_URL: plex.url,
      PLEX_TOKEN: plex.token,
      PLEX_MUSIC_LIBRARY_NAMES: 'Music',
      LASTFM_URL: lastfm.url,
      LASTFM_API_KEY: lastfm.key,
      LASTFM_REQUESTS_PER_SECOND: '100',
      ENABLE_LASTFM_RECS: 'false',
      DATA_DIR: folder.path,
      ...more,
    };
  };
  const start = (env: Record<string, string>): ServiceProcess => {
    const service = startService(env);
    running.push(service);
    return service;
  };

  test('ends with 78 and names every problem at once when it is not configured', async () => {
    const service = start({ LOG_LEVEL: 'loud', DATA_DIR: environment()['DATA_DIR'] ?? '' });
    expect(await service.ended).toBe(78);
    for (const name of ['PLEX_URL', 'PLEX_TOKEN', 'PLEX_MUSIC_LIBRARY_NAMES', 'LOG_LEVEL'])
      expect(service.output()).toContain(name);
  });

  test('makes the playlist at its start, and ends with 0 on SIGTERM', async () => {
    const service = start(environment({ PLAYLIST_NAME_LASTFM_CHARTS: 'First light' }));
    await service.waitFor(/Run finished .*"playlist":"First light".*"result":"succeeded"/);
    expect(plex.playlists.find(({ title }) => title === 'First light')?.trackIds).toHaveLength(50);
    service.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.output()).toContain('Harmoniq has stopped');
  });

  test('ends with 0 and leaves no half-written list when SIGTERM comes in the middle of a sync', async () => {
    plex.faults.add({ path: /\/library\/sections\/3\/all/, kind: 'delay', delayMs: 60_000, times: 100 });
    const before = plex.playlistLog.length;
    const service = start(environment());
    await service.waitFor(/Connected to the media server/);
    service.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(plex.playlistLog).toHaveLength(before);
  });

  test('leaves a journalled list when SIGTERM comes in the middle of a write, and completes it at the next start', async () => {
    const env = environment({
      PLAYLIST_NAME_LASTFM_CHARTS: 'Interrupted',
      PLAYLIST_SIZE_CHARTS: '150',
      MAX_PER_ARTIST: '20',
    });
    plex.faults.add({ method: 'PUT', path: /\/items/, kind: 'delay', delayMs: 60_000, times: 1 });
    const first = start(env);
    await becoming(() => plex.playlists.some(({ title }) => title === 'Interrupted'));
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    plex.faults.clear();
    const second = start(env);
    await second.waitFor(/Run finished .*"result":"(succeeded|partial)"/);
    const lists = plex.playlists.filter(({ title }) => title === 'Interrupted');
    expect(lists).toHaveLength(1);
    expect(lists[0]?.trackIds.length).toBeGreaterThan(100);
    expect(new Set(lists[0]?.trackIds).size).toBe(lists[0]?.trackIds.length);
  });

  test('stays up and says what is wrong while Plex is down, without a key and without a broker', async () => {
    const service = start({
      ...environment(),
      PLEX_URL: 'http://127.0.0.1:9',
      LASTFM_API_KEY: '',
      MQTT_URL: 'mqtt://127.0.0.1:9',
    });
    await service.waitFor(/The media server cannot be used/);
    expect(service.output()).toMatch(/LASTFM_API_KEY is not set/);
    service.kill('SIGTERM');
    expect(await service.ended).toBe(0);
  });
});

/** Waits until it is so; the test's own time limit ends it otherwise. */
const becoming = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 25));
};
