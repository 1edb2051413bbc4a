import type { Migration } from './migrate.ts';

/** `reasons`: a JSON list beside `tracks`, null where none was told. Versions from before have neither. */
export const thirdSchema: Migration = {
  version: 3,
  name: 'what versions of playlists were made for',
  sql: `
ALTER TABLE playlist_versions ADD COLUMN reasons TEXT;
ALTER TABLE playlist_versions ADD COLUMN window_id TEXT;
`,
};
