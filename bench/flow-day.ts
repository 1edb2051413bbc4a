import { DateTime } from 'luxon';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import type { TrackId } from '../src/core/track.ts';
import { silentLogger } from '../src/lib/logger.ts';
import type { Library } from '../src/library/library.ts';
import { listFlows } from '../src/operations/flow/list-flows.ts';
import { runRecipe } from '../src/operations/run-recipe.ts';
import { never } from './plex.ts';

/** The windows of the README, which any library has music for. */
export const dayWindows =
  '00:00-06:00:genres=Ambient,Sleep;06:00-11:00:genres=Chillout,Acoustic,Folk;11:00-17:00:tags=upbeat,rock;17:00-24:00:genres=Jazz,Classical';
export const dayZone = 'Europe/Berlin';

/** A list that was published in the course of the day. */
export interface DayList {
  readonly hour: number;
  readonly window: string;
  readonly tracks: readonly TrackId[];
  readonly message: string;
  readonly notes: readonly string[];
  /** What the run kept this process busy, waiting left out. */
  readonly cpuMs: number;
  /** The same again as a preview: choosing and ordering alone, nothing asked of the server. */
  readonly choosingCpuMs: number;
}

export interface DayOptions {
  readonly plexUrl: string;
  readonly plexToken: string;
  /** Holds the mirror, read already. */
  readonly databasePath: string;
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Local midnight on which the day begins. */
  readonly date?: string;
  /** After each hour. */
  readonly onHour?: (hour: number, made: DayList | undefined) => Promise<void>;
}

/** A day of the built-in flow, hour by hour under a clock of our own, by the same operations as the service uses. */
export const playDay = async <Answer>(
  options: DayOptions,
  judge: (lists: readonly DayList[], library: Library) => Answer,
): Promise<Answer> => {
  const midnight = DateTime.fromISO(options.date ?? '2026-11-21', { zone: dayZone });
  const clock = { hour: 0, now: () => midnight.set({ hour: clock.hour, minute: 1 }).toMillis() };
  const { config } = loadConfig({
    env: {
      PLEX_URL: options.plexUrl,
      PLEX_TOKEN: options.plexToken,
      PLEX_MUSIC_LIBRARY_NAMES: 'Music',
      DATA_DIR: options.dataDir,
      DATABASE_PATH: options.databasePath,
      TIMEZONE: dayZone,
      TIME_WINDOWS: dayWindows,
      ENABLE_LASTFM_RECS: 'false',
      ENABLE_LASTFM_CHARTS: 'false',
      ...options.env,
    },
  });
  const app = createApp({ config, logger: silentLogger(), clock });
  const context = { trigger: 'schedule', signal: never } as const;
  const lists: DayList[] = [];
  try {
    for (; clock.hour < 24; clock.hour += 1) {
      const [flow] = await listFlows.run(app.house, {}, context);
      if (flow?.stale !== true) {
        await options.onHour?.(clock.hour, undefined);
        continue;
      }
      const { result, cpuMs } = await timed(() =>
        runRecipe.run(app.house, { recipe: flow.recipeId, dryRun: false }, context),
      );
      const again = await timed(() => runRecipe.run(app.house, { recipe: flow.recipeId, dryRun: true }, context));
      const made: DayList = {
        hour: clock.hour,
        window: flow.activeWindow ?? '',
        tracks: result.picks.map(({ match }) => match.track.id),
        message: result.report.message,
        notes: result.report.notes ?? [],
        cpuMs,
        choosingCpuMs: again.cpuMs,
      };
      lists.push(made);
      await options.onHour?.(clock.hour, made);
    }
    return judge(lists, app.house.library);
  } finally {
    app.close();
  }
};

const timed = async <Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly cpuMs: number }> => {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
};
