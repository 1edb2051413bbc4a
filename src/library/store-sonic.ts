import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';
import type { Neighbour } from '../servers/server.ts';
import type { SonicStore } from './library.ts';
import type { AliasStore } from './store-aliases.ts';

export interface SonicMemory extends SonicStore {
  /** Drops the oldest beyond the limit, and tracks that are no more. */
  readonly prune: () => void;
}

export interface SonicLimits {
  /** Tracks whose neighbours are kept: about eight kilobytes each. */
  readonly mostTracks: number;
  /** Saves between two looks at the limit. */
  readonly checkEvery: number;
}

/** 25 MB. A flow of four windows with 50 tracks asks about 200 tracks a day, so that some days of several flows stay warm. */
const defaults: SonicLimits = { mostTracks: 3_000, checkEvery: 100 };
/** More than anybody asks for; an answer beyond it is cut. */
const mostNeighbours = 400;
/** Digits that tell two distances apart. */
const digits = 7;

/** Neighbours as one text for each track; ids in it are resolved when read. */
export const createSonicStore = (
  database: Database,
  { resolve, isEmpty }: Pick<AliasStore, 'resolve' | 'isEmpty'>,
  limits: SonicLimits = defaults,
): SonicMemory => {
  const get = database
    .prepare<[string, number], string>('SELECT neighbours FROM sonic_neighbours WHERE track_id = ? AND asked_at >= ?')
    .pluck();
  const put = database.prepare(
    'INSERT OR REPLACE INTO sonic_neighbours (track_id, asked_at, neighbours) VALUES (?, ?, ?)',
  );
  const dropLost = database.prepare(
    'DELETE FROM sonic_neighbours WHERE NOT EXISTS (SELECT 1 FROM tracks WHERE tracks.id = track_id)',
  );
  const dropOldest = database.prepare<[number]>(
    `DELETE FROM sonic_neighbours WHERE rowid IN
       (SELECT rowid FROM sonic_neighbours ORDER BY asked_at DESC LIMIT -1 OFFSET ?)`,
  );
  let saves = 0;

  return {
    getNearest(ids, sinceMs) {
      const found = new Map<TrackId, readonly Neighbour[]>();
      // Thousands of neighbours are named; mostly none ever had another id.
      const follow = isEmpty() ? (id: TrackId): TrackId => id : resolve;
      for (const id of ids) {
        const text = get.get(follow(id), sinceMs);
        if (text !== undefined) found.set(id, unpack(text, follow));
      }
      return found;
    },
    saveNearest(trackId, neighbours, atMs) {
      put.run(resolve(trackId), atMs, pack(neighbours));
      saves += 1;
      if (saves % limits.checkEvery === 0) dropOldest.run(limits.mostTracks);
    },
    prune() {
      dropLost.run();
      dropOldest.run(limits.mostTracks);
    },
  };
};

const pack = (neighbours: readonly Neighbour[]): string =>
  JSON.stringify(
    neighbours.slice(0, mostNeighbours).map(({ trackId, distance }) => [trackId, Number(distance.toPrecision(digits))]),
  );

const unpack = (text: string, resolve: (id: TrackId) => TrackId): readonly Neighbour[] =>
  (JSON.parse(text) as [TrackId, number][]).map(([id, distance]) => ({ trackId: resolve(id), distance }));
