import { happens, mix } from '../music/hash.ts';

/** What one user did with the tracks of a section, by slot. 0 and NaN mean that the key is absent. Times in epoch seconds. */
export interface Listening {
  userRating: Float32Array;
  viewCount: Int32Array;
  skipCount: Int32Array;
  lastViewedAt: Uint32Array;
  lastRatedAt: Uint32Array;
  lastSkippedAt: Uint32Array;
}

/** A user who never played anything. */
export function createListening(capacity: number): Listening {
  return {
    userRating: new Float32Array(capacity).fill(Number.NaN),
    viewCount: new Int32Array(capacity),
    skipCount: new Int32Array(capacity),
    lastViewedAt: new Uint32Array(capacity),
    lastRatedAt: new Uint32Array(capacity),
    lastSkippedAt: new Uint32Array(capacity),
  };
}

export function growListening(listening: Listening, capacity: number): void {
  const ratings = new Float32Array(capacity).fill(Number.NaN);
  ratings.set(listening.userRating);
  listening.userRating = ratings;
  listening.viewCount = grow(listening.viewCount, new Int32Array(capacity));
  listening.skipCount = grow(listening.skipCount, new Int32Array(capacity));
  listening.lastViewedAt = grow(listening.lastViewedAt, new Uint32Array(capacity));
  listening.lastRatedAt = grow(listening.lastRatedAt, new Uint32Array(capacity));
  listening.lastSkippedAt = grow(listening.lastSkippedAt, new Uint32Array(capacity));
}

export function grow<T extends Int32Array | Uint32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

const day = 86_400;

/** The owner's years with the collection: a third never played, a quarter rated, some skipped. `epoch` in seconds. */
export function inventListening(seed: number, count: number, capacity: number, epoch: number): Listening {
  const listening = createListening(capacity);
  for (let slot = 0; slot < count; slot++) {
    const hash = mix(seed, slot, 81);
    const other = mix(seed, slot, 82);
    if (happens(hash, 660)) {
      listening.viewCount[slot] = 1 + (hash % 7) * (1 + (other % 9));
      listening.lastViewedAt[slot] = epoch - day - (other % (900 * day));
    }
    if (happens(hash >>> 6, 240)) {
      listening.userRating[slot] = inventRating(other);
      listening.lastRatedAt[slot] = epoch - day - (mix(seed, slot, 83) % (1_500 * day));
    }
    if (happens(hash >>> 11, 120)) {
      listening.skipCount[slot] = 1 + (other % 6);
      listening.lastSkippedAt[slot] = epoch - day - (mix(seed, slot, 84) % (700 * day));
    }
  }
  return listening;
}

/** Mostly whole stars, some half stars, a few odd fractions as other clients write them. */
function inventRating(hash: number): number {
  if (hash % 40 === 0) return 7.5;
  if (hash % 9 === 0) return 1 + (hash % 5) * 2;
  return 2 + 2 * ((hash >>> 3) % 5);
}
