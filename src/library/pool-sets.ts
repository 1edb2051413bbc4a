import type { Database } from 'better-sqlite3';
import { addTo, createBitSet, type BitSet } from './bit-set.ts';
import { foldCase } from './fold-case.ts';
import type { PoolQuery, TagKind } from './library.ts';
import { createPoolReader } from './pool-reader.ts';
import type { Shape } from './shape.ts';

type Years = PoolQuery['years'];

/** Sets of tracks by one criterion each. */
export interface PoolSets {
  /** Everything with a file. */
  readonly present: (sectionIds: readonly string[] | undefined) => BitSet;
  /** Carries one of these tags itself or by its album or artist. */
  readonly tagged: (tags: readonly number[]) => BitSet;
  readonly byArtists: (names: readonly string[]) => BitSet;
  /** A track without a year has its album's. */
  readonly ofYears: (ranges: Years) => BitSet;
  readonly ofIds: (ids: readonly string[]) => BitSet;
  /** Numbers of the tags with one of these names, in any case. */
  readonly findTags: (kind: TagKind, names: readonly string[]) => readonly number[];
}

/** Sets remembered: a flow asks for the same few again and again, with one criterion more or less. */
const mostBytes = 4 * 1024 * 1024;

export const createPoolSets = (database: Database, shape: Shape, numberOf: (id: string) => number | undefined) => {
  const read = createPoolReader(database);
  const lastNumber = database.prepare<[], number>('SELECT coalesce(max(n), 0) FROM tracks').pluck();
  const remembered = new Map<string, BitSet>();
  let vocabulary: ReadonlyMap<string, readonly number[]> | undefined;
  let last = 0;
  let seenAt: number | undefined;

  const remember = (key: unknown, fill: (bits: BitSet) => void): BitSet => {
    const name = JSON.stringify(key);
    const known = remembered.get(name);
    const bits = known ?? createBitSet(last);
    if (known === undefined) fill(bits);
    // Moved to the end: the first ones are those not asked for the longest.
    remembered.delete(name);
    remembered.set(name, bits);
    if (remembered.size * bits.byteLength > mostBytes) remembered.delete(remembered.keys().next().value ?? '');
    return bits;
  };

  const sets: PoolSets = {
    present: (sectionIds) => remember(['present', sectionIds?.toSorted()], (bits) => read.present(bits, sectionIds)),
    tagged: (tags) => {
      const sorted = [...new Set(tags)].sort((a, b) => a - b);
      return remember(['tagged', sorted], (bits) => read.tagged(bits, sorted));
    },
    byArtists: (names) => {
      const folds = [...new Set(names.map(foldCase))].sort();
      return remember(['artists', folds], (bits) => read.byArtists(bits, new Set(folds)));
    },
    ofYears: (ranges) => remember(['years', ranges], (bits) => read.ofYears(bits, ranges)),
    ofIds: (ids) => {
      const bits = createBitSet(last);
      for (const id of ids) addTo(bits, numberOf(id) ?? -1);
      return bits;
    },
    findTags(kind, names) {
      const known = (vocabulary ??= read.vocabulary());
      return names.flatMap((name) => known.get(`${kind} ${foldCase(name)}`) ?? []);
    },
  };

  /** Answers with sets that all belong to one state of the mirror. */
  return database.transaction(<Answer>(ask: (sets: PoolSets) => Answer): Answer => {
    const now = shape.read();
    if (now !== seenAt) {
      remembered.clear();
      vocabulary = undefined;
      last = lastNumber.get() ?? 0;
      seenAt = now;
    }
    return ask(sets);
  }) as <Answer>(ask: (sets: PoolSets) => Answer) => Answer;
};
