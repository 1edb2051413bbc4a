import type { Database } from 'better-sqlite3';
import { addTo, countBits, createBitSet } from './bit-set.ts';
import type { TagCount, TagKind } from './library.ts';
import { perShape, type Shape } from './shape.ts';
import { createShelfReader } from './shelves.ts';

type Counts = ReadonlyMap<TagKind, readonly TagCount[]>;

/** How many tracks carry each tag, themselves or by album or artist; all tags are counted at once, and once for each state of the mirror. */
export const createTagCounts = (database: Database, shape: Shape): ((kind: TagKind) => readonly TagCount[]) => {
  const tags = database.prepare<[], [n: number, kind: TagKind, name: string]>('SELECT n, kind, name FROM tags').raw();
  const lastNumber = database.prepare<[], number>('SELECT coalesce(max(n), 0) FROM tracks').pluck();
  const ownersIn = (table: string) =>
    database.prepare<[number], number>(`SELECT owner FROM ${table} WHERE tag = ?`).pluck();
  const [tracks, albums, artists] = [ownersIn('track_tags'), ownersIn('album_tags'), ownersIn('artist_tags')];
  const readAlbums = createShelfReader(database, 'albums', 'album_id');
  const readArtists = createShelfReader(database, 'artists', 'artist_id');

  const countAll = (): Counts => {
    const [album, artist] = [readAlbums(), readArtists()];
    const counts = new Map<TagKind, TagCount[]>();
    const bits = createBitSet(lastNumber.get() ?? 0);
    for (const [n, kind, name] of tags.all()) {
      bits.fill(0);
      for (const track of tracks.all(n)) addTo(bits, track);
      for (const owner of albums.all(n)) album.addTo(bits, owner);
      for (const owner of artists.all(n)) artist.addTo(bits, owner);
      const count = countBits(bits);
      const list = counts.get(kind) ?? [];
      if (count > 0) list.push({ name, tracks: count });
      counts.set(kind, list);
    }
    for (const list of counts.values()) list.sort((a, b) => b.tracks - a.tracks || (a.name < b.name ? -1 : 1));
    return counts;
  };
  const current = perShape(shape, countAll);
  return database.transaction((kind: TagKind) => current().get(kind) ?? []);
};
