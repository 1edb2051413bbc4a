import type { Migration } from './migrate.ts';

/**
 * Labels join the tag kinds. A CHECK cannot be altered, so the table is made anew; nothing refers to it but numbers, which stay. The next sync reads
 * everything once, or labels that are there already would wait for the weekly pass. The view of inherited tags is asked for nothing any more.
 */
const labels = `
CREATE TABLE tags_with_labels (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('genre', 'style', 'mood', 'label')),
  name TEXT NOT NULL,
  UNIQUE (kind, name)
);
INSERT INTO tags_with_labels (n, kind, name) SELECT n, kind, name FROM tags;
DROP TABLE tags;
ALTER TABLE tags_with_labels RENAME TO tags;
DROP VIEW track_effective_tags;
UPDATE sections SET full_at = NULL;
`;

/** Files that are gone are few; finding them must not mean reading every row. */
const withoutFile = 'CREATE INDEX tracks_without_file ON tracks (n) WHERE missing_file = 1;';

/** Track ids stand as the server names them, and first in a key wherever a track can come back under another id. */
const flow = `
CREATE TABLE listens (
  played_at INTEGER NOT NULL,
  track_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  PRIMARY KEY (played_at, track_id, account_id)
) WITHOUT ROWID;
CREATE INDEX listens_by_track ON listens (track_id, played_at);

CREATE TABLE flow_lists (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  recipe_id TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  window_id TEXT NOT NULL,
  tracks TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  made_for TEXT NOT NULL,
  turn INTEGER NOT NULL,
  UNIQUE (recipe_id, occurrence)
);
CREATE INDEX flow_lists_by_turn ON flow_lists (recipe_id, turn);
CREATE TABLE flow_listed (
  track_id TEXT NOT NULL,
  list INTEGER NOT NULL,
  listed_at INTEGER NOT NULL,
  PRIMARY KEY (track_id, list)
) WITHOUT ROWID;
CREATE INDEX flow_listed_by_time ON flow_listed (listed_at);
CREATE TABLE flow_skips (
  track_id TEXT NOT NULL,
  skipped_at INTEGER NOT NULL,
  PRIMARY KEY (track_id, skipped_at)
) WITHOUT ROWID;
CREATE TABLE flow_bans (track_id TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE sonic_neighbours (
  track_id TEXT PRIMARY KEY,
  asked_at INTEGER NOT NULL,
  neighbours TEXT NOT NULL
);
CREATE INDEX sonic_neighbours_by_age ON sonic_neighbours (asked_at);
`;

export const secondSchema: Migration = {
  version: 2,
  name: 'labels, plays and the memory of flows',
  sql: labels + withoutFile + flow,
};
