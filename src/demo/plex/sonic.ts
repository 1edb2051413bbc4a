import { happens, mix } from '../music/hash.ts';
import { soundSize } from '../music/sound.ts';
import type { Shelf } from './shelf.ts';
import type { Switches } from './switches.ts';

export interface Near {
  readonly slot: number;
  /** As Plex counts: 0 = the same, seldom above 1. */
  readonly distance: number;
}

/** What the server's sonic analysis found out. */
export interface Sonic {
  /** Nearest first, at most so many; the track itself and what was not analysed left out. */
  nearest(
    shelf: Shelf,
    slot: number,
    limit: number,
    farthest: number,
    fits: (slot: number) => boolean,
  ): readonly Near[];
  /** Both ends included; fewer than `count` where nothing lies between. */
  path(shelf: Shelf, from: number, to: number, count: number, farthest: number): readonly Near[];
}

/** Distance in the space of sound that Plex would call 1: about as far as two tracks of nothing in common. */
const unit = 3;

/** Whether a track was listened to: nine in ten, or two in five where the analysis is under way; what came in lately was not. */
export function isAnalysed(shelf: Shelf, slot: number, sonic: Switches['sonic']): boolean {
  if (sonic === 'not-analysed' || shelf.soundSource(slot) === undefined) return false;
  const hash = mix(shelf.music.seed, slot, 98, 2);
  return !happens(hash, 90) && (sonic !== 'partial' || happens(hash >>> 3, 400));
}

/** Looks at every track each time, over one flat table per section: 100,000 tracks take a few milliseconds. */
export function createSonic(switches: Switches): Sonic {
  const tables = new Map<Shelf, { filled: number; sounds: Float32Array }>();

  function soundsOf(shelf: Shelf): Float32Array {
    const table = tables.get(shelf) ?? { filled: 0, sounds: new Float32Array(0) };
    tables.set(shelf, table);
    const slots = shelf.slots();
    if (table.sounds.length < slots * soundSize) {
      const larger = new Float32Array((slots + 1_024) * soundSize);
      larger.set(table.sounds);
      table.sounds = larger;
    }
    for (; table.filled < slots; table.filled++) {
      const source = shelf.soundSource(table.filled);
      if (source !== undefined) shelf.music.writeSound(source, table.sounds, table.filled * soundSize);
    }
    return table.sounds;
  }

  /** The tracks around a point. `apart` is the square of a distance. */
  function around(
    shelf: Shelf,
    point: Float32Array,
    limit: number,
    farthest: number,
    fits: (slot: number) => boolean,
  ): readonly Near[] {
    const sounds = soundsOf(shelf);
    const gone = shelf.track.gone;
    let found: { slot: number; apart: number }[] = [];
    let bound = (farthest * unit) ** 2;
    const prune = (): void => {
      found.sort((left, right) => left.apart - right.apart || left.slot - right.slot);
      found = found.slice(0, limit);
      if (found.length === limit) bound = Math.min(bound, found[limit - 1]?.apart ?? bound);
    };
    for (let slot = 0; slot < shelf.slots(); slot++) {
      let apart = 0;
      for (let axis = 0; axis < soundSize && apart <= bound; axis++) {
        const away = (sounds[slot * soundSize + axis] as number) - (point[axis] as number);
        apart += away * away;
      }
      if (apart > bound || gone[slot] === 1 || !fits(slot) || !isAnalysed(shelf, slot, switches.sonic)) continue;
      found.push({ slot, apart });
      if (found.length > limit * 4 + 64) prune();
    }
    prune();
    return found.map(({ slot, apart }) => ({ slot, distance: toDistance(apart) }));
  }

  const pointOf = (shelf: Shelf, slot: number): Float32Array =>
    soundsOf(shelf).slice(slot * soundSize, (slot + 1) * soundSize);

  return {
    nearest(shelf, slot, limit, farthest, fits) {
      if (!isAnalysed(shelf, slot, switches.sonic) || limit < 1) return [];
      return around(shelf, pointOf(shelf, slot), limit, farthest, (other) => other !== slot && fits(other));
    },
    path(shelf, from, to, count, farthest) {
      if (!isAnalysed(shelf, from, switches.sonic) || !isAnalysed(shelf, to, switches.sonic)) return [];
      const [start, end] = [pointOf(shelf, from), pointOf(shelf, to)];
      const taken = new Set([from, to]);
      const way: Near[] = [{ slot: from, distance: 0 }];
      for (let step = 1; step < count - 1; step++) {
        const share = step / (count - 1);
        const point = start.map((value, axis) => value + ((end[axis] as number) - value) * share);
        const [next] = around(shelf, point, 1, farthest, (slot) => !taken.has(slot));
        if (next === undefined) continue;
        taken.add(next.slot);
        way.push(next);
      }
      return [...way, { slot: to, distance: 0 }];
    },
  };
}

const toDistance = (apart: number): number => Math.round((Math.sqrt(apart) / unit) * 100_000) / 100_000;
