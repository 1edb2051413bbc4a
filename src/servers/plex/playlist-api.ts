import type { PlaylistItem } from '../../core/playlist.ts';
import type { TrackId } from '../../core/track.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { HttpAnswer } from '../../lib/http.ts';
import type { Logger } from '../../lib/logger.ts';
import type { PlexClient, PlexRequest } from './client.ts';
import { toCount, toText, type Row } from './coerce.ts';
import { openEnvelope, readContainer, readServerTime } from './container.ts';
import { readPlaylist, readPlaylistItem, type PlexPlaylist } from './map.ts';
import { readPages } from './pages.ts';
import { toItemsUri } from './playlist-uri.ts';
import { createQuery, pagingHeaders, pagingPairs, type QueryPair } from './query.ts';
import type { PlexSdk } from './sdk.ts';
import type { SdkCalls, SdkOperation } from './sdk-protocol.ts';

const pageSize = 1_000;
/** From here on a list may be one that the server cut off: servers cap pages as they like. */
const smallestCap = 50;

export interface PlexIdentity {
  readonly machineId: string;
  readonly serverTimeMs: number;
}

/** Single requests about playlists. Reads are retried, writes never; a write that resolves has been answered as done. */
export interface PlaylistApi {
  getIdentity(signal: AbortSignal): Promise<PlexIdentity>;
  list(signal: AbortSignal): Promise<readonly PlexPlaylist[]>;
  get(playlistId: string, signal: AbortSignal): Promise<PlexPlaylist | undefined>;
  readItems(playlistId: string, signal: AbortSignal): Promise<readonly PlaylistItem[]>;
  /** undefined = created, but the answer does not say which one it is. */
  create(
    title: string,
    machineId: string,
    trackIds: readonly TrackId[],
    signal: AbortSignal,
  ): Promise<PlexPlaylist | undefined>;
  /** How many the server says it added; unknown ids are skipped in silence. */
  append(
    playlistId: string,
    machineId: string,
    trackIds: readonly TrackId[],
    signal: AbortSignal,
  ): Promise<number | undefined>;
  remove(playlistId: string, itemId: string, signal: AbortSignal): Promise<void>;
  /** `afterItemId` undefined = to the top. */
  move(playlistId: string, itemId: string, afterItemId: string | undefined, signal: AbortSignal): Promise<void>;
  setSummary(playlistId: string, summary: string, signal: AbortSignal): Promise<void>;
  deletePlaylist(playlistId: string, signal: AbortSignal): Promise<void>;
}

/** Where the SDK reads or writes a thing rightly it does; `sdk` undefined = axios alone. */
export const createPlaylistApi = (client: PlexClient, sdk: PlexSdk | undefined, logger: Logger): PlaylistApi => {
  const road = createRoad(client, sdk, logger);
  let summaryName: 'summary' | 'summary.value' | undefined;

  const get: PlaylistApi['get'] = async (playlistId, signal) => {
    const id = toSdkId(playlistId);
    try {
      const { rows } = await road.read(
        id === undefined ? undefined : { operation: 'getPlaylist', args: { playlistId: id } },
        { path: playlistPath(playlistId), signal },
      );
      return rows.map(readPlaylist).find((playlist) => playlist !== undefined);
    } catch (error) {
      if (error instanceof HarmoniqError && error.code === 'not-found') return undefined;
      throw error;
    }
  };

  return {
    get,
    async getIdentity(signal) {
      const { rows, answer } = await road.read(
        { operation: 'getIdentity', args: {} },
        { path: '/identity', signal },
        (head) => [head],
      );
      const machineId = toText(rows[0]?.['machineIdentifier']);
      if (machineId === undefined) throw noMachineId();
      return { machineId, serverTimeMs: readServerTime(answer) };
    },
    async list(signal) {
      const { rows } = await road.read(
        { operation: 'listPlaylists', args: {} },
        {
          path: '/playlists',
          query: createQuery(['playlistType', 'audio'], ...pagingPairs(0, pageSize)),
          headers: pagingHeaders(0, pageSize),
          signal,
        },
      );
      const all = rows.length < smallestCap ? rows : await readAllPlaylists(client, signal);
      return all.map(readPlaylist).filter((playlist) => playlist !== undefined && playlist.isAudio) as PlexPlaylist[];
    },
    async readItems(playlistId, signal) {
      const first = await readItemsOnce(client, playlistId, signal);
      // Adding what only seems to be missing would make copies: a list that came short is read again.
      return (first.complete ? first : await readItemsOnce(client, playlistId, signal)).items;
    },
    async create(title, machineId, trackIds, signal) {
      const answer = await road.write({
        method: 'POST',
        path: '/playlists',
        query: createQuery(['type', 'audio'], ['title', title], ['smart', 0], ['uri', toItemsUri(machineId, trackIds)]),
        signal,
      });
      return openEnvelope(answer.data)
        ?.rows.map(readPlaylist)
        .find((playlist) => playlist !== undefined);
    },
    async append(playlistId, machineId, trackIds, signal) {
      const answer = await road.write({
        method: 'PUT',
        path: `${playlistPath(playlistId)}/items`,
        query: createQuery(['uri', toItemsUri(machineId, trackIds)]),
        signal,
      });
      return toCount(openEnvelope(answer.data)?.head['leafCountAdded']);
    },
    async remove(playlistId, itemId, signal) {
      const [list, item] = [toSdkId(playlistId), toSdkId(itemId)];
      await road.write(
        { method: 'DELETE', path: `${playlistPath(playlistId)}/items/${encodeURIComponent(itemId)}`, signal },
        list === undefined || item === undefined
          ? undefined
          : { operation: 'deletePlaylistItem', args: { playlistId: list, generatorId: item } },
      );
    },
    async move(playlistId, itemId, afterItemId, signal) {
      const [list, item] = [toSdkId(playlistId), toSdkId(itemId)];
      const after = afterItemId === undefined ? undefined : toSdkId(afterItemId);
      const fits = list !== undefined && item !== undefined && (afterItemId === undefined || after !== undefined);
      await road.write(
        {
          method: 'PUT',
          path: `${playlistPath(playlistId)}/items/${encodeURIComponent(itemId)}/move`,
          query: afterItemId === undefined ? undefined : createQuery(['after', afterItemId]),
          signal,
        },
        fits
          ? {
              operation: 'movePlaylistItem',
              args: { playlistId: list, playlistItemId: item, ...(after === undefined ? {} : { after }) },
            }
          : undefined,
      );
    },
    async setSummary(playlistId, summary, signal) {
      // Two spellings are in use; which one this server takes shows once.
      for (const name of summaryName === undefined ? (['summary', 'summary.value'] as const) : [summaryName]) {
        const answer = await client.request({
          method: 'PUT',
          path: playlistPath(playlistId),
          query: createQuery([name, summary]),
          idempotent: true,
          responseType: 'text',
          signal,
        });
        if (summaryName !== undefined) return;
        if (readAnsweredSummary(answer) === summary || (await get(playlistId, signal))?.summary === summary) {
          summaryName = name;
          return;
        }
      }
      logger.warn({ playlistId }, 'Plex did not take the description of a playlist');
    },
    async deletePlaylist(playlistId, signal) {
      const id = toSdkId(playlistId);
      await road.write(
        { method: 'DELETE', path: playlistPath(playlistId), signal },
        id === undefined ? undefined : { operation: 'deletePlaylist', args: { playlistId: id } },
      );
    },
  };
};

const itemsOnly: readonly QueryPair[] = [
  ['excludeElements', 'Media,Guid,Genre,Style,Mood,Collection,Label,Field,Image,UltraBlurColors'],
  ['excludeFields', 'summary,tagline'],
];

const readItemsOnce = async (client: PlexClient, playlistId: string, signal: AbortSignal) => {
  const items = new Map<string, PlaylistItem>();
  const path = `${playlistPath(playlistId)}/items`;
  let rows = 0;
  let total = 0;
  for await (const page of readPages(client, { path, query: itemsOnly, pageSize, signal })) {
    rows += page.rows.length;
    total = page.total;
    for (const row of page.rows) {
      const item = readPlaylistItem(row);
      if (item !== undefined) items.set(item.itemId === '' ? `row ${items.size}` : item.itemId, item);
    }
  }
  return { items: [...items.values()], complete: rows === total && items.size === rows };
};

const playlistPath = (playlistId: string): string => `/playlists/${encodeURIComponent(playlistId)}`;

/** The SDK takes whole numbers only. */
const toSdkId = (id: string): number | undefined => {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : undefined;
};

const noMachineId = (): HarmoniqError =>
  new HarmoniqError('bad-response', 'Plex did not say which server it is.', {
    service: 'Plex',
    hint: 'Check that PLEX_URL is the address of a Plex Media Server.',
  });

const readAnsweredSummary = (answer: HttpAnswer): string | undefined => {
  try {
    return toText(openEnvelope(JSON.parse(String(answer.data)))?.rows[0]?.['summary']);
  } catch {
    return undefined;
  }
};

const readAllPlaylists = async (client: PlexClient, signal: AbortSignal): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  const request = { path: '/playlists', query: [['playlistType', 'audio'] as const], pageSize, signal };
  for await (const page of readPages(client, request)) rows.push(...page.rows);
  return rows;
};

type SdkRoute = {
  readonly [Operation in SdkOperation]: { readonly operation: Operation; readonly args: SdkCalls[Operation] };
}[SdkOperation];

/** Chooses between SDK and axios for one request, and falls back where the SDK cannot go on. */
const createRoad = (client: PlexClient, sdk: PlexSdk | undefined, logger: Logger) => {
  const read = async (
    route: SdkRoute | undefined,
    request: PlexRequest,
    select?: (head: Row) => readonly Row[],
  ): Promise<{ readonly rows: readonly Row[]; readonly answer: HttpAnswer }> => {
    if (sdk !== undefined && route !== undefined) {
      const outcome = await sdk.call(route.operation, route.args, request.signal);
      if (outcome.kind === 'parsed')
        return { rows: outcome.rows, answer: { status: 200, headers: outcome.headers ?? {}, data: undefined } };
      if (outcome.kind === 'unparsed') {
        logger.debug({ operation: route.operation }, 'The raw answer was read in place of the SDK');
        const container = openEnvelope(outcome.answer.data);
        if (container !== undefined)
          return { rows: select?.(container.head) ?? container.rows, answer: outcome.answer };
      }
    }
    const answer = await client.request(request);
    const container = readContainer(answer, request.path);
    return { rows: select?.(container.head) ?? container.rows, answer };
  };

  /** An answer that nobody could read is still an answer: the write has happened, and the caller reads the playlist again. */
  const write = async (request: PlexRequest, route?: SdkRoute): Promise<HttpAnswer> => {
    if (sdk !== undefined && route !== undefined) {
      const outcome = await sdk.call(route.operation, route.args, request.signal);
      if (outcome.kind === 'parsed') return { status: 200, headers: outcome.headers ?? {}, data: undefined };
      if (outcome.kind === 'unparsed') return outcome.answer;
    }
    const answer = await client.request({ ...request, responseType: 'text' });
    try {
      return { ...answer, data: JSON.parse(String(answer.data)) as unknown };
    } catch {
      return { ...answer, data: undefined };
    }
  };
  return { read, write };
};
