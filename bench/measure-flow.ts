import { join } from 'node:path';
import type { Library } from '../src/library/library.ts';
import { playDay, type DayList } from './flow-day.ts';
import type { StandIn } from './processes.ts';
import type { Result } from './result.ts';
import { compareWithRandomOrder, createSoundMap } from './sound-map.ts';

/** The seed that the stand-in takes unless told otherwise. */
const seed = 1;

/** A day of four windows over the whole mirror: what a refresh costs and how its lists sound. */
export const measureFlow = async (standIn: StandIn, folder: string, path: string): Promise<readonly Result[]> => {
  const cold: number[] = [];
  const countNearest = async (): Promise<number> =>
    (await standIn.requests()).filter((request) => request.path.includes('/nearest')).length;
  await standIn.clear();
  return playDay(
    {
      plexUrl: standIn.plexUrl,
      plexToken: standIn.plexToken,
      databasePath: path,
      dataDir: join(folder, 'flow'),
      env: { LASTFM_URL: standIn.lastfmUrl, LASTFM_API_KEY: standIn.lastfmKey },
      async onHour(_hour, made) {
        if (made !== undefined) cold.push(await countNearest());
        await standIn.clear();
      },
    },
    (lists, library) => toResults(lists, cold, library, standIn.tracks),
  );
};

const toResults = (
  lists: readonly DayList[],
  cold: readonly number[],
  library: Library,
  tracks: number,
): readonly Result[] => {
  const distance = createSoundMap(library, seed, tracks);
  const ratios = lists.map((list) => compareWithRandomOrder(list.tracks, distance));
  const sizes = lists.map((list) => list.tracks.length).join(', ');
  return [
    {
      what: 'Flow: choosing and ordering 50 tracks, warm (CPU, slowest window)',
      measured: Math.max(...lists.map((list) => list.choosingCpuMs)),
      unit: 'ms',
      target: 300,
      note: `${lists.map((list) => `${list.window} ${Math.round(list.choosingCpuMs)}`).join(', ')}; whole run with requests and publishing up to ${Math.round(Math.max(...lists.map((list) => list.cpuMs)))} ms`,
    },
    {
      what: 'Flow: sonic questions for a list never asked about',
      measured: Math.max(...cold),
      unit: 'requests',
      target: 50,
      note: `per window ${cold.join(', ')}; lists of ${sizes}`,
    },
    {
      what: 'Flow: distance of neighbours against random order (worst window)',
      measured: Math.max(...ratios),
      unit: 'x',
      target: 0.6,
      note: ratios.map((ratio) => ratio.toFixed(2)).join(', '),
    },
  ];
};
