import type { Database } from 'better-sqlite3';
import { addAllTo, dropFrom, keepIn, toNumbers, type BitSet } from './bit-set.ts';
import type { Pool, PoolClause, PoolQuery, PoolTrack } from './library.ts';
import { sample } from './pool-sample.ts';
import { createPoolSets, type PoolSets } from './pool-sets.ts';
import type { Shape } from './shape.ts';

type Nullable<Facts> = { readonly [Name in keyof Facts]: Facts[Name] | null };

/**
 * Answers pools by intersecting sets of track numbers, and reads no more rows of tracks than are handed out. `numberOf` gives the mirror's number of a
 * track by an id it has or once had.
 */
export const createFindPool = (
  database: Database,
  shape: Shape,
  numberOf: (id: string) => number | undefined,
): ((query: PoolQuery) => Pool) => {
  const withSets = createPoolSets(database, shape, numberOf);
  const facts = database.prepare<[number], Nullable<PoolTrack>>(
    `SELECT tracks.id AS id, tracks.artist_id AS artistId, album_id AS albumId, coalesce(tracks.year, albums.year) AS year,
       duration_ms AS durationMs, rating, play_count AS playCount, skip_count AS skipCount, last_played_at AS lastPlayedAtMs,
       last_skipped_at AS lastSkippedAtMs, added_at AS addedAtMs, popularity
     FROM tracks LEFT JOIN albums ON albums.id = album_id WHERE tracks.n = ?`,
  );

  return (query) =>
    withSets((sets) => {
      const numbers = toNumbers(meet(sets, query));
      const chosen = sample(numbers, query.most, query.seed);
      return { tracks: chosen.flatMap((n) => toPoolTracks(facts.get(n))), total: numbers.length };
    });
};

/** The tracks that meet the whole query. */
const meet = (sets: PoolSets, query: PoolQuery): BitSet => {
  const met = sets.present(query.sectionIds).slice();
  for (const clause of query.all) keepIn(met, meetClause(sets, clause));
  for (const clause of query.none) dropFrom(met, meetClause(sets, clause));
  if (query.artists.length > 0) keepIn(met, sets.byArtists(query.artists));
  if (query.notArtists.length > 0) dropFrom(met, sets.byArtists(query.notArtists));
  if (query.years.length > 0) keepIn(met, sets.ofYears(query.years));
  if (query.notYears.length > 0) dropFrom(met, sets.ofYears(query.notYears));
  return met;
};

const meetClause = (sets: PoolSets, clause: PoolClause): BitSet => {
  const tagged = sets.tagged(clause.tags.flatMap(({ kind, names }) => sets.findTags(kind, names)));
  if (clause.trackIds.length === 0) return tagged;
  const met = sets.ofIds(clause.trackIds);
  addAllTo(met, tagged);
  return met;
};

const toPoolTracks = (row: Nullable<PoolTrack> | undefined): readonly PoolTrack[] =>
  row === undefined
    ? []
    : [
        {
          id: row.id ?? '',
          artistId: row.artistId ?? undefined,
          albumId: row.albumId ?? undefined,
          year: row.year ?? undefined,
          durationMs: row.durationMs ?? undefined,
          rating: row.rating ?? undefined,
          playCount: row.playCount ?? 0,
          skipCount: row.skipCount ?? 0,
          lastPlayedAtMs: row.lastPlayedAtMs ?? undefined,
          lastSkippedAtMs: row.lastSkippedAtMs ?? undefined,
          addedAtMs: row.addedAtMs ?? undefined,
          popularity: row.popularity ?? undefined,
        },
      ];
