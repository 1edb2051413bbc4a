import { happens, mix, pick } from '../music/hash.ts';
import { scenes } from '../music/scenes.ts';
import type { Play } from './play.ts';
import type { Shelf } from './shelf.ts';

export interface HabitOptions {
  readonly seed: number;
  /** Midnight (UTC) of the day before which all of this happened, in epoch seconds. */
  readonly epoch: number;
  /** How far back it goes. */
  readonly weeks: number;
  /** Local time of the household; their evenings are evenings there. */
  readonly utcOffsetMinutes: number;
  readonly movieKeys: readonly number[];
}

/** Who lives here. Only the owner is known to the server as a user; the others listen on their own accounts. */
export const household: readonly { readonly id: number; readonly name: string }[] = [
  { id: 71, name: 'Robin' },
  { id: 72, name: 'the kids' },
];

interface Listener {
  readonly accountID: number;
  /** Against the owner. */
  readonly share: number;
  readonly wakesAt: number;
  readonly sleepsAt: number;
  likes(scene: string): boolean;
}

const listeners: readonly Listener[] = [
  { accountID: 1, share: 1, wakesAt: 6, sleepsAt: 25, likes: (scene) => scene !== 'children' && scene !== 'metal' },
  {
    accountID: 71,
    share: 0.4,
    wakesAt: 8,
    sleepsAt: 23,
    likes: (scene) => /pop|latin|soul|jazz|rock|vocal/.test(scene),
  },
  { accountID: 72, share: 0.2, wakesAt: 15, sleepsAt: 20, likes: (scene) => /children|pop|hiphop|dance/.test(scene) },
];

const day = 86_400;
const hour = 3_600;
const mostPlaysADay = 60;

/**
 * The listening of a household over the past weeks: what is played depends on the hour (quiet at night, lively at work, jazz in the evening), on who it
 * is, and mostly on a circle of favourites. Tracks that were deleted since and films are in between. Unordered.
 */
export function inventHabits(shelf: Shelf, options: HabitOptions): readonly Omit<Play, 'id'>[] {
  if (shelf.music.trackCount < 2 || options.weeks <= 0) return [];
  const favourites = gatherFavourites(shelf);
  const perDay = Math.min(mostPlaysADay, Math.max(2, shelf.music.trackCount / 100));
  const plays: Omit<Play, 'id'>[] = [];
  for (let ago = 1; ago <= options.weeks * 7; ago++) {
    const midnight = options.epoch - ago * day - options.utcOffsetMinutes * 60;
    const weekend = [0, 6].includes(new Date((options.epoch - ago * day) * 1_000).getUTCDay());
    for (const listener of listeners) {
      const count = Math.round(perDay * listener.share * (weekend ? 1.3 : 0.9));
      for (let nth = 0; nth < count; nth++) {
        const play = inventPlay(
          shelf,
          favourites,
          listener,
          midnight,
          mix(options.seed, ago * 1_000 + nth, 142, listener.accountID),
        );
        if (play.viewedAt < options.epoch) plays.push(play);
      }
    }
    for (let nth = 0; nth < Math.max(1, perDay / 12); nth++) plays.push(inventFilm(options, midnight, ago * 100 + nth));
  }
  return plays;
}

/** Tracks by scene that somebody keeps coming back to: some hundred in all. */
function gatherFavourites(shelf: Shelf): ReadonlyMap<string, readonly number[]> {
  const { music } = shelf;
  const perMille = Math.min(300, Math.max(8, 900_000 / music.trackCount));
  const favourites = new Map<string, number[]>();
  for (let slot = 0; slot < music.trackCount; slot++) {
    if (!happens(mix(music.seed, slot, 141), perMille)) continue;
    const { name } = music.sceneOf(music.track(slot).songArtist);
    favourites.set(name, [...(favourites.get(name) ?? []), slot]);
  }
  return favourites;
}

function inventPlay(
  shelf: Shelf,
  favourites: ReadonlyMap<string, readonly number[]>,
  listener: Listener,
  midnight: number,
  hash: number,
): Omit<Play, 'id'> {
  const at = listener.wakesAt + ((mix(hash, 1, 143) % 1_000) / 1_000) * (listener.sleepsAt - listener.wakesAt);
  const fitting = scenes.filter(
    ({ name, hours }) => listener.likes(name) && hours.includes(Math.floor(at) % 24) && favourites.has(name),
  );
  const scene = fitting.length > 0 && !happens(hash, 120) ? pick(fitting, mix(hash, 2, 143)) : undefined;
  const known = favourites.get(scene?.name ?? '') ?? [];
  // The first of a circle are played most.
  const place = Math.floor(known.length * ((mix(hash, 3, 143) % 1_000) / 1_000) ** 2);
  const slot = known[place] ?? mix(hash, 4, 143) % shelf.music.trackCount;
  const deleted = happens(hash >>> 3, 12);
  return {
    section: shelf.position,
    slot: deleted ? -1 : slot,
    trackKey: shelf.track.key[slot] as number,
    viewedAt: Math.floor(midnight + at * hour),
    accountID: listener.accountID,
  };
}

function inventFilm(options: HabitOptions, midnight: number, nth: number): Omit<Play, 'id'> {
  const hash = mix(options.seed, nth, 144);
  return {
    section: 0,
    slot: -1,
    trackKey: pick(options.movieKeys, hash),
    viewedAt: midnight + 19 * hour + (hash % (3 * hour)),
    accountID: pick([1, 71], hash >>> 5),
  };
}
