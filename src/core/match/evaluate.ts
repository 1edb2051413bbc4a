import type { Candidate } from '../candidate.ts';
import { createTrack } from '../track.ts';
import { createMatcher, type MatchOutcome } from './match.ts';
import { createMemoryIndex } from './memory-index.ts';

/** One labelled pair: is the recording asked for the one in the library? */
export interface MatchCase {
  readonly query: Pick<Candidate, 'artist' | 'title' | 'album' | 'durationMs'>;
  readonly library: {
    readonly artist: string;
    readonly title: string;
    readonly album: string;
    readonly durationMs: number | undefined;
  };
  readonly shouldMatch: boolean;
  readonly kind: string;
}

export interface WrongCase {
  readonly line: number;
  readonly kind: string;
  readonly expected: 'match' | 'no match';
  readonly query: string;
  readonly library: string;
  /** What the matcher said. */
  readonly said: string;
}

export interface KindScore {
  readonly rows: number;
  readonly right: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/** Ratios are 0–1; 1 when there was nothing to get wrong. */
export interface Evaluation {
  readonly rows: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** Rows of a kind about covers that must not match and did. */
  readonly acceptedCovers: number;
  readonly byKind: Readonly<Record<string, KindScore>>;
  readonly wrong: readonly WrongCase[];
}

/** Runs the matcher on each pair, with the library side as the only track of a library. `line` of a wrong case counts from 1. */
export const evaluateCases = (cases: readonly MatchCase[]): Evaluation => {
  const byKind = new Map<string, { rows: number; right: number; falsePositives: number; falseNegatives: number }>();
  const wrong: WrongCase[] = [];
  const counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0, acceptedCovers: 0 };
  for (const [position, pair] of cases.entries()) {
    const outcome = matchPair(pair);
    const matched = outcome.match !== undefined;
    const kind = byKind.get(pair.kind) ?? { rows: 0, right: 0, falsePositives: 0, falseNegatives: 0 };
    byKind.set(pair.kind, kind);
    kind.rows += 1;
    if (matched && pair.shouldMatch) counts.truePositives += 1;
    else if (matched) counts.falsePositives += 1;
    else if (pair.shouldMatch) counts.falseNegatives += 1;
    else counts.trueNegatives += 1;
    if (matched === pair.shouldMatch) {
      kind.right += 1;
      continue;
    }
    if (matched) kind.falsePositives += 1;
    else kind.falseNegatives += 1;
    if (matched && pair.kind.includes('cover')) counts.acceptedCovers += 1;
    wrong.push(describeWrong(position + 1, pair, outcome));
  }
  const precision = share(counts.truePositives, counts.truePositives + counts.falsePositives);
  const recall = share(counts.truePositives, counts.truePositives + counts.falseNegatives);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  const sorted = [...byKind].sort(([left], [right]) => (left < right ? -1 : 1));
  return { rows: cases.length, precision, recall, f1, ...counts, byKind: Object.fromEntries(sorted), wrong };
};

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

const matchPair = ({ query, library }: MatchCase): MatchOutcome => {
  const matcher = createMatcher({ index: createMemoryIndex([createTrack({ ...library, id: '1' })]), corrections: [] });
  return matcher.match({ ...query, source: 'match-cases', why: 'a labelled pair', weight: 1 });
};

const describeWrong = (line: number, pair: MatchCase, outcome: MatchOutcome): WrongCase => ({
  line,
  kind: pair.kind,
  expected: pair.shouldMatch ? 'match' : 'no match',
  query: `${pair.query.artist} - ${pair.query.title}`,
  library: `${pair.library.artist} - ${pair.library.title}`,
  said:
    outcome.match === undefined
      ? outcome.miss.reason
      : `${outcome.match.method} ${outcome.match.confidence}: ${outcome.match.reason}`,
});
