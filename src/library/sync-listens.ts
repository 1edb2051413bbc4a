import { describeError, throwIfAborted } from '../lib/errors.ts';
import type { ListenMemory } from './store-listens.ts';
import type { SettingStore } from './store-settings.ts';
import { nameOf, type SyncContext } from './sync-context.ts';
import { nextTurn, sliceSize } from './turns.ts';

const hourMs = 3_600_000;
/** What is older says little about what somebody likes to hear now. */
const keptMs = 2 * 365 * 24 * hourMs;
/** A player that was offline tells its plays late. */
const overlapMs = hourMs;
/** Where nothing changed in the library, the log is asked for others' plays no more often than this. */
const restMs = 3 * hourMs;
const askedSetting = 'library.listens-asked';

export interface ListenReading {
  readonly listens: ListenMemory;
  readonly settings: SettingStore;
}

/**
 * Brings the play log up to date: one question from the last known play on, or for two years the first time. Plays are a bonus: whatever goes wrong is
 * a warning, and the sync goes on; only a stop stops it.
 */
export const readListens = async (context: SyncContext, { listens, settings }: ListenReading): Promise<void> => {
  if (!isDue(context, settings)) return;
  const { server, signal, warnings } = context;
  try {
    for await (const batch of server.listListens(firstMoment(context, listens), signal)) {
      for (let start = 0; start < batch.length; start += sliceSize) {
        throwIfAborted(signal);
        listens.save(batch.slice(start, start + sliceSize));
        await nextTurn();
      }
    }
    settings.set(askedSetting, String(context.now()));
  } catch (error) {
    throwIfAborted(signal);
    const reason = describeError(error);
    warnings.push(
      `The play history of ${nameOf(server)} could not be read (${reason.replace(/\.$/, '')}); known plays were kept.`,
    );
    context.logger.debug({ reason }, 'Play history could not be read');
  }
  await prune(context, listens);
};

const isDue = ({ counts, now }: SyncContext, settings: SettingStore): boolean => {
  const asked = settings.get(askedSetting);
  return asked === undefined || counts.added + counts.changed > 0 || Math.abs(now() - Number(asked)) >= restMs;
};

/** A play from the future (a server's clock gone wrong) must not hide those that follow. */
const firstMoment = (context: SyncContext, listens: ListenMemory): number => {
  const now = context.now();
  const newest = listens.getNewestAtMs();
  return Math.max(0, newest === undefined ? now - keptMs : Math.min(newest, now) - overlapMs);
};

/** Counted from the newest play at the latest: a clock that jumps ahead must not empty the log. */
const prune = async (context: SyncContext, listens: ListenMemory): Promise<void> => {
  const before = Math.min(context.now(), listens.getNewestAtMs() ?? 0) - keptMs;
  while (listens.prune(before, sliceSize) >= sliceSize) {
    throwIfAborted(context.signal);
    await nextTurn();
  }
};
