import type { Slack } from './admission.ts';

/** How strictly tracks are let in. The first rung is everything as configured; each further one gives way in one more thing. */
export interface Rung {
  readonly memory: Slack;
  readonly heard: Slack;
  readonly albumCap: number;
  readonly artistCap: number;
  /** How far the window's criteria have been widened: 0 = not at all, then a step for each of `breadths`. */
  readonly breadth: number;
  /** What gave way, as part of a sentence; undefined on the first rung. */
  readonly said: string | undefined;
  /** What thing it was that gave way: of steps of one thing that follow each other only the last is told. undefined on the first rung. */
  readonly aspect: 'memory' | 'heard' | 'album' | 'artist' | `breadth ${number}` | undefined;
}

export interface LadderRules {
  readonly memoryDays: number;
  readonly unheardForDays: number;
  readonly maxPerAlbum: number;
  readonly maxPerArtist: number;
  /** How the criteria can be widened, step by step, each as part of a sentence. */
  readonly breadths: readonly string[];
}

/**
 * What gives way, and in which order, when too few tracks match: the memory of past lists is halved, then set aside; the days a track must not have been heard
 * are halved, then set aside; the album cap goes; the artist cap is raised three times; then the window's criteria are widened step by step, each first under the caps as
 * configured, then as raised; at last the caps go altogether. What does not apply is passed over.
 */
export const buildLadder = (rules: LadderRules): readonly Rung[] => {
  const { memoryDays, unheardForDays, maxPerAlbum, maxPerArtist, breadths } = rules;
  const rungs: Rung[] = [
    {
      memory: 0,
      heard: 0,
      albumCap: maxPerAlbum,
      artistCap: maxPerArtist,
      breadth: 0,
      said: undefined,
      aspect: undefined,
    },
  ];
  const giveWay = (aspect: Rung['aspect'], change: Partial<Rung>, said: string): void =>
    void rungs.push({ ...(rungs.at(-1) as Rung), ...change, said, aspect });
  if (memoryDays > 0) {
    giveWay('memory', { memory: 1 }, 'the memory of past lists was halved');
    giveWay('memory', { memory: 2 }, 'the memory of past lists was set aside');
  }
  if (unheardForDays > 0) {
    giveWay('heard', { heard: 1 }, 'the days that a track must not have been heard were halved');
    giveWay('heard', { heard: 2 }, 'tracks heard lately were let in');
  }
  giveWay('album', { albumCap: Number.POSITIVE_INFINITY }, 'the limit per album was lifted');
  for (const cap of new Set([maxPerArtist + 1, maxPerArtist * 2, maxPerArtist * 3]))
    giveWay('artist', { artistCap: cap }, `the limit per artist was raised to ${cap}`);
  breadths.forEach((said, at) => {
    giveWay(`breadth ${at}`, { breadth: at + 1, albumCap: maxPerAlbum, artistCap: maxPerArtist }, said);
    giveWay(`breadth ${at}`, { albumCap: Number.POSITIVE_INFINITY, artistCap: maxPerArtist * 3 }, said);
  });
  giveWay(
    'artist',
    { albumCap: Number.POSITIVE_INFINITY, artistCap: Number.POSITIVE_INFINITY },
    'the limit per artist was lifted',
  );
  return rungs;
};

/** One sentence about everything that gave way up to this rung; undefined = nothing did. Of two steps of one thing only the further one is told. */
export const describeRelaxing = (rungs: readonly Rung[], reached: number): string | undefined => {
  const steps = rungs.slice(1, reached + 1);
  const said = steps.filter((step, at) => {
    const next = steps[at + 1];
    return next === undefined || step.aspect !== next.aspect;
  });
  if (said.length === 0) return undefined;
  return `Too few tracks matched, so ${joinWords(said.map((step) => step.said ?? ''))}.`;
};

/** "a", "a and b", "a, b and c". */
export const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
