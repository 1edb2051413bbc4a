import SqliteDatabase from 'better-sqlite3';
import type { Candidate } from '../src/core/candidate.ts';
import { createMatcher } from '../src/core/match/match.ts';
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

const repeats = 4;
const input = await readInput<MatchInput>();

const library = open(input.path);

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

/** Each candidate several times with a fresh memory, the quickest counts: another process in between is not the matcher's doing. */
const time = (candidates: readonly Candidate[]): Timing => {
  let found = 0;
  const times = candidates.map(() => Number.POSITIVE_INFINITY);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const matcher = createMatcher({ index: library.index, corrections: [] });
    found = 0;
    candidates.forEach((candidate, at) => {
      const startedAt = performance.now();
      const { match } = matcher.match(candidate);
      times[at] = Math.min(times[at] ?? 0, performance.now() - startedAt);
      if (match !== undefined) found += 1;
    });
  }
  const sum = times.reduce((total, ms) => total + ms, 0);
  return { meanMs: sum / Math.max(1, times.length), maxMs: Math.max(0, ...times), found };
};

const exact = sample(input.candidates);
const fuzzy = exact.map((candidate, at) => ({
  ...candidate,
  artist: misspell(candidate.artist, 2 + (at % 4)),
  title: at % 2 === 0 ? candidate.title : misspell(candidate.title, 3),
}));
const figures: MatchFigures = { exact: time(exact), fuzzy: time(fuzzy) };
library.close();
console.log(JSON.stringify(figures));
process.exit(0);
