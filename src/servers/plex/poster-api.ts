import { createHash } from 'node:crypto';
import { HarmoniqError } from '../../lib/errors.ts';
import type { PlexClient } from './client.ts';
import { toFlag, toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { isUnknown } from './explain.ts';
import { createQuery, pagingHeaders, pagingPairs } from './query.ts';

/** A picture that Plex offers for a playlist. */
export interface Poster {
  /** What names it in a selection: `upload://posters/…`, an address, a path. */
  readonly id: string;
  readonly selected: boolean;
  /** Plex puts it together from the covers of the tracks. */
  readonly isComposite: boolean;
}

/** What a playlist shows, as far as the server tells. */
export type PosterView =
  | { readonly kind: 'list'; readonly posters: readonly Poster[] }
  /** The server has no list of pictures; its playlist row names the one it shows. */
  | { readonly kind: 'thumb'; readonly shown: Poster | undefined };

/** Single requests about the pictures of playlists. */
export interface PosterApi {
  /** Throws `not-found` when the playlist is no more. */
  read(playlistId: string, signal: AbortSignal): Promise<PosterView>;
  upload(playlistId: string, png: Uint8Array, signal: AbortSignal): Promise<void>;
  select(playlistId: string, posterId: string, signal: AbortSignal): Promise<void>;
}

/** Playlists are items like others for most servers; some want to be asked under their own name. */
const roots = ['/library/metadata', '/playlists'] as const;
const mostPosters = 200;

export const createPosterApi = (client: PlexClient): PosterApi => {
  /** Which address was right last, per kind of request. */
  const known = new Map<string, (typeof roots)[number]>();

  /** Tries both addresses, the one that was right last time first. A write goes to the second only when the first refused it, so it happens once. */
  const onEither = async <T>(what: string, playlistId: string, use: (base: string) => Promise<T>): Promise<T> => {
    let refusal: unknown;
    const first = known.get(what) ?? roots[0];
    for (const root of [first, ...roots.filter((each) => each !== first)]) {
      try {
        const result = await use(`${root}/${encodeURIComponent(playlistId)}`);
        known.set(what, root);
        return result;
      } catch (error) {
        if (!isUnknown(error)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  };

  const readThumb = async (playlistId: string, signal: AbortSignal): Promise<Poster | undefined> => {
    const path = `/playlists/${encodeURIComponent(playlistId)}`;
    const row = readContainer(await client.request({ path, signal }), path).rows[0];
    const id = toText(row?.['thumb']);
    return id === undefined ? undefined : { id, selected: true, isComposite: isCompositePath(id) };
  };

  return {
    async read(playlistId, signal) {
      try {
        const rows = await onEither('read', playlistId, async (base) => {
          const path = `${base}/posters`;
          const query = createQuery(...pagingPairs(0, mostPosters));
          const headers = pagingHeaders(0, mostPosters);
          return readContainer(await client.request({ path, query, headers, signal }), path).rows;
        });
        const posters = rows.map(readPoster).filter((poster) => poster !== undefined);
        if (posters.some((poster) => poster.selected)) return { kind: 'list', posters };
        // A list that names none may just not tell: a picture that the playlist shows all the same is somebody's.
        const shown = await readThumb(playlistId, signal);
        return { kind: 'list', posters: shown === undefined ? posters : [...posters, shown] };
      } catch (error) {
        if (signal.aborted || !isUnknown(error)) throw error;
        // No such address, or no such playlist: its row tells.
        return { kind: 'thumb', shown: await readThumb(playlistId, signal) };
      }
    },
    async upload(playlistId, png, signal) {
      await onEither('upload', playlistId, (base) =>
        client.request({
          method: 'POST',
          path: `${base}/posters`,
          headers: { 'Content-Type': 'image/png' },
          body: Buffer.from(png.buffer, png.byteOffset, png.byteLength),
          responseType: 'text',
          signal,
        }),
      );
    },
    async select(playlistId, posterId, signal) {
      await onEither('select', playlistId, (base) =>
        client.request({
          method: 'PUT',
          path: `${base}/poster`,
          query: createQuery(['url', posterId]),
          // The same choice twice is the same choice.
          idempotent: true,
          responseType: 'text',
          signal,
        }),
      );
    },
  };
};

const readPoster = (row: Row): Poster | undefined => {
  const id = toText(row['ratingKey']) ?? toText(row['key']);
  if (id === undefined) return undefined;
  const isComposite = [row['ratingKey'], row['key'], row['thumb']].some((value) =>
    isCompositePath(toText(value) ?? ''),
  );
  return { id, selected: toFlag(row['selected']), isComposite };
};

const isCompositePath = (path: string): boolean => /\/composite(\/|\?|$)/.test(path);

/** Plex names an uploaded picture by the SHA-1 of its bytes: the same picture is found again, not kept twice. */
export const isPictureOf = (poster: Poster, png: Uint8Array): boolean =>
  poster.id.startsWith('upload:') && poster.id.includes(createHash('sha1').update(png).digest('hex'));

/** The server took the picture and shows another one, or none. */
export const notTaken = (): HarmoniqError =>
  new HarmoniqError('bad-response', 'Plex took the picture of a playlist but does not list it.', {
    service: 'Plex',
    hint: 'The playlist keeps the picture it has; nothing else is affected.',
  });
