import { parseQueryText } from './query-text.ts';
import type { PlexState } from './state.ts';

/** What a playlist address names: tracks that exist, in the order asked. */
export type Resolved =
  | { readonly kind: 'tracks'; readonly requested: number; readonly trackKeys: readonly number[] }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreadable' };

/** Reads `server://{machine}/com.plexapp.plugins.library/…`. An address that leads nowhere gives no tracks and no error. */
export function resolveUri(state: PlexState, uri: string, user: number): Resolved {
  const match = /^server:\/\/([^/]+)\/com\.plexapp\.plugins\.library(\/.*)?$/.exec(uri);
  if (match === null) return { kind: 'unreadable' };
  if (match[1] !== state.machineIdentifier) return { kind: 'foreign' };
  const path = match[2] ?? '';
  const items = /^\/library\/metadata\/([\d,]+)$/.exec(path);
  if (items?.[1] !== undefined) return resolveKeys(state, items[1].split(',').filter(Boolean).map(Number));
  const section = /^\/library\/sections\/(\d+)\/all\?(.*)$/.exec(path);
  if (section === null) return { kind: 'tracks', requested: 0, trackKeys: [] };
  const shelf = state.catalogue.shelf(section[1] as string);
  if (shelf === undefined) return { kind: 'tracks', requested: 0, trackKeys: [] };
  const { indexes } = state.catalogue.select(shelf, 'track', parseQueryText(section[2] as string), user);
  const trackKeys = Array.from(indexes, (slot) => shelf.track.key[slot] as number);
  return { kind: 'tracks', requested: trackKeys.length, trackKeys };
}

/** Albums and artists stand for their tracks; unknown keys are skipped. */
function resolveKeys(state: PlexState, keys: readonly number[]): Resolved {
  const trackKeys = keys.flatMap((key) => tracksUnder(state, key));
  return { kind: 'tracks', requested: keys.length, trackKeys };
}

export function tracksUnder(state: PlexState, key: number): readonly number[] {
  const item = state.catalogue.registry.resolve(key);
  if (item === undefined) return [];
  if (item.kind === 'track') return [key];
  if (item.kind !== 'album' && item.kind !== 'artist') return [];
  const shelf = state.catalogue.shelfAt(item.section);
  const found: number[] = [];
  for (let slot = 0; slot < shelf.slots(); slot++) {
    const album = shelf.track.album[slot] as number;
    const parent = item.kind === 'album' ? album : shelf.artistOf(album);
    if (shelf.track.gone[slot] === 0 && parent === item.index) found.push(shelf.track.key[slot] as number);
  }
  return found;
}
