import type { MissingTrack } from '../../library/library.ts';
import { cleanText } from '../format.ts';
import { toIso } from '../door-json.ts';

/** A text that a spreadsheet would take for a formula is led in by an apostrophe. */
const toCell = (value: string): string => {
  const text = cleanText(value).replace(/^(?=[=+\-@])/, "'");
  return /[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const heads = [
  'artist',
  'title',
  'reason',
  'recipes',
  'sources',
  'firstMissed',
  'lastMissed',
  'timesMissed',
  'nearest',
];

/** The columns of missing_tracks.csv, for a pipe: no byte order mark, and lines end as on this system. */
export const toMissingCsv = (tracks: readonly MissingTrack[], zone: string): string =>
  [
    heads,
    ...tracks.map((track) => [
      track.artist,
      track.title,
      track.reason,
      track.recipes.join('; '),
      track.sources.join('; '),
      toIso(track.firstMissedAtMs, zone) ?? '',
      toIso(track.lastMissedAtMs, zone) ?? '',
      String(track.timesMissed),
      track.nearest === undefined ? '' : `${track.nearest.artist} - ${track.nearest.title}`,
    ]),
  ]
    .map((row) => row.map(toCell).join(','))
    .join('\n');
