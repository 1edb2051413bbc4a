import type { Database } from 'better-sqlite3';
import { addTo, createBitSet, type BitSet } from './bit-set.ts';
import { foldCase } from './fold-case.ts';
import type { PoolQuery, TagKind } from './library.ts';
import type { PoolReader } from './pool-reader.ts';
import { perShape, type Shape } from './shape.ts';

type Years = PoolQuery['years'];

/** Sets of tracks by one criterion each. */
export interface PoolSets {
  readonly all: () => BitSet;
  readonly withoutFile: () => BitSet;
  readonly inSections: (ids: readonly string[]) => BitSet;
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

export interface PoolSetsParts {
  readonly database: Database;
  readonly shape: Shape;
  readonly reader: PoolReader;
  /** The mirror's number of a track. */
  readonly numberOf: (id: string) => number | undefined;
}

export const createPoolSets = ({ database, shape, reader, numberOf }: PoolSetsParts): PoolSets => {
  const lastNumber = database.prepare<[], number>('SELECT coalesce(max(n), 0) FROM tracks').pluck();
  const vocabulary = perShape(shape, () => reader.vocabulary());
  const artistNames = perShape(shape, () => reader.artistNames());
  const memory = perShape(shape, () => ({ last: lastNumber.get() ?? 0, sets: new Map<string, BitSet>() }));

  const remember = (key: unknown, fill: (bits: BitSet) => void): BitSet => {
    const { last, sets } = memory();
    const name = JSON.stringify(key);
    const known = sets.get(name);
    const bits = known ?? createBitSet(last);
    if (known === undefined) fill(bits);
    // Moved to the end: the first ones are those not asked for the longest.
    sets.delete(name);
    sets.set(name, bits);
    if (sets.size * bits.byteLength > mostBytes) sets.delete(sets.keys().next().value ?? '');
    return bits;
  };

  return {
    all: () => remember(['all'], reader.all),
    withoutFile: () => remember(['without file'], reader.withoutFile),
    inSections: (ids) => remember(['sections', ids.toSorted()], (bits) => reader.inSections(bits, ids)),
    tagged(tags) {
      const sorted = [...new Set(tags)].sort((a, b) => a - b);
      return remember(['tagged', sorted], (bits) => reader.tagged(bits, sorted));
    },
    byArtists(names) {
      const folds = [...new Set(names.map(foldCase))].sort();
      return remember(['artists', folds], (bits) => reader.byArtists(bits, new Set(folds), artistNames()));
    },
    ofYears: (ranges) =>
      remember(['years', ranges.map(({ from, to }) => `${from} ${to}`)], (bits) => reader.ofYears(bits, ranges)),
    ofIds(ids) {
      const bits = createBitSet(memory().last);
      for (const id of ids) addTo(bits, numberOf(id) ?? -1);
      return bits;
    },
    findTags: (kind, names) => names.flatMap((name) => vocabulary().get(`${kind} ${foldCase(name)}`) ?? []),
  };
};
