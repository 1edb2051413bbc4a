import SqliteDatabase from 'better-sqlite3';
import type { Candidate } from '../src/core/candidate.ts';
import { createMatcher, type Matcher } from '../src/core/match/match.ts';
import { open } from './plex.ts';
import { readInput } from './processes.ts';

export interface MatchInput {
  readonly path: string;
  /** Of each sort. */
  readonly candidates: number;
}
export interface Timing {
  readonly meanMs: number;
  readonly maxMs: number;
  readonly found: number;
}
export interface MatchFigures {
  readonly exact: Timing;
  readonly fuzzy: Timing;
}

const input = await readInput<MatchInput>();

/** Tracks spread over the whole library. */
const sample = (count: number): readonly Candidate[] => {
  const database = new SqliteDatabase(input.path, { readonly: true });
  const total = database.prepare<[], number>('SELECT max(n) FROM tracks').pluck().get() ?? 0;
  const find = database.prepare<[number], { artist: string; title: string }>(
    'SELECT coalesce(artist, album_artist) AS artist, title FROM tracks WHERE n >= ? ORDER BY n LIMIT 1',
  );
  const rows = Array.from({ length: count }, (_, at) => find.get(1 + Math.floor((at * total) / count)));
  database.close();
  return rows.flatMap((row) => (row === undefined ? [] : [{ ...row, source: 'bench', why: 'bench', weight: 1 }]));
};

/** Two neighbouring letters swapped, as people mistype. */
const misspell = (text: string, at: number): string => {
  const letters = [...text];
  const place = Math.min(at, letters.length - 2);
  if (place < 1) return `${text}e`;
  letters.splice(place, 2, letters[place + 1] ?? '', letters[place] ?? '');
  return letters.join('');
};

const time = (matcher: Matcher, candidates: readonly Candidate[]): Timing => {
  let found = 0;
  const times = candidates.map((candidate) => {
    const startedAt = performance.now();
    const { match } = matcher.match(candidate);
    const ms = performance.now() - startedAt;
    if (match !== undefined) found += 1;
    return ms;
  });
  const sum = times.reduce((total, ms) => total + ms, 0);
  return { meanMs: sum / Math.max(1, times.length), maxMs: Math.max(0, ...times), found };
};

const library = open(input.path);
const exact = sample(input.candidates);
const fuzzy = exact.map((candidate, at) => ({
  ...candidate,
  artist: misspell(candidate.artist, 2 + (at % 4)),
  title: at % 2 === 0 ? candidate.title : misspell(candidate.title, 3),
}));
const newMatcher = (): Matcher => createMatcher({ index: library.index, corrections: [] });
// The first few calls compile the code; a service that runs for weeks does not pay for that each time.
time(newMatcher(), fuzzy.slice(0, 100));
time(newMatcher(), exact.slice(0, 100));
const figures: MatchFigures = { exact: time(newMatcher(), exact), fuzzy: time(newMatcher(), fuzzy) };
library.close();
console.log(JSON.stringify(figures));
process.exit(0);
