import type { Database } from 'better-sqlite3';
import type { Tags, TrackId } from '../core/track.ts';
import type { Library, TagKind } from './library.ts';

type TagRow = readonly [kind: TagKind, name: string];
type Place = readonly [n: number, albumId: string | null, artistId: string | null];

/** A track's tags: its own first, then what it inherits from album and artist, each once. Four look-ups by key, since a flow asks for thousands of tracks. */
export const createTagReader = (database: Database): Pick<Library, 'getTags' | 'getOwnTags'> => {
  const place = database.prepare<[string], Place>('SELECT n, album_id, artist_id FROM tracks WHERE id = ?').raw();
  const own = database.prepare<[number], number>('SELECT tag FROM track_tags WHERE owner = ?').pluck();
  const [ofAlbum, ofArtist] = (['album', 'artist'] as const).map((level) =>
    database
      .prepare<[string | null], number>(`SELECT tag FROM ${level}s JOIN ${level}_tags ON owner = n WHERE id = ?`)
      .pluck(),
  );
  const nameOf = createTagNames(database);

  const toTags = (numbers: Iterable<number>): Tags => group([...numbers].flatMap((tag) => nameOf(tag) ?? []));

  const getTags = database.transaction((id: TrackId): Tags => {
    const [n, albumId, artistId] = place.get(id) ?? [];
    if (n === undefined) return group([]);
    const carried = new Set(own.all(n));
    for (const tag of ofAlbum?.all(albumId ?? null) ?? []) carried.add(tag);
    for (const tag of ofArtist?.all(artistId ?? null) ?? []) carried.add(tag);
    return toTags(carried);
  });
  const getOwnTags = database.transaction((id: TrackId): Tags => {
    const [n] = place.get(id) ?? [];
    return toTags(n === undefined ? [] : own.all(n));
  });
  return { getTags, getOwnTags };
};

/** A tag's number never gets another name, so each is read once. */
const createTagNames = (database: Database): ((n: number) => readonly [TagRow] | undefined) => {
  const find = database.prepare<[number], TagRow>('SELECT kind, name FROM tags WHERE n = ?').raw();
  const known = new Map<number, readonly [TagRow]>();
  return (n) => {
    const remembered = known.get(n);
    if (remembered !== undefined) return remembered;
    const row = find.get(n);
    if (row === undefined) return undefined;
    known.set(n, [row]);
    return [row];
  };
};

const group = (rows: readonly TagRow[]): Tags => {
  const names: Record<TagKind, string[]> = { genre: [], style: [], mood: [], label: [] };
  for (const [kind, name] of rows) names[kind].push(name);
  return { genres: names.genre, styles: names.style, moods: names.mood, labels: names.label };
};
