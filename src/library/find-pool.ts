import type { TrackFacts } from '../core/flow/track-facts.ts';
import type { TrackId } from '../core/track.ts';
import { addAllTo, dropFrom, keepIn, toNumbers, type BitSet } from './bit-set.ts';
import type { Library, PoolClause, PoolQuery } from './library.ts';
import { sample } from './pool-sample.ts';
import { yearOfTrack } from './pool-reader.ts';
import { createPoolSets, type PoolSets, type PoolSetsParts } from './pool-sets.ts';

/** Answers pools by intersecting sets of track numbers; no more rows of tracks are read than are handed out. */
export const createFindPool = (parts: PoolSetsParts): Pick<Library, 'findPool' | 'findPoolIds'> => {
  const { database } = parts;
  const sets = createPoolSets(parts);
  const facts = database
    .prepare<[string], FactRow>(
      `SELECT n, tracks.id, artist_id, album_id, ${yearOfTrack}, duration_ms, rating, play_count, skip_count, last_played_at,
         last_skipped_at, added_at, popularity
       FROM json_each(?) CROSS JOIN tracks ON tracks.n = value`,
    )
    .raw();
  /** In the order given. */
  const read = (numbers: readonly number[]): readonly TrackFacts[] => {
    const found = new Map<number, TrackFacts>();
    for (const row of facts.all(toList(numbers))) found.set(row[0], toTrackFacts(row));
    return numbers.flatMap((n) => found.get(n) ?? []);
  };
  const ids = database
    .prepare<[string], TrackId>('SELECT tracks.id FROM json_each(?) CROSS JOIN tracks ON tracks.n = value')
    .pluck();

  // In one transaction, so that all sets tell of one state of the mirror whoever writes meanwhile.
  return {
    findPool: database.transaction((query: PoolQuery) => {
      const numbers = toNumbers(meet(sets, query));
      return { tracks: read(sample(numbers, query.most, query.seed)), total: numbers.length };
    }),
    findPoolIds: database.transaction((query: PoolQuery) =>
      ids.all(toList(sample(toNumbers(meet(sets, query)), query.most, query.seed))),
    ),
  };
};

/** As JSON, in the order of the rows in the file. */
const toList = (numbers: readonly number[]): string => `[${Int32Array.from(numbers).sort().join()}]`;

/** The tracks that meet the whole query. */
const meet = (sets: PoolSets, query: PoolQuery): BitSet => {
  const [first, ...rest] = [
    ...query.all.map((clause) => meetClause(sets, clause)),
    ...(query.artists.length > 0 ? [sets.byArtists(query.artists)] : []),
    ...(query.years.length > 0 ? [sets.ofYears(query.years)] : []),
    ...(query.sectionIds === undefined ? [] : [sets.inSections(query.sectionIds)]),
  ];
  // Copied: the sets are remembered for the next question.
  const met = (first ?? sets.all()).slice();
  for (const bits of rest) keepIn(met, bits);
  dropFrom(met, sets.withoutFile());
  for (const clause of query.none) dropFrom(met, meetClause(sets, clause));
  if (query.notArtists.length > 0) dropFrom(met, sets.byArtists(query.notArtists));
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

type Whole = number | null;
type FactRow = readonly [
  n: number,
  id: string,
  artistId: string | null,
  albumId: string | null,
  year: Whole,
  durationMs: Whole,
  rating: Whole,
  playCount: number,
  skipCount: number,
  lastPlayedAtMs: Whole,
  lastSkippedAtMs: Whole,
  addedAtMs: Whole,
  popularity: Whole,
];

const toTrackFacts = (row: FactRow): TrackFacts => ({
  id: row[1],
  artistId: row[2] ?? undefined,
  albumId: row[3] ?? undefined,
  year: row[4] ?? undefined,
  durationMs: row[5] ?? undefined,
  rating: row[6] ?? undefined,
  playCount: row[7],
  skipCount: row[8],
  lastPlayedAtMs: row[9] ?? undefined,
  lastSkippedAtMs: row[10] ?? undefined,
  addedAtMs: row[11] ?? undefined,
  popularity: row[12] ?? undefined,
});
