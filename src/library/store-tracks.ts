import type { Database } from 'better-sqlite3';
import type { Track, TrackId } from '../core/track.ts';
import { fromTrackRow, trackColumns, type TrackRow } from './track-row.ts';

export interface TrackStore {
  readonly get: (id: TrackId) => Track | undefined;
  readonly getMany: (ids: readonly TrackId[]) => readonly Track[];
  readonly findByMbTrackId: (mbTrackId: string) => readonly Track[];
  readonly getSongKey: (id: TrackId) => string | undefined;
  readonly count: () => { readonly tracks: number; readonly artists: number; readonly albums: number };
}

/** Questions about tracks that other rooms may ask; writing is the sync's business alone. */
export const createTrackStore = (database: Database): TrackStore => {
  const byId = database.prepare<[string], TrackRow>(`SELECT ${trackColumns} FROM tracks WHERE id = ?`).raw();
  const byMbTrackId = database
    .prepare<[string], TrackRow>(`SELECT ${trackColumns} FROM tracks WHERE mb_track_id = ?`)
    .raw();
  const songKey = database.prepare<[string], string | null>('SELECT song_key FROM tracks WHERE id = ?').pluck();
  const counts = ['tracks', 'artists', 'albums'].map((table) =>
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck(),
  );
  const get = (id: TrackId): Track | undefined => {
    const row = byId.get(id);
    return row === undefined ? undefined : fromTrackRow(row);
  };

  return {
    get,
    getMany: (ids) => ids.map(get).filter((track) => track !== undefined),
    findByMbTrackId: (mbTrackId) => byMbTrackId.all(mbTrackId).map(fromTrackRow),
    getSongKey: (id) => songKey.get(id) ?? undefined,
    count() {
      const [tracks = 0, artists = 0, albums = 0] = counts.map((statement) => statement.get() ?? 0);
      return { tracks, artists, albums };
    },
  };
};
