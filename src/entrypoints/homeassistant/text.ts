import { DateTime } from 'luxon';

/** Home Assistant refuses a longer state and shows longer names badly. */
export const maxStateLength = 255;
/** Attributes above 16,384 bytes are dropped by Home Assistant's recorder; its own ones (name, icon, unit) need room too. */
export const maxAttributeBytes = 12 * 1024;

/** Controls, line and paragraph separators. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
/** Characters that change the direction of the text around them, and the byte order mark. */
const unseen = /[\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Foreign text made fit to show: valid Unicode, one line, no invisible tricks, at most `maxLength` UTF-16 units. */
export const toLine = (text: string, maxLength = maxStateLength): string => {
  const clean = text.toWellFormed().replace(unseen, '').replace(breaks, ' ').trim();
  if (clean.length <= maxLength) return clean;
  const cut = clean.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.trimEnd()}…`;
};

/** At the ends of sentences, and where the next clause begins. */
const clauseEnd = /[.!?](?= )|;(?= )/g;

/** The same for a text of several clauses: where it is too long, whole ones are left out at the end; words, where the first is too long already. */
export const toClauses = (text: string, maxLength = maxStateLength): string => {
  const clean = toLine(text, Number.POSITIVE_INFINITY);
  if (clean.length <= maxLength) return clean;
  const most = maxLength - 2;
  const ends = [...clean.matchAll(clauseEnd)].map(({ index }) => index).filter((end) => end <= most);
  const end = ends.at(-1);
  if (end !== undefined) return `${clean.slice(0, end).trimEnd()} …`;
  const words = clean.slice(0, most + 1).replace(/\s+\S*$/, '');
  return words.length <= most ? `${words} …` : toLine(clean, maxLength);
};

export const byteLength = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

/** As many of the lines as fit beside the other attributes, from the first on; never more than `maxCount`. */
export const fitLines = <Line>(
  others: Readonly<Record<string, unknown>>,
  name: string,
  lines: readonly Line[],
  maxCount: number,
): Record<string, unknown> => {
  const fitting: Line[] = [];
  let bytes = byteLength({ ...others, [name]: [] });
  for (const line of lines.slice(0, maxCount)) {
    bytes += byteLength(line) + 1;
    if (bytes > maxAttributeBytes) break;
    fitting.push(line);
  }
  return { ...others, [name]: fitting };
};

/** ISO 8601 with offset, as timestamp sensors demand; null = unknown. */
export const toTimestamp = (atMs: number | undefined, timezone: string): string | null =>
  atMs === undefined ? null : DateTime.fromMillis(atMs, { zone: timezone }).toISO({ suppressMilliseconds: true });
