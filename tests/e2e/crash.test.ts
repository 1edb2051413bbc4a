import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startLastfm, type LastfmStandIn } from '../../src/demo/lastfm.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';
import { makeDataDir, startService, type ServiceProcess } from '../fakes/service-process.ts';

/*
 * The process is killed (SIGKILL) at every write of three kinds of publishing, before the write is applied and after it, when only its answer is lost.
 * What a listener sees meanwhile is never empty, never shorter than the shorter of the old and the new list, and the next start completes it.
 */
const playlistName = 'Kill me';

interface Scenario {
  readonly name: string;
  readonly oldSize: number | undefined;
  readonly newSize: number;
  /** Writes that an undisturbed run makes in any case (the description only once a minute); each is a place to be killed at. */
  readonly writes: number;
}

const scenarios: readonly Scenario[] = [
  { name: 'a new list of two chunks', oldSize: undefined, newSize: 120, writes: 3 },
  { name: 'a list that grows by two chunks', oldSize: 20, newSize: 140, writes: 2 },
  { name: 'a list that shrinks', oldSize: 30, newSize: 26, writes: 4 },
];
const places = scenarios.flatMap((scenario) =>
  Array.from({ length: scenario.writes }, (_none, index) => index + 1).flatMap((write) =>
    (['before', 'answer'] as const).map((phase) => ({
      ...scenario,
      write,
      phase,
      when: phase === 'before' ? 'before' : 'after',
    })),
  ),
);

let plex: PlexStandIn;
let lastfm: LastfmStandIn;
let folder: ReturnType<typeof makeDataDir>;
let service: ServiceProcess | undefined;

beforeEach(async () => {
  plex = await startPlexServer({ tracks: 1_000, seed: 11 });
  lastfm = await startLastfm({ music: plex.music, seed: 11 });
  folder = makeDataDir();
});
afterEach(async () => {
  service?.kill('SIGKILL');
  await service?.ended;
  await Promise.all([plex.close(), lastfm.close()]);
  folder.remove();
});

const start = (size: number): ServiceProcess => {
  service = startService({
    PLEX_URL: plex.url,
    PLEX_TOKEN: plex.token,
    PLEX_MUSIC_LIBRARY_NAMES: 'Music',
    LASTFM_URL: lastfm.url,
    LASTFM_API_KEY: lastfm.key,
    LASTFM_REQUESTS_PER_SECOND: '200',
    ENABLE_LASTFM_RECS: 'false',
    ENABLE_TIME_PLAYLIST: 'false',
    PLAYLIST_NAME_LASTFM_CHARTS: playlistName,
    PLAYLIST_SIZE_CHARTS: String(size),
    MAX_PER_ARTIST: '30',
    DATA_DIR: folder.path,
  });
  return service;
};
const finish = async (size: number): Promise<readonly string[]> => {
  const run = start(size);
  await run.waitFor(/Run finished .*"result":"(succeeded|partial)"/);
  run.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  return findLists()[0]?.trackIds ?? [];
};
const findLists = () => plex.playlists.filter(({ title }) => title === playlistName);

describe('a process killed in the middle of publishing', () => {
  test.each(places)(
    '$name: killed $when write $write, the next start completes it',
    async ({ oldSize, newSize, write, phase }) => {
      const old = oldSize === undefined ? [] : await finish(oldSize);
      const lengths: number[] = [];
      plex.onPlaylistChange((change) => {
        if (change.title === playlistName) lengths.push(change.trackIds.length);
      });
      let writes = 0;
      const doomed = start(newSize);
      const release = plex.onRequest((moment) => {
        if (moment.method === 'GET' || moment.phase !== phase || !moment.path.startsWith('/playlists')) return;
        writes += 1;
        if (writes !== write) return;
        doomed.kill('SIGKILL');
        return 'abort';
      });
      expect(await doomed.ended).toBe(-1);
      release();

      const completed = await finish(newSize);
      expect(findLists()).toHaveLength(1);
      expect(completed).toHaveLength(newSize);
      expect(new Set(completed).size).toBe(newSize);
      const shortest = old.length === 0 ? 1 : Math.min(old.length, newSize);
      for (const length of lengths) expect(length).toBeGreaterThanOrEqual(shortest);
    },
    60_000,
  );
});
