import type { HomeAdjustment, HomeVerdict } from './decision.ts';
import { joinWords } from './ladder.ts';
import type { Energy, Window } from './window.ts';

const mostNames = 3;

const paces: Readonly<Record<Energy, string>> = {
  low: 'calmer',
  medium: 'neither calm nor lively',
  high: 'livelier',
  rising: 'livelier from track to track',
  falling: 'calmer from track to track',
  arc: 'liveliest in the middle',
};

/**
 * What the home adds to the window and why, a clause for each reason: "calmer, more Melancholy, because it rains". What the window says itself is no change;
 * of several rules that change the same one clause is made.
 */
export const explainAdjustments = ({ because }: HomeVerdict, window: Window | undefined): readonly string[] => {
  const reasons = new Map<string, string[]>();
  for (const adjustment of because.adjustments) {
    const change = sayChange(adjustment, window);
    if (change !== '') reasons.set(change, [...(reasons.get(change) ?? []), adjustment.reason]);
  }
  return [...reasons].map(([change, because]) => `${change}, because ${[...new Set(because)].join(' and ')}`);
};

const sayChange = ({ moods, genres, energy, familiarity }: HomeAdjustment, window: Window | undefined): string => {
  const names = [...moods, ...genres];
  return [
    ...(energy === undefined || energy === window?.energy ? [] : [paces[energy]]),
    ...(names.length === 0 ? [] : [`more ${joinWords(shorten(names))}`]),
    ...(familiarity === undefined || familiarity === window?.familiarity ? [] : [sayShare(familiarity)]),
  ].join(', ');
};

const shorten = (names: readonly string[]): readonly string[] =>
  names.length <= mostNames + 1 ? names : [...names.slice(0, mostNames), 'others'];

const sayShare = (familiarity: number): string =>
  familiarity === 0 ? 'tracks that are new to you' : `${Math.round(familiarity * 100)} % known tracks`;
