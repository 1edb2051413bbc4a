import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { describeError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { toOneLine } from '../lib/one-line.ts';
import type { MissingTrack } from '../library/library.ts';
import type { House } from './house.ts';

/**
 * Writes `missing_tracks.json` and `missing_tracks.csv` into the data folder. Each file is complete at every moment (written beside, then renamed);
 * a full or read-only disk is logged and spoils no run.
 */
export const writeMissingFiles = async (house: House): Promise<void> => {
  const { dataDir, timezone } = house.config;
  const tracks = house.library.listMissing();
  try {
    makeFolder(dataDir);
    await writeWhole(join(dataDir, 'missing_tracks.json'), toJson(tracks, timezone));
    await writeWhole(join(dataDir, 'missing_tracks.csv'), toCsv(tracks, timezone));
  } catch (error) {
    house.logger.warn(
      { folder: dataDir, reason: describeError(error) },
      'The lists of missing tracks were not written',
    );
  }
};

const writeWhole = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'w', 0o644);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

const toIso = (atMs: number, zone: string): string =>
  DateTime.fromMillis(atMs, { zone }).toISO({ suppressMilliseconds: true }) ?? '';

const toRow = (track: MissingTrack, zone: string) => ({
  artist: toOneLine(track.artist),
  title: toOneLine(track.title),
  reason: track.reason,
  recipes: track.recipes,
  sources: track.sources,
  firstMissed: toIso(track.firstMissedAtMs, zone),
  lastMissed: toIso(track.lastMissedAtMs, zone),
  timesMissed: track.timesMissed,
  nearest: track.nearest === undefined ? '' : toOneLine(`${track.nearest.artist} - ${track.nearest.title}`),
});

export const toJson = (tracks: readonly MissingTrack[], zone: string): string =>
  `${JSON.stringify(
    tracks.map((track) => toRow(track, zone)),
    null,
    2,
  )}\n`;

const columns = [
  'artist',
  'title',
  'reason',
  'recipes',
  'sources',
  'firstMissed',
  'lastMissed',
  'timesMissed',
  'nearest',
] as const;

/** The table of missing tracks, a row a line, head first; cells are safe to open in a spreadsheet. */
export const toCsvLines = (tracks: readonly MissingTrack[], zone: string): readonly string[] => [
  columns.join(','),
  ...tracks.map((track) => {
    const row = toRow(track, zone);
    return columns.map((column) => toCell(row[column])).join(',');
  }),
];

/** RFC 4180, UTF-8 with a mark that spreadsheets need to see it. */
export const toCsv = (tracks: readonly MissingTrack[], zone: string): string =>
  `\uFEFF${toCsvLines(tracks, zone).join('\r\n')}\r\n`;

/** A spreadsheet runs a cell that begins like a formula; names come from strangers, so such a cell gets an apostrophe in front. */
const toCell = (value: string | number | readonly string[]): string => {
  const text = typeof value === 'object' ? value.join('; ') : String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
