import { planPlaylist, type PlaylistWrite } from '../../core/playlist-plan.ts';
import type { PlaylistItem } from '../../core/playlist.ts';
import type { TrackId } from '../../core/track.ts';
import { HarmoniqError, throwIfAborted } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import type { PlaylistApi } from './playlist-api.ts';
import { cutForUrls } from './playlist-uri.ts';

export interface ConvergeGoal {
  readonly playlistId: string;
  readonly machineId: string;
  readonly wanted: readonly TrackId[];
}

export interface Converged {
  readonly items: readonly PlaylistItem[];
  readonly moved: number;
  /** Tracks the server does not take. */
  readonly refused: readonly TrackId[];
}

interface Refusals {
  readonly refused: Set<TrackId>;
  readonly splits: { left: number };
}

/** Rounds without trouble: additions, the rest, and a few more because somebody else may be writing too. */
const mostRounds = 6;
/** Lost or failed writes that are coped with in one go; beyond that the journal hands the work to the next run. */
const mostTroubles = 5;
/** Requests spent on finding out which tracks of a refused chunk are at fault. */
const mostSplits = 40;
/** Path of an addition without its keys, encoded. */
const appendOverhead = 120;

/**
 * Brings a playlist from whatever it holds to the wanted order. Writes one stage (all additions, then the rest), reads what came of it, plans anew.
 * A write whose answer was lost is never sent again before the playlist has been read: the plan from there knows what is still to do.
 */
export const createConverge = (api: PlaylistApi, backoffMs: number, logger: Logger) => {
  const converge = async (
    goal: ConvergeGoal,
    current: readonly PlaylistItem[],
    signal: AbortSignal,
  ): Promise<Converged> => {
    const refused = new Set<TrackId>();
    let items = current;
    let moved = 0;
    let troubles = 0;
    let stuckPlan = '';
    const splits = { left: mostSplits };
    for (let round = 0; ;) {
      const desired = goal.wanted.filter((trackId) => !refused.has(trackId));
      if (desired.length === 0) throw refusedAll();
      const writes = planPlaylist(items, desired);
      if (writes.length === 0) return { items, moved, refused: [...refused] };
      const additions = writes.filter((write) => write.kind === 'append');
      const stage = additions.length > 0 ? additions : writes;
      const plan = JSON.stringify(stage);
      if (round >= mostRounds || plan === stuckPlan) return settle(goal, items, desired, moved, refused);

      const outcome = await carryOut(goal, items, stage, { refused, splits }, signal);
      moved += outcome.moved;
      if (outcome.trouble !== undefined) {
        troubles += 1;
        if (troubles > mostTroubles) throw outcome.trouble;
        logger.debug(
          { playlistId: goal.playlistId, reason: outcome.trouble.message },
          'A write was uncertain; the playlist is read again',
        );
        await sleep(Math.min(outcome.trouble.retryAfterMs ?? backoffMs * 2 ** (troubles - 1), 30_000), signal);
      } else {
        round += 1;
        stuckPlan = plan;
      }
      throwIfAborted(signal);
      items = await api.readItems(goal.playlistId, signal);
      const absent = outcome.sent.filter((trackId) => !items.some((item) => item.trackId === trackId));
      if (outcome.trouble === undefined) for (const trackId of absent) refused.add(trackId);
      // A server that is only slow may still carry out what it did not answer in time; adding now could add twice.
      else if (outcome.trouble.code === 'timeout' && absent.length > 0) throw outcome.trouble;
    }
  };

  /** Writes until all is done or one write is uncertain. */
  const carryOut = async (
    goal: ConvergeGoal,
    items: readonly PlaylistItem[],
    writes: readonly PlaylistWrite[],
    refusals: Refusals,
    signal: AbortSignal,
  ): Promise<{ readonly sent: readonly TrackId[]; readonly moved: number; readonly trouble?: HarmoniqError }> => {
    const sent: TrackId[] = [];
    let moved = 0;
    try {
      for (const write of writes) {
        throwIfAborted(signal);
        if (write.kind === 'append')
          for (const trackIds of cutForUrls(goal.machineId, write.trackIds, appendOverhead)) {
            sent.push(...trackIds);
            await append(goal, trackIds, refusals, signal);
          }
        else if (write.kind === 'remove') await api.remove(goal.playlistId, needItemId(write.itemId), signal);
        else {
          await api.move(goal.playlistId, itemIdOf(items, write.trackId), behind(items, write.afterTrackId), signal);
          moved += 1;
        }
      }
      return { sent, moved };
    } catch (error) {
      if (signal.aborted || !(error instanceof HarmoniqError) || !isUncertain(error)) throw error;
      return { sent, moved, trouble: error };
    }
  };

  /** A chunk that is refused whole is halved until the tracks at fault are found. */
  const append = async (
    goal: ConvergeGoal,
    trackIds: readonly TrackId[],
    refusals: Refusals,
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      const added = await api.append(goal.playlistId, goal.machineId, trackIds, signal);
      if (added !== undefined && added !== trackIds.length)
        logger.debug(
          { playlistId: goal.playlistId, sent: trackIds.length, added },
          'Plex added another number of tracks',
        );
    } catch (error) {
      const refusal = error instanceof HarmoniqError && [400, 404, 414, 422].includes(error.status ?? 0);
      if (!refusal || refusals.splits.left <= 0) throw error;
      refusals.splits.left -= 1;
      // The list itself may be gone: reading it tells, by failing.
      if (error.status === 404) await api.readItems(goal.playlistId, signal);
      if (trackIds.length === 1) {
        refusals.refused.add(trackIds[0] ?? '');
        return;
      }
      const middle = Math.ceil(trackIds.length / 2);
      await append(goal, trackIds.slice(0, middle), refusals, signal);
      await append(goal, trackIds.slice(middle), refusals, signal);
    }
  };

  /** The server does not do as told, or somebody else keeps writing. All tracks there, though in another order, is good enough to end. */
  const settle = (
    goal: ConvergeGoal,
    items: readonly PlaylistItem[],
    desired: readonly TrackId[],
    moved: number,
    refused: ReadonlySet<TrackId>,
  ): Converged => {
    const present = new Set(items.map((item) => item.trackId));
    if (items.length === desired.length && desired.every((trackId) => present.has(trackId))) {
      logger.warn({ playlistId: goal.playlistId }, 'Plex kept another order of the playlist than asked for');
      return { items, moved, refused: [...refused] };
    }
    throw new HarmoniqError('bad-response', 'Plex does not keep the playlist as it was written.', {
      service: 'Plex',
      hint: 'Another program may be editing the same playlist; the next run tries again.',
    });
  };
  return converge;
};

/** The write may have happened or not, or what it spoke of is no longer there. Reading the playlist tells. */
export const isUncertain = (error: HarmoniqError): boolean =>
  error.retryable || error.code === 'not-found' || (error.code === 'invalid-input' && error.status !== undefined);

const refusedAll = (): HarmoniqError =>
  new HarmoniqError('not-found', 'Plex knows none of the tracks for the playlist any more; it was left as it is.', {
    service: 'Plex',
    hint: 'Run a full library sync: the tracks have got new ids.',
  });

const needItemId = (itemId: string): string => {
  if (itemId !== '') return itemId;
  throw new HarmoniqError(
    'bad-response',
    'Plex lists playlist entries without their ids, so they cannot be removed or moved.',
    {
      service: 'Plex',
    },
  );
};

const itemIdOf = (items: readonly PlaylistItem[], trackId: TrackId): string =>
  needItemId(items.find((item) => item.trackId === trackId)?.itemId ?? '');

const behind = (items: readonly PlaylistItem[], trackId: TrackId | undefined): string | undefined =>
  trackId === undefined ? undefined : itemIdOf(items, trackId);
