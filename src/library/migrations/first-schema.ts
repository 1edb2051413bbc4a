import type { Migration } from './migrate.ts';

/**
 * `n` is the mirror's own short number of a row: key and tag tables refer to it, so that a server's long ids are stored once. Times are epoch
 * milliseconds. JSON is used only for what is always read and written whole.
 */
const mirror = `
CREATE TABLE sections (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  on_server INTEGER,
  content_changed_at INTEGER,
  delta_since INTEGER,
  full_at INTEGER,
  filters_ignored INTEGER NOT NULL DEFAULT 0,
  inventory_at INTEGER,
  settled_in INTEGER NOT NULL DEFAULT 0,
  settled TEXT NOT NULL DEFAULT '{}',
  held_back INTEGER NOT NULL DEFAULT 0,
  pass TEXT
) WITHOUT ROWID;

CREATE TABLE artists (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  section_id TEXT NOT NULL,
  name TEXT NOT NULL,
  guid TEXT,
  updated_at INTEGER
);
CREATE INDEX artists_by_section ON artists (section_id);

CREATE TABLE albums (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  section_id TEXT NOT NULL,
  title TEXT NOT NULL,
  artist_id TEXT,
  artist_name TEXT NOT NULL,
  year INTEGER,
  guid TEXT,
  updated_at INTEGER
);
CREATE INDEX albums_by_section ON albums (section_id);

CREATE TABLE tracks (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  section_id TEXT NOT NULL,
  title TEXT NOT NULL,
  artist TEXT,
  album_artist TEXT NOT NULL,
  album TEXT NOT NULL,
  artist_id TEXT,
  album_id TEXT,
  guid TEXT,
  mb_track_id TEXT,
  disc_number INTEGER,
  track_number INTEGER,
  year INTEGER,
  duration_ms INTEGER,
  rating REAL,
  play_count INTEGER NOT NULL,
  skip_count INTEGER NOT NULL,
  last_played_at INTEGER,
  last_rated_at INTEGER,
  last_skipped_at INTEGER,
  added_at INTEGER,
  updated_at INTEGER,
  popularity INTEGER,
  bitrate_kbps INTEGER,
  file_path TEXT,
  missing_file INTEGER NOT NULL,
  sonically_analysed INTEGER NOT NULL,
  song_key TEXT,
  mirrored_in INTEGER NOT NULL
);
CREATE INDEX tracks_by_section ON tracks (section_id);
CREATE INDEX tracks_by_album ON tracks (album_id);
CREATE INDEX tracks_by_artist ON tracks (artist_id);
CREATE INDEX tracks_by_guid ON tracks (guid) WHERE guid IS NOT NULL;
CREATE INDEX tracks_by_mb_track ON tracks (mb_track_id) WHERE mb_track_id IS NOT NULL;

CREATE TABLE artist_keys (
  n INTEGER PRIMARY KEY,
  artist_key TEXT NOT NULL UNIQUE
);
CREATE TABLE track_keys (
  artist INTEGER NOT NULL,
  title_key TEXT NOT NULL,
  track INTEGER NOT NULL,
  PRIMARY KEY (artist, title_key, track)
) WITHOUT ROWID;
CREATE INDEX track_keys_by_title ON track_keys (title_key);

CREATE TABLE tags (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('genre', 'style', 'mood')),
  name TEXT NOT NULL,
  UNIQUE (kind, name)
);
CREATE TABLE artist_tags (owner INTEGER NOT NULL, tag INTEGER NOT NULL, PRIMARY KEY (owner, tag)) WITHOUT ROWID;
CREATE TABLE album_tags (owner INTEGER NOT NULL, tag INTEGER NOT NULL, PRIMARY KEY (owner, tag)) WITHOUT ROWID;
CREATE TABLE track_tags (owner INTEGER NOT NULL, tag INTEGER NOT NULL, PRIMARY KEY (owner, tag)) WITHOUT ROWID;
CREATE INDEX artist_tags_by_tag ON artist_tags (tag);
CREATE INDEX album_tags_by_tag ON album_tags (tag);
CREATE INDEX track_tags_by_tag ON track_tags (tag);

CREATE VIEW track_effective_tags (track, tag) AS
  SELECT owner, tag FROM track_tags
  UNION
  SELECT tracks.n, album_tags.tag FROM album_tags
    JOIN albums ON albums.n = album_tags.owner JOIN tracks ON tracks.album_id = albums.id
  UNION
  SELECT tracks.n, artist_tags.tag FROM artist_tags
    JOIN artists ON artists.n = artist_tags.owner JOIN tracks ON tracks.artist_id = artists.id;
`;

const memory = `
CREATE TABLE track_aliases (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX track_aliases_by_new ON track_aliases (new_id);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recipe_id TEXT NOT NULL,
  trigger TEXT NOT NULL,
  dry_run INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  report TEXT
);
CREATE INDEX runs_by_recipe ON runs (recipe_id, id);
CREATE TABLE run_details (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  recipe_id TEXT NOT NULL,
  detail BLOB NOT NULL
);
CREATE INDEX run_details_by_recipe ON run_details (recipe_id, run_id);

CREATE TABLE playlists (
  recipe_id TEXT PRIMARY KEY,
  machine_id TEXT NOT NULL,
  playlist_id TEXT NOT NULL,
  guid TEXT,
  title TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  published_at INTEGER
) WITHOUT ROWID;
CREATE TABLE playlist_lines (
  recipe_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  track_id TEXT NOT NULL,
  artist TEXT NOT NULL,
  title TEXT NOT NULL,
  album TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (recipe_id, position)
) WITHOUT ROWID;
CREATE INDEX playlist_lines_by_track ON playlist_lines (track_id);
CREATE TABLE playlist_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recipe_id TEXT NOT NULL,
  tracks TEXT NOT NULL,
  saved_at INTEGER NOT NULL
);
CREATE INDEX playlist_versions_by_recipe ON playlist_versions (recipe_id, id);
CREATE TABLE publish_intents (
  recipe_id TEXT PRIMARY KEY,
  playlist_id TEXT,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  wanted TEXT NOT NULL,
  started_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE missing_tracks (
  id INTEGER PRIMARY KEY,
  artist_fold TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  artist TEXT NOT NULL,
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  nearest TEXT,
  first_missed_at INTEGER NOT NULL,
  last_missed_at INTEGER NOT NULL,
  times_missed INTEGER NOT NULL,
  UNIQUE (artist_fold, title_fold)
);
CREATE TABLE missing_wishes (
  missing_id INTEGER NOT NULL REFERENCES missing_tracks (id) ON DELETE CASCADE,
  recipe_id TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (missing_id, recipe_id, source)
) WITHOUT ROWID;
CREATE INDEX missing_wishes_by_recipe ON missing_wishes (recipe_id);

CREATE TABLE corrections (
  artist_fold TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  artist TEXT NOT NULL,
  title TEXT NOT NULL,
  origin TEXT NOT NULL,
  kind TEXT NOT NULL,
  track_id TEXT,
  target_artist TEXT,
  target_title TEXT,
  target_album TEXT,
  PRIMARY KEY (artist_fold, title_fold)
) WITHOUT ROWID;
CREATE TABLE sticky_tracks (song_key TEXT PRIMARY KEY, track_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX sticky_tracks_by_track ON sticky_tracks (track_id);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source_cache (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  size INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX source_cache_by_age ON source_cache (saved_at);
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  host TEXT NOT NULL,
  process_id INTEGER NOT NULL,
  process_token TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
`;

export const firstSchema: Migration = { version: 1, name: 'first schema', sql: mirror + memory };
