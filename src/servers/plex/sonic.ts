import type { TrackId } from '../../core/track.ts';
import type { MusicServer, Neighbour } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toNumber, type Row } from './coerce.ts';
import { readContainer, type Container } from './container.ts';
import { isUnknown } from './explain.ts';
import { levelNumbers, sectionPath } from './listing.ts';
import { isSonicallyAnalysed, readId } from './map.ts';
import { createQuery, pagingHeaders, pagingPairs, type QueryPair } from './query.ts';

/** Rows looked at for sonic analysis, at the beginning and in the middle of a section. */
const sampleSize = 100;
/** The whole range: Plex's own default of 0.25 leaves little of a small library, and how many come is bounded by the limit anyway. */
const farthest = 1;
/** A way shall not leap. */
const longestStep = 0.5;
/** No list and no path of the product is longer. */
const mostRows = 1_000;

/** All that is wanted of a row; said to servers that know how to leave everything else out (from 1.41.9 on). */
const idsOnly: readonly QueryPair[] = [['includeFields', 'ratingKey,type,distance']];
/** For all others, what is not wanted. */
const idsMostly: readonly QueryPair[] = [
  ['excludeElements', 'Media,Genre,Style,Mood,Guid,Country,Similar,Collection,Label,Field,Image,UltraBlurColors'],
  [
    'excludeFields',
    'summary,tagline,thumb,art,key,parentKey,grandparentKey,parentGuid,grandparentGuid,parentThumb,grandparentThumb,grandparentArt',
  ],
];

/** What Plex's sonic analysis knows: needs Plex Pass and a finished analysis, track by track. */
export const createSonicReader = (client: PlexClient) => {
  const readSample = async (sectionId: string, start: number, signal: AbortSignal): Promise<Container> => {
    const path = sectionPath(sectionId);
    const query = createQuery(
      ['type', levelNumbers.track],
      ['sort', 'id'],
      ['excludeElements', 'Media,Genre,Mood,Style,Image,UltraBlurColors,Field,Collection'],
      ...pagingPairs(start, sampleSize),
    );
    return readContainer(
      await client.request({ path, query, headers: pagingHeaders(start, sampleSize), signal }),
      path,
    );
  };

  const hasSonicAnalysis: MusicServer['hasSonicAnalysis'] = async (sectionId, signal) => {
    const first = await readSample(sectionId, 0, signal);
    if (first.rows.some(isSonicallyAnalysed)) return true;
    const middle = Math.floor((first.total ?? 0) / 2);
    if (middle < sampleSize) return false;
    return (await readSample(sectionId, middle, signal)).rows.some(isSonicallyAnalysed);
  };

  /** One request and no second: a caller that asks for fifty tracks has better use for its time. Nothing known is an empty list. */
  const ask = async (
    path: string,
    pairs: readonly QueryPair[],
    size: number,
    signal: AbortSignal,
  ): Promise<readonly Row[]> => {
    const query = createQuery(...pairs, ...pagingPairs(0, size));
    const headers = pagingHeaders(0, size);
    try {
      const answer = await client.request({ path, query, headers, retries: 0, patienceMs: 0, signal });
      return readContainer(answer, path).rows.filter((row) => row['type'] === undefined || row['type'] === 'track');
    } catch (error) {
      if (signal.aborted || !isUnknown(error)) throw error;
      return [];
    }
  };

  /** Does the short answer lack distances that the long one has? undefined = not seen yet. */
  let isShortPoor: boolean | undefined;

  /** In short, unless this server then keeps the distances to itself. */
  const askBriefly = async (
    path: string,
    pairs: readonly QueryPair[],
    size: number,
    signal: AbortSignal,
  ): Promise<readonly Row[]> => {
    const askAtLength = () => ask(path, [...pairs, ...idsMostly], size, signal);
    if (isShortPoor === true) return askAtLength();
    const short = await ask(path, [...pairs, ...idsMostly, ...idsOnly], size, signal);
    if (short.some(tellsDistance)) isShortPoor = false;
    if (short.length === 0 || isShortPoor === false) return short;
    const long = await askAtLength();
    isShortPoor = long.some(tellsDistance);
    return long;
  };

  const listNearest: MusicServer['listNearest'] = async (trackId, limit, signal) => {
    const most = Math.min(Math.trunc(limit), mostRows - 1);
    if (!(most > 0)) return [];
    const path = `/library/metadata/${encodeURIComponent(trackId)}/nearest`;
    // Some servers count the track itself among its neighbours.
    const rows = await askBriefly(
      path,
      [
        ['limit', most + 1],
        ['maxDistance', farthest],
      ],
      most + 1,
      signal,
    );
    return readNeighbours(rows, trackId).slice(0, most);
  };

  const findSonicPath: MusicServer['findSonicPath'] = async (sectionId, from, to, count, signal) => {
    const most = Math.min(Math.trunc(count), mostRows);
    if (!(most >= 2) || from === to) return [];
    const path = `/library/sections/${encodeURIComponent(sectionId)}/computePath`;
    const rows = await ask(
      path,
      [['startID', from], ['endID', to], ['count', most], ['maxDistance', longestStep], ...idsMostly, ...idsOnly],
      most,
      signal,
    );
    const between = new Set(rows.map(readId).filter((id) => id !== undefined && id !== from && id !== to));
    return rows.length === 0 ? [] : [from, ...([...between] as TrackId[]).slice(0, most - 2), to];
  };
  return { hasSonicAnalysis, listNearest, findSonicPath };
};

const tellsDistance = (row: Row): boolean => toNumber(row['distance']) !== undefined;

/** Nearest first. Where a distance is missing, the place in the list stands in: the server sorts by it. */
const readNeighbours = (rows: readonly Row[], self: TrackId): readonly Neighbour[] => {
  const neighbours = new Map<TrackId, number>();
  let lastKnown = 0;
  for (const [place, row] of rows.entries()) {
    const id = readId(row);
    if (id === undefined || id === self || neighbours.has(id)) continue;
    const told = toNumber(row['distance']);
    if (told !== undefined) lastKnown = Math.max(0, told);
    neighbours.set(id, told === undefined ? Math.max(lastKnown, ((place + 1) / rows.length) * farthest) : lastKnown);
  }
  return [...neighbours].map(([trackId, distance]) => ({ trackId, distance })).sort((a, b) => a.distance - b.distance);
};
