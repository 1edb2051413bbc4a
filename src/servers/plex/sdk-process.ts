// A process of its own: importing the SDK takes 60 MB and half a second, and all of it goes back to the system when this process ends.
import { HTTPClient, PlexAPI } from '@lukehagar/plexjs';
import { PlaylistType } from '@lukehagar/plexjs/sdk/models/operations/listplaylists.js';
import type { FromSdk, SdkCalls, SdkOperation, ToSdk } from './sdk-protocol.ts';

/** Never contacted: requests leave through the parent, which knows address and token. */
const placeholderUrl = 'http://plex.invalid';

const tell = (message: FromSdk): void => {
  process.send?.(message);
};

const waiting = new Map<number, (response: Response) => void>();

/** An SDK whose requests are sent by the parent. */
const createSdk = (callId: number): PlexAPI =>
  new PlexAPI({
    serverURL: placeholderUrl,
    retryConfig: { strategy: 'none' },
    httpClient: new HTTPClient({
      fetcher: (input) =>
        new Promise<Response>((resolve) => {
          const request = input as Request;
          const url = new URL(request.url);
          waiting.set(callId, resolve);
          tell({
            kind: 'send',
            callId,
            method: request.method,
            path: url.pathname,
            query: url.search,
            userAgent: request.headers.get('user-agent') ?? '',
          });
        }),
    }),
  });

type Run<Operation extends SdkOperation> = (sdk: PlexAPI, args: SdkCalls[Operation]) => Promise<unknown>;

const operations: { readonly [Operation in SdkOperation]: Run<Operation> } = {
  getIdentity: async (sdk) => (await sdk.general.getIdentity()).object?.mediaContainer,
  listPlaylists: async (sdk) =>
    (await sdk.playlist.listPlaylists({ playlistType: PlaylistType.Audio })).mediaContainerWithPlaylistMetadata
      ?.mediaContainer?.metadata,
  getPlaylist: async (sdk, args) =>
    (await sdk.playlist.getPlaylist(args)).mediaContainerWithPlaylistMetadata?.mediaContainer?.metadata,
  deletePlaylist: async (sdk, args) => {
    await sdk.libraryPlaylists.deletePlaylist(args);
  },
  deletePlaylistItem: async (sdk, args) => {
    await sdk.libraryPlaylists.deletePlaylistItem(args);
  },
  movePlaylistItem: async (sdk, args) => {
    await sdk.libraryPlaylists.movePlaylistItem(args);
  },
};

/** The SDK keeps what its schema does not know aside; put it back. */
const flatten = (value: unknown): Record<string, unknown> => {
  const { additionalProperties, ...known } = value as Record<string, unknown>;
  return { ...known, ...(additionalProperties as Record<string, unknown> | undefined) };
};

/** Calls whose answer has come: what fails from then on is the reading, not the request. */
const answered = new Set<number>();

const run = async (callId: number, operation: SdkOperation, args: SdkCalls[SdkOperation]): Promise<void> => {
  try {
    const value = await (operations[operation] as Run<SdkOperation>)(createSdk(callId), args);
    const rows: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    tell({ kind: 'parsed', callId, rows: rows.map(flatten) });
  } catch (error) {
    // Only the error's name goes back: its fields hold the whole request.
    const why = error instanceof Error ? error.name : 'unknown';
    tell({ kind: answered.has(callId) ? 'unparsed' : 'refused', callId, why });
  } finally {
    waiting.delete(callId);
    answered.delete(callId);
  }
};

process.on('message', (message: ToSdk) => {
  if (message.kind === 'call') {
    void run(message.callId, message.operation, message.args);
    return;
  }
  const resolve = waiting.get(message.callId);
  waiting.delete(message.callId);
  answered.add(message.callId);
  const empty = message.status === 204 || message.status === 205 || message.status === 304;
  resolve?.(
    new Response(empty ? null : message.body, {
      status: message.status,
      headers: { 'content-type': message.contentType },
    }),
  );
});

// The parent decides when this process ends; a signal to the whole group must not cut off a write half-read.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });
