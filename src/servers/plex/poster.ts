import { HarmoniqError, throwIfAborted } from '../../lib/errors.ts';
import type { PlaylistWriter } from '../server.ts';
import { isPictureOf, notTaken, type Poster, type PosterApi, type PosterView } from './poster-api.ts';

type Outcome = Awaited<ReturnType<PlaylistWriter['setPoster']>>;

/**
 * Gives playlists pictures and respects those that people chose. When in doubt whose a picture is, it stays: a cover that is missing can be made again, one
 * that somebody picked cannot.
 */
export const createPosterWriter = (api: PosterApi): PlaylistWriter['setPoster'] => {
  const setPoster: PlaylistWriter['setPoster'] = async (playlistId, png, lastPosterId, signal) => {
    const before = await api.read(playlistId, signal);
    const shown = findShown(before);
    // Shown already: the answer to an earlier call was lost, or the same hour came round.
    if (shown !== undefined && isPictureOf(shown, png)) return { outcome: 'set', posterId: shown.id };
    const theirs: Outcome = { outcome: 'kept-theirs', posterId: lastPosterId };
    if (shown !== undefined && shown.id !== lastPosterId) return theirs;

    let now = before;
    let poster = listPosters(before).find((each) => isPictureOf(each, png));
    if (poster === undefined) {
      throwIfAborted(signal);
      now = await uploadOnce(playlistId, png, before, signal);
      if (now.kind === 'thumb') return { outcome: 'set', posterId: now.shown?.id };
      poster = findMade(before, now, png);
      if (poster === undefined) throw notTaken();
    }
    const chosen = findShown(now);
    if (chosen?.id === poster.id) return { outcome: 'set', posterId: poster.id };
    // Somebody picked one while ours was on its way.
    if (chosen !== undefined && chosen.id !== shown?.id) return theirs;
    await api.select(playlistId, poster.id, signal);
    return { outcome: 'set', posterId: poster.id };
  };

  /**
   * Uploads and gives what the playlist has then. A picture may arrive although its answer is lost: it is never sent twice, whether it came is seen by
   * reading.
   */
  const uploadOnce = async (
    playlistId: string,
    png: Uint8Array,
    before: PosterView,
    signal: AbortSignal,
  ): Promise<PosterView> => {
    try {
      await api.upload(playlistId, png, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof HarmoniqError) || !error.retryable) throw error;
      const after = await api.read(playlistId, signal);
      if (!hasArrived(before, after, png)) throw error;
      return after;
    }
    return api.read(playlistId, signal);
  };
  return setPoster;
};

const listPosters = (view: PosterView): readonly Poster[] => (view.kind === 'list' ? view.posters : []);

/** The picture that is no work of the server's; undefined = it shows its own. */
const findShown = (view: PosterView): Poster | undefined => {
  const shown = view.kind === 'thumb' ? view.shown : view.posters.find((poster) => poster.selected);
  return shown === undefined || shown.isComposite ? undefined : shown;
};

/** What the list has now and did not have before. */
const findMade = (before: PosterView, after: PosterView, png: Uint8Array): Poster | undefined => {
  const old = new Set(listPosters(before).map((poster) => poster.id));
  const fresh = listPosters(after).filter((poster) => !old.has(poster.id) && !poster.isComposite);
  return listPosters(after).find((poster) => isPictureOf(poster, png)) ?? (fresh.length === 1 ? fresh[0] : undefined);
};

const hasArrived = (before: PosterView, after: PosterView, png: Uint8Array): boolean => {
  if (after.kind === 'list') return before.kind === 'list' && findMade(before, after, png) !== undefined;
  const shown = findShown(after);
  return shown !== undefined && shown.id !== findShown(before)?.id;
};
