import type { Database } from 'better-sqlite3';
import { addTo, type BitSet } from './bit-set.ts';

/** Which tracks stand on each album, or belong to each artist, by the mirror's numbers. */
export interface Shelf {
  /** Adds what stands on it to a set. */
  readonly addTo: (bits: BitSet, owner: number) => void;
}

/** Reads all shelves of a level, which is many times quicker than asking for one after the other where all are needed. */
export const createShelfReader = (database: Database, table: 'albums' | 'artists', column: string): (() => Shelf) => {
  // Both in the order of the owners, so that the sizes cut the tracks into shelves.
  const joined = `FROM ${table} AS owners CROSS JOIN tracks ON tracks.${column} = owners.id`;
  const sizes = database
    .prepare<[], [owner: number, size: number]>(
      `SELECT owners.n, count(*) ${joined} GROUP BY owners.n ORDER BY owners.n`,
    )
    .raw();
  const tracks = database.prepare<[], number>(`SELECT tracks.n ${joined} ORDER BY owners.n`).pluck();
  return () => toShelf(sizes.all(), tracks.all());
};

const toShelf = (sizes: readonly (readonly [owner: number, size: number])[], tracks: readonly number[]): Shelf => {
  const places = new Map<number, readonly [start: number, end: number]>();
  let at = 0;
  for (const [owner, size] of sizes) places.set(owner, [at, (at += size)]);
  return {
    addTo(bits, owner) {
      const [start, end] = places.get(owner) ?? [0, 0];
      for (let place = start; place < end; place += 1) addTo(bits, tracks[place] ?? 0);
    },
  };
};
