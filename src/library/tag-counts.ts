import type { Database } from 'better-sqlite3';
import { countBits, createBitSet } from './bit-set.ts';
import type { TagCount, TagKind } from './library.ts';
import { createPoolReader } from './pool-reader.ts';
import type { Shape } from './shape.ts';

/** How many tracks carry each tag, themselves or by album or artist; counted once for each state of the mirror. */
export const createTagCounts = (database: Database, shape: Shape): ((kind: TagKind) => readonly TagCount[]) => {
  const read = createPoolReader(database);
  const tags = database.prepare<[string], { n: number; name: string }>('SELECT n, name FROM tags WHERE kind = ?');
  const lastNumber = database.prepare<[], number>('SELECT coalesce(max(n), 0) FROM tracks').pluck();
  const counted = new Map<TagKind, { readonly shape: number; readonly counts: readonly TagCount[] }>();

  const count = (kind: TagKind): readonly TagCount[] => {
    const bits = createBitSet(lastNumber.get() ?? 0);
    return tags
      .all(kind)
      .map(({ n, name }) => {
        bits.fill(0);
        read.tagged(bits, [n]);
        return { name, tracks: countBits(bits) };
      })
      .filter(({ tracks }) => tracks > 0)
      .sort((a, b) => b.tracks - a.tracks || (a.name < b.name ? -1 : 1));
  };
  return database.transaction((kind: TagKind) => {
    const now = shape.read();
    const known = counted.get(kind);
    if (known?.shape === now) return known.counts;
    const counts = count(kind);
    counted.set(kind, { shape: now, counts });
    return counts;
  });
};
