import type { Database } from 'better-sqlite3';
import type { IndexedTitle, LibraryIndex } from '../core/match/library-index.ts';
import { createArtistNeighbours } from './artist-neighbours.ts';
import type { TrackStore } from './store-tracks.ts';
import { fromTrackRow, qualifiedTrackColumns, type TrackRow } from './track-row.ts';

/** Nobody but "Various Artists" has more titles; scoring them all would take longer than a match may. */
const mostTitles = 2_000;

/**
 * The matcher's questions, answered from SQLite with no copy of the library in memory. `generation` changes when artist keys were added or removed
 * by this process.
 */
export const createSqliteIndex = (database: Database, tracks: TrackStore, generation: () => number): LibraryIndex => {
  const byArtistAndTitle = database
    .prepare<[string, string], TrackRow>(
      `SELECT ${qualifiedTrackColumns} FROM track_keys JOIN tracks ON tracks.n = track_keys.track
       WHERE track_keys.artist = (SELECT n FROM artist_keys WHERE artist_key = ?) AND title_key = ?`,
    )
    .raw();
  const titles = database.prepare<[string, number], IndexedTitle>(
    `SELECT tracks.id AS id, title_key AS titleKey FROM track_keys JOIN tracks ON tracks.n = track_keys.track
     WHERE track_keys.artist = (SELECT n FROM artist_keys WHERE artist_key = ?) LIMIT ?`,
  );
  const byTitle = database
    .prepare<[string, number], TrackRow>(
      `SELECT ${qualifiedTrackColumns} FROM tracks
       WHERE n IN (SELECT DISTINCT track FROM track_keys WHERE title_key = ? LIMIT ?)`,
    )
    .raw();
  const findArtistsNear = createArtistNeighbours(database, generation);

  return {
    findByArtistAndTitle: (artistKey, titleKey) => byArtistAndTitle.all(artistKey, titleKey).map(fromTrackRow),
    listTitles: (artistKey) => titles.all(artistKey, mostTitles),
    findArtistsNear,
    findByTitle: (titleKey, limit) => byTitle.all(titleKey, limit).map(fromTrackRow),
    findByMbTrackId: (mbTrackId) => tracks.findByMbTrackId(mbTrackId),
    getTracks: (ids) => tracks.getMany(ids),
  };
};
