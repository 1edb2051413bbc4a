import type { ListeningSession, MusicServer } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toCount, toRows, toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { isRefused } from './explain.ts';
import { readId } from './map.ts';

const path = '/status/sessions';

/** Reads what is being played. Only the owner of a server may see that: for others nothing plays. */
export const createSessionReader = (client: PlexClient) => {
  const listSessions: MusicServer['listSessions'] = async (signal) => {
    try {
      const { rows } = readContainer(await client.request({ path, patienceMs: 0, signal }), path);
      return rows.map(readSession).filter((session) => session !== undefined);
    } catch (error) {
      if (signal.aborted || !isRefused(error)) throw error;
      return [];
    }
  };
  return { listSessions };
};

/** undefined for a video, or a row that does not say what plays. */
const readSession = (row: Row): ListeningSession | undefined => {
  const trackId = readId(row);
  const player = toRows(row['Player'])[0];
  const sessionId = toText(row['sessionKey']) ?? toText(toRows(row['Session'])[0]?.['id']);
  if (row['type'] !== 'track' || trackId === undefined || sessionId === undefined) return undefined;
  return {
    sessionId,
    trackId,
    state: readState(player?.['state']) ?? 'playing',
    positionMs: toCount(row['viewOffset']) ?? 0,
    player: toText(player?.['title']) ?? toText(player?.['product']),
    user: toText(toRows(row['User'])[0]?.['title']),
  };
};

const states: readonly ListeningSession['state'][] = ['playing', 'paused', 'buffering', 'stopped'];

/** What a player is doing; undefined for a word we do not know. */
export const readState = (value: unknown): ListeningSession['state'] | undefined =>
  states.find((state) => state === value);
