import { afterAll, beforeAll } from '@jest/globals';
import { startPlexServer, type PlexOptions, type PlexStandIn } from '../../src/demo/plex/server.ts';

export interface Row {
  readonly [key: string]: unknown;
  readonly ratingKey: string;
  readonly title: string;
}

export interface Container {
  readonly [key: string]: unknown;
  readonly size: number;
  readonly totalSize?: number;
  readonly offset?: number;
  readonly Metadata?: readonly Row[];
  readonly Directory?: readonly Record<string, unknown>[];
}

export interface Kit {
  readonly plex: PlexStandIn;
  /** Asks with token and JSON unless the headers say otherwise; never throws on a status. */
  readonly send: (
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ) => Promise<Response>;
  /** The MediaContainer; throws when the status is not 2xx. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Container>;
  /** All tracks of a section in the order of their ids, with more query. */
  readonly tracks: (query?: string) => Promise<readonly Row[]>;
  readonly uri: (...ids: readonly string[]) => string;
}

/** One server for a file of tests. */
export function usePlex(options: PlexOptions = {}): Kit {
  let plex: PlexStandIn | undefined;
  beforeAll(async () => {
    plex = await startPlexServer({ tracks: 400, seed: 3, ...options });
  });
  afterAll(() => plex?.close());
  const there = (): PlexStandIn => {
    if (plex === undefined) throw new Error('the server has not started');
    return plex;
  };
  const send: Kit['send'] = (method, path, headers = {}, body) =>
    fetch(there().url + path, {
      method,
      headers: { accept: 'application/json', 'x-plex-token': there().token, ...headers },
      ...(body ? { body } : {}),
    });
  const get: Kit['get'] = async (path, headers) => {
    const answer = await send('GET', path, headers);
    if (!answer.ok) throw new Error(`${path} gave ${answer.status}`);
    return ((await answer.json()) as { MediaContainer: Container }).MediaContainer;
  };
  return {
    get plex() {
      return there();
    },
    send,
    get,
    tracks: async (query = '') =>
      (await get(`/library/sections/3/all?type=10&sort=id&X-Plex-Container-Start=0&X-Plex-Container-Size=1000${query}`))
        .Metadata ?? [],
    uri: (...ids) =>
      encodeURIComponent(
        `server://${there().machineIdentifier}/com.plexapp.plugins.library/library/metadata/${ids.join(',')}`,
      ),
  };
}

export const page = (start: number, size: number): string =>
  `X-Plex-Container-Start=${start}&X-Plex-Container-Size=${size}`;
