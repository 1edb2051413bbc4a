import { createRandom } from '../core/random.ts';
import { sleep } from '../lib/lifecycle.ts';
import type { PlexStandIn } from './plex/server.ts';

const eventEveryMs = 15_000;

/** Keeps the stand-in's library alive: somebody plays, skips and rates music, and now and then a new file comes in. Ends with the signal. */
export const liveOn = async (plex: PlexStandIn, signal: AbortSignal): Promise<void> => {
  const random = createRandom('a day in the life');
  const ids = plex.mutate.trackIds();
  const anyTrack = (): string => ids[Math.floor(random.next() * ids.length)] ?? '';
  for (let count = 1; ; count += 1) {
    try {
      await sleep(eventEveryMs, signal);
    } catch {
      return; // the demo is over
    }
    const chance = random.next();
    if (chance < 0.6) plex.mutate.playTrack(anyTrack());
    else if (chance < 0.8) plex.mutate.skipTrack(anyTrack());
    else if (chance < 0.95) plex.mutate.rateTrack(anyTrack(), 2 * Math.ceil(random.next() * 5));
    else plex.mutate.addTrack({ artist: 'The Late Arrivals', album: 'Just In', title: `Fresh Take No. ${count}` });
  }
};
