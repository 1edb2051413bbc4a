import { HarmoniqError, throwIfAborted } from '../../lib/errors.ts';
import type { PlaylistWriter } from '../server.ts';
import { isUncertain } from './converge.ts';
import { isPictureOf, notTaken, type Poster, type PosterApi, type PosterView } from './poster-api.ts';

type Outcome = Awaited<ReturnType<PlaylistWriter['setPoster']>>;

/**
 * Gives playlists pictures and respects those that people chose. When in doubt whose a picture is, it stays: a cover that is missing can be made again, one
 * that somebody uploaded cannot.
 */
export const createPosterWriter = (api: PosterApi): PlaylistWriter['setPoster'] => {
  const setPoster: PlaylistWriter['setPoster'] = async (playlistId, png, lastPosterId, signal) => {
    const before = await api.read(playlistId, signal);
    const shown = findShown(before);
    if (shown !== undefined && !isOurs(shown, lastPosterId)) return { outcome: 'kept-theirs', posterId: shown };
    const present = before.kind === 'list' ? before.posters.find((poster) => isPictureOf(poster, png)) : undefined;
    if (present !== undefined) return choose(playlistId, present, before, signal);
    throwIfAborted(signal);
    await uploadOnce(playlistId, png, before, signal);
    const after = await api.read(playlistId, signal);
    if (after.kind === 'thumb') return { outcome: 'set', posterId: after.thumb };
    const made = findMade(before, after.posters, png);
    if (made === undefined) throw notTaken();
    return choose(playlistId, made, before, signal, after);
  };

  /** A picture may arrive although its answer is lost. It is never sent twice: whether it came is seen by reading. */
  const uploadOnce = async (
    playlistId: string,
    png: Uint8Array,
    before: PosterView,
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      await api.upload(playlistId, png, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof HarmoniqError) || !isUncertain(error) || !error.retryable) throw error;
      const after = await api.read(playlistId, signal);
      const arrived =
        after.kind === 'list'
          ? findMade(before, after.posters, png) !== undefined
          : before.kind === 'thumb' && after.thumb !== undefined && after.thumb !== before.thumb;
      if (!arrived) throw error;
    }
  };

  /** Selects the picture unless it is shown already; a choice that somebody made meanwhile stands. */
  const choose = async (
    playlistId: string,
    poster: Poster,
    before: PosterView,
    signal: AbortSignal,
    now: PosterView = before,
  ): Promise<Outcome> => {
    const shown = findShown(now);
    if (shown === poster.id) return { outcome: 'set', posterId: poster.id };
    if (shown !== undefined && shown !== findShown(before)) return { outcome: 'kept-theirs', posterId: shown };
    await api.select(playlistId, poster.id, signal);
    return { outcome: 'set', posterId: poster.id };
  };
  return setPoster;
};

/** The picture that is no work of the server's; undefined = it shows its own. */
const findShown = (view: PosterView): string | undefined => {
  if (view.kind === 'thumb') return view.thumb;
  const selected = view.posters.find((poster) => poster.selected);
  return selected === undefined || selected.isComposite ? undefined : selected.id;
};

const isOurs = (shown: string, lastPosterId: string | undefined): boolean => shown === lastPosterId;

const findMade = (before: PosterView, after: readonly Poster[], png: Uint8Array): Poster | undefined => {
  const old = new Set(before.kind === 'list' ? before.posters.map((poster) => poster.id) : []);
  return (
    after.find((poster) => isPictureOf(poster, png)) ??
    after.filter((poster) => !old.has(poster.id) && !poster.isComposite).at(-1)
  );
};
