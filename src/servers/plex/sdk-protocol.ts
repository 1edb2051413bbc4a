/** Calls that the SDK gets right (plexjs 0.43.0 against the shapes that real servers send). Ids must be numbers. */
export interface SdkCalls {
  readonly getIdentity: Record<string, never>;
  readonly listPlaylists: Record<string, never>;
  readonly getPlaylist: { readonly playlistId: number };
  readonly deletePlaylist: { readonly playlistId: number };
  readonly deletePlaylistItem: { readonly playlistId: number; readonly generatorId: number };
  readonly movePlaylistItem: {
    readonly playlistId: number;
    readonly playlistItemId: number;
    readonly after?: number | undefined;
  };
}
export type SdkOperation = keyof SdkCalls;

/** From us to the process that holds the SDK. */
export type ToSdk =
  | {
      readonly kind: 'call';
      readonly callId: number;
      readonly operation: SdkOperation;
      readonly args: SdkCalls[SdkOperation];
    }
  | {
      readonly kind: 'answer';
      readonly callId: number;
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    };

/** Back from it. The SDK builds the request and reads the answer; sending is our client's business. */
export type FromSdk =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'send';
      readonly callId: number;
      readonly method: string;
      readonly path: string;
      readonly query: string;
      readonly userAgent: string;
    }
  | { readonly kind: 'parsed'; readonly callId: number; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  /** The server answered, but not as the SDK's schema wants it. */
  | { readonly kind: 'unparsed'; readonly callId: number; readonly why: string }
  /** The SDK refused the arguments or broke before it sent anything. */
  | { readonly kind: 'refused'; readonly callId: number; readonly why: string };
