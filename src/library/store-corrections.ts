import type { Database } from 'better-sqlite3';
import type { Correction } from '../core/candidate.ts';
import type { TrackId } from '../core/track.ts';
import { fold } from './fold.ts';

export interface CorrectionStore {
  readonly list: () => readonly Correction[];
  readonly save: (correction: Correction) => void;
  readonly remove: (artist: string, title: string) => boolean;
  readonly getSticky: (songKey: string) => TrackId | undefined;
  readonly saveSticky: (choices: ReadonlyMap<string, TrackId>) => void;
}

interface CorrectionRow {
  readonly artist: string;
  readonly title: string;
  readonly origin: Correction['origin'];
  readonly kind: Correction['target']['kind'];
  readonly trackId: string | null;
  readonly targetArtist: string | null;
  readonly targetTitle: string | null;
  readonly targetAlbum: string | null;
}

/** The user's word on matches, and the copies chosen before, so that a choice stays. */
export const createCorrectionStore = (database: Database): CorrectionStore => {
  const list = database.prepare<[], CorrectionRow>(
    `SELECT artist, title, origin, kind, track_id AS trackId, target_artist AS targetArtist,
       target_title AS targetTitle, target_album AS targetAlbum FROM corrections ORDER BY artist_fold, title_fold`,
  );
  const save = database.prepare('INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM corrections WHERE artist_fold = ? AND title_fold = ?');
  const getSticky = database.prepare<[string], string>('SELECT track_id FROM sticky_tracks WHERE song_key = ?').pluck();
  const saveSticky = database.prepare('INSERT OR REPLACE INTO sticky_tracks VALUES (?, ?)');
  const saveAll = database.transaction((choices: ReadonlyMap<string, TrackId>) => {
    for (const [songKey, trackId] of choices) saveSticky.run(songKey, trackId);
  });

  return {
    list: () => list.all().map(toCorrection),
    save({ artist, title, target, origin }) {
      const names = target.kind === 'names' ? target : undefined;
      save.run(
        fold(artist),
        fold(title),
        artist,
        title,
        origin,
        target.kind,
        target.kind === 'track' ? target.trackId : null,
        names?.artist ?? null,
        names?.title ?? null,
        names?.album ?? null,
      );
    },
    remove: (artist, title) => remove.run(fold(artist), fold(title)).changes > 0,
    getSticky: (songKey) => getSticky.get(songKey),
    saveSticky: (choices) => void saveAll.immediate(choices),
  };
};

const toCorrection = (row: CorrectionRow): Correction => ({
  artist: row.artist,
  title: row.title,
  origin: row.origin,
  target: toTarget(row),
});

const toTarget = (row: CorrectionRow): Correction['target'] => {
  if (row.kind === 'track') return { kind: 'track', trackId: row.trackId ?? '' };
  if (row.kind === 'none') return { kind: 'none' };
  return {
    kind: 'names',
    artist: row.targetArtist ?? '',
    title: row.targetTitle ?? '',
    ...(row.targetAlbum === null ? {} : { album: row.targetAlbum }),
  };
};
