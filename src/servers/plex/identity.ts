import type { PlaylistApi, PlexIdentity } from './playlist-api.ts';

/** How long the answer to "which server is this?" is believed. */
const identityLifetimeMs = 5 * 60_000;

/** Which server we speak to; asked once and then again only after a while. */
export type GetIdentity = (signal: AbortSignal) => Promise<PlexIdentity>;

/** Remembers the answer for a few minutes; its clock goes on meanwhile. */
export const createIdentityCache = (api: PlaylistApi): GetIdentity => {
  let known: { readonly identity: PlexIdentity; readonly atMs: number } | undefined;
  return async (signal) => {
    const now = Date.now();
    if (known === undefined || now - known.atMs > identityLifetimeMs)
      known = { identity: await api.getIdentity(signal), atMs: Date.now() };
    // The server's clock goes on while its name is remembered.
    return { ...known.identity, serverTimeMs: known.identity.serverTimeMs + (Date.now() - known.atMs) };
  };
};
