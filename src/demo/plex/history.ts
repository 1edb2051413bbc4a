import type { Catalogue } from './catalogue.ts';

export interface Play {
  readonly id: number;
  readonly section: number;
  readonly slot: number;
  /** Rating key at the time of the play. */
  readonly trackKey: number;
  readonly viewedAt: number;
  readonly accountID: number;
}

/** The log of plays: what was played before the server started (its newest plays) and what tests played since. */
export interface History {
  all(): readonly Play[];
  add(play: Omit<Play, 'id'>): void;
}

const remembered = 2_000;

export function createHistory(catalogue: Catalogue): History {
  const added: Play[] = [];
  let old: readonly Play[] | undefined;
  let nextId = 50_001;

  function invent(): readonly Play[] {
    const plays: Omit<Play, 'id'>[] = [];
    for (const shelf of catalogue.shelves) {
      const listening = shelf.listening(1);
      for (let slot = 0; slot < shelf.music.trackCount; slot++) {
        const viewedAt = listening.lastViewedAt[slot] as number;
        if (viewedAt === 0) continue;
        plays.push({
          section: shelf.position,
          slot,
          trackKey: shelf.track.key[slot] as number,
          viewedAt,
          accountID: 1,
        });
      }
    }
    plays.sort((left, right) => right.viewedAt - left.viewedAt);
    return plays.slice(0, remembered).map((play) => ({ id: nextId++, ...play }));
  }

  return {
    all: () => [...(old ??= invent()), ...added],
    add(play) {
      old ??= invent();
      added.push({ id: nextId++, ...play });
    },
  };
}
