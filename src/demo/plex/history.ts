import type { Catalogue } from './catalogue.ts';
import { inventHabits, type HabitOptions } from './habits.ts';
import type { Play } from './play.ts';

/** The log of plays: years of the owner (the last play of each track), some weeks of the whole household, and what tests played since. */
export interface History {
  all(): readonly Play[];
  add(play: Omit<Play, 'id'>): void;
}

const remembered = 2_000;

/** Invents the past at once, since the owner's counts and dates tell of it, too. */
export function createHistory(catalogue: Catalogue, options: Omit<HabitOptions, 'movieKeys'>): History {
  let nextId = 50_001;
  const past = [...rememberLastPlays(catalogue), ...liveThroughWeeks(catalogue, options)].map((play) => ({
    id: nextId++,
    ...play,
  }));
  return {
    all: () => past,
    add: (play) => void past.push({ id: nextId++, ...play }),
  };
}

function rememberLastPlays(catalogue: Catalogue): readonly Omit<Play, 'id'>[] {
  const plays: Omit<Play, 'id'>[] = [];
  for (const shelf of catalogue.shelves) {
    const listening = shelf.listening(1);
    for (let slot = 0; slot < shelf.music.trackCount; slot++) {
      const viewedAt = listening.lastViewedAt[slot] as number;
      if (viewedAt === 0) continue;
      const trackKey = shelf.track.key[slot] as number;
      plays.push({ section: shelf.position, slot, trackKey, viewedAt, accountID: 1 });
    }
  }
  plays.sort((left, right) => right.viewedAt - left.viewedAt);
  return plays.slice(0, remembered);
}

function liveThroughWeeks(catalogue: Catalogue, options: Omit<HabitOptions, 'movieKeys'>): readonly Omit<Play, 'id'>[] {
  const shelf = catalogue.shelves[0];
  if (shelf === undefined) return [];
  const plays = inventHabits(shelf, { ...options, movieKeys: catalogue.movies.movies.map((movie) => movie.key) });
  const listening = shelf.listening(1);
  for (const { slot, viewedAt, accountID } of plays) {
    if (slot < 0 || accountID !== 1) continue;
    listening.viewCount[slot] = (listening.viewCount[slot] as number) + 1;
    listening.lastViewedAt[slot] = Math.max(listening.lastViewedAt[slot] as number, viewedAt);
  }
  return plays;
}
