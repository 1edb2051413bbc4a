import { uuid } from '../music/hash.ts';
import { createCatalogue } from './catalogue.ts';
import { createEvents } from './events.ts';
import { createHistory } from './history.ts';
import { createPlaylistStore, describePlaylist, type PlaylistChange } from './playlist-store.ts';
import { createSonic } from './sonic.ts';
import type { PlexState } from './state.ts';
import type { Switches } from './switches.ts';

export interface PlexOptions {
  /** Tracks of the section "Music"; 3,200 unless said. */
  readonly tracks?: number;
  /** Tracks of the section "Audiobooks & Kids". */
  readonly kidsTracks?: number;
  readonly seed?: number;
  readonly port?: number;
  readonly token?: string;
  readonly machineIdentifier?: string;
  /** Other accounts with access; each has its own playlists, ratings and plays. */
  readonly guests?: readonly { readonly title: string; readonly token: string }[];
  /** Playlists of other makers that are there from the start; true unless said. */
  readonly foreignPlaylists?: boolean;
  /** The moment before which the invented past lies (to its day); now unless said. For a fake clock, with `switches.clockOffsetMs`. */
  readonly nowMs?: number;
  /** The household's listening of the past: 8 weeks in UTC unless said. */
  readonly history?: { readonly weeks?: number; readonly utcOffsetMinutes?: number };
  readonly switches?: Partial<Switches>;
}

/** The server's library, users and playlists as they are before the first request. */
export function createState(
  options: PlexOptions & { readonly seed: number; readonly token: string },
  switches: Switches,
  changed: (change: PlaylistChange) => void,
): PlexState {
  const tracks = options.tracks ?? 3_200;
  const epoch = Math.floor((options.nowMs ?? Date.now()) / 86_400_000) * 86_400;
  const catalogue = createCatalogue({
    seed: options.seed,
    tracks,
    kidsTracks: options.kidsTracks ?? Math.min(tracks, 120),
    epoch,
    switches,
  });
  const playlists = createPlaylistStore(
    catalogue.registry,
    () => catalogue.nowSeconds(),
    (playlist, kind) => changed({ ...describePlaylist(playlist), kind }),
  );
  const guests = (options.guests ?? []).map((guest, nth) => ({ id: nth + 2, ...guest }));
  const state: PlexState = {
    machineIdentifier: options.machineIdentifier ?? uuid(options.seed, 7, 1).replaceAll('-', ''),
    friendlyName: 'Attic',
    version: '1.43.3.10861-f4a0c2d31',
    switches,
    catalogue,
    playlists,
    history: createHistory(catalogue, {
      seed: options.seed,
      epoch,
      weeks: options.history?.weeks ?? 8,
      utcOffsetMinutes: options.history?.utcOffsetMinutes ?? 0,
    }),
    events: createEvents(),
    sonic: createSonic(switches),
    users: [{ id: 1, title: 'owner', token: options.token }, ...guests],
    sessions: new Map(),
    pictures: new Map(),
    scanning: new Set(),
  };
  if (options.foreignPlaylists !== false) addForeignPlaylists(state);
  return state;
}

/** Lists that somebody else made: nobody may touch them. */
function addForeignPlaylists(state: PlexState): void {
  const shelf = state.catalogue.shelves[0];
  if (shelf === undefined) return;
  const rule = `server://${state.machineIdentifier}/com.plexapp.plugins.library/library/sections/${shelf.key}/all?type=10&sort=addedAt:desc&limit=25`;
  state.playlists.create({
    user: 1,
    title: 'Recently Added',
    smart: true,
    readOnly: true,
    content: rule,
    trackKeys: [],
  });
  const trackKeys = Array.from({ length: Math.min(12, shelf.slots()) }, (_, slot) => shelf.track.key[slot] as number);
  state.playlists.create({ user: 1, title: 'Sunday Drive', smart: false, content: undefined, trackKeys });
}
