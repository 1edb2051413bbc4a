/** Takes secrets out of a text. */
export type Redactor = (text: string) => string;

/** Shorter values are words, not secrets: replacing them would shred ordinary text. */
const shortestSecret = 4;

/** Replaces every given value, also in its URL-encoded, JSON-escaped and Base64 spelling, by `[redacted]`. */
export const createRedactor = (secrets: readonly string[]): Redactor => {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    spellings.add(secret);
    spellings.add(encodeURIComponent(secret));
    spellings.add(JSON.stringify(secret).slice(1, -1));
    spellings.add(Buffer.from(secret).toString('base64'));
  }
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return (text) => text;
  const pattern = new RegExp(
    longestFirst.map((value) => value.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'),
    'g',
  );
  return (text) => text.replace(pattern, '[redacted]');
};
