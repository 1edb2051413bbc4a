import { createRandom } from '../core/random.ts';
import { sleep } from '../lib/lifecycle.ts';
import type { PlexStandIn } from './plex/server.ts';

const eventEveryMs = 15_000;
const wholeTrackMs = 3 * 3_600_000;

/**
 * Keeps the stand-in's library alive: somebody in the kitchen plays and skips through the playlists there are, or anything, rates a track, and now and
 * then a new file comes in. Ends with the signal.
 */
export const liveOn = async (plex: PlexStandIn, signal: AbortSignal): Promise<void> => {
  const random = createRandom('a day in the life');
  const ids = plex.mutate.trackIds();
  const pickFrom = (list: readonly string[]): string => list[Math.floor(random.next() * list.length)] ?? ids[0] ?? '';
  const nextTrack = (): string => {
    const lists = plex.playlists.filter((playlist) => !playlist.smart && playlist.trackIds.length > 0);
    const list = lists[Math.floor(random.next() * lists.length)];
    return random.next() < 0.8 && list !== undefined ? pickFrom(list.trackIds) : pickFrom(ids);
  };
  const session = plex.mutate.startSession(nextTrack());
  for (let count = 1; ; count += 1) {
    try {
      await sleep(eventEveryMs, signal);
    } catch {
      plex.mutate.stopSession(session);
      return; // the demo is over
    }
    const chance = random.next();
    if (chance < 0.6) plex.mutate.advanceSession(session, wholeTrackMs);
    if (chance < 0.8) plex.mutate.nextTrack(session, nextTrack());
    else if (chance < 0.95) plex.mutate.rateTrack(pickFrom(ids), 2 * Math.ceil(random.next() * 5));
    else plex.mutate.addTrack({ artist: 'The Late Arrivals', album: 'Just In', title: `Fresh Take No. ${count}` });
  }
};
