import { HarmoniqError } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { PlaylistRecord, PublishIntent, PublishJournal } from '../server.ts';
import type { GetIdentity } from './identity.ts';
import type { PlexPlaylist } from './map.ts';
import type { PlaylistApi, PlexIdentity } from './playlist-api.ts';

/** Clocks of server and service differ a little even when both are right. */
const clockMarginMs = 120_000;

/**
 * Finds the playlist that is ours by its stored id, never by its name. undefined = there is none (any more). Throws `conflict` when the record belongs
 * to another server or the playlist cannot be edited.
 */
const resolveRecorded = async (
  api: PlaylistApi,
  getIdentity: GetIdentity,
  record: PlaylistRecord,
  signal: AbortSignal,
): Promise<PlexPlaylist | undefined> => {
  const playlist = await api.get(record.playlistId, signal);
  // The guid is unique in the world: when it fits, nobody else can be answering.
  const certain = playlist?.guid !== undefined && playlist.guid === record.guid;
  if (!certain) checkMachine(record, await getIdentity(signal));
  const another = playlist?.guid !== undefined && record.guid !== undefined && playlist.guid !== record.guid;
  // A server whose database was rebuilt gives old numbers to other people's lists.
  if (playlist === undefined || another) return undefined;
  if (!playlist.editable) throw notEditable(playlist.title);
  return playlist;
};

export const checkMachine = (record: PlaylistRecord, identity: PlexIdentity): void => {
  if (record.machineId === identity.machineId) return;
  throw new HarmoniqError('conflict', `The playlist "${record.title}" was made on another Plex server.`, {
    service: 'Plex',
    hint: 'Point PLEX_URL at that server again, or start with an empty DATA_DIR for the new one.',
  });
};

const notEditable = (title: string): HarmoniqError =>
  new HarmoniqError('conflict', `The playlist "${title}" is smart or read-only and cannot be written to.`, {
    service: 'Plex',
    hint: 'Choose another playlist name, or rename that playlist in Plex.',
  });

/** The editable playlist of this title that the user wants taken over. Throws `conflict` when there are several. */
export const findAdoptable = async (
  api: PlaylistApi,
  title: string,
  signal: AbortSignal,
): Promise<PlexPlaylist | undefined> => {
  const named = (await api.list(signal)).filter((playlist) => playlist.title === title && playlist.editable);
  if (named.length > 1)
    throw new HarmoniqError('conflict', `Plex has ${named.length} playlists named "${title}".`, {
      service: 'Plex',
      hint: 'Rename or delete all but the one that shall be taken over.',
    });
  return named[0];
};

/**
 * The playlist of a creation whose answer never arrived: our title, made since we began, and holding nothing but the beginning of what we sent.
 */
const findLostCreation = async (
  api: PlaylistApi,
  intent: PublishIntent,
  signal: AbortSignal,
): Promise<PlexPlaylist | undefined> => {
  const candidates = (await api.list(signal))
    .filter((playlist) => playlist.title === intent.title && playlist.editable)
    .filter(({ createdAtMs }) => createdAtMs === undefined || createdAtMs >= intent.startedAtMs - clockMarginMs)
    .sort((a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0));
  for (const candidate of candidates) {
    const items = await api.readItems(candidate.id, signal);
    const heldIds = items.map((item) => item.trackId);
    if ((heldIds.length > 0 || candidate.createdAtMs !== undefined) && isBeginningOf(heldIds, intent.wanted))
      return candidate;
  }
  return undefined;
};

/** In the same order, gaps allowed: the server skips tracks it does not know. */
const isBeginningOf = (held: readonly string[], wanted: readonly string[]): boolean => {
  let next = 0;
  for (const trackId of held) {
    next = wanted.indexOf(trackId, next) + 1;
    if (next === 0) return false;
  }
  return true;
};

/** The same, given some time: the server may still be at it. */
export const awaitLostCreation = async (
  api: PlaylistApi,
  intent: PublishIntent,
  backoffMs: number,
  signal: AbortSignal,
): Promise<PlexPlaylist | undefined> => {
  for (let tried = 0; tried < 3; tried += 1) {
    await sleep(backoffMs * 2 ** tried, signal);
    const found = await findLostCreation(api, intent, signal);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The playlist that a record or an unfinished creation stands for. Forgets a record whose playlist is gone. */
export const resolveOwn = async (
  api: PlaylistApi,
  getIdentity: GetIdentity,
  journal: PublishJournal,
  recipeId: string,
  open: PublishIntent | undefined,
  signal: AbortSignal,
): Promise<PlexPlaylist | undefined> => {
  const record = journal.getRecord(recipeId);
  if (record !== undefined) return resolveRecorded(api, getIdentity, record, signal);
  if (open === undefined || open.playlistId !== undefined) return undefined;
  return findLostCreation(api, open, signal);
};
