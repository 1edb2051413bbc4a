import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPlex } from '../../bench/defaults.ts';
import type { OrderItem } from '../../src/core/flow/order-tracks.ts';
import { createRandom, shuffleWeighted } from '../../src/core/random.ts';
import { genreNames, moodNames, styleNames } from '../../src/demo/music/vocabulary.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type { Library } from '../../src/library/library.ts';
import { expandSonically } from '../../src/recipes/flow/expand-sonically.ts';
import { orderList } from '../../src/recipes/flow/order-list.ts';
import { createSonicReader } from '../../src/recipes/flow/sonic.ts';
import { createPlexServer } from '../../src/servers/plex/plex-server.ts';
import type { MusicServer } from '../../src/servers/server.ts';
import { mean } from '../core/flow/sound-world.ts';
import { closeSonicHouses, never, openSonicHouse } from './sonic-house.ts';

interface Item extends OrderItem {
  /** Its number in the stand-in's music. */
  readonly number: number;
}

let plex: PlexStandIn;
let items: ReadonlyMap<string, Item>;
const connect = (): MusicServer =>
  createPlexServer({
    ...defaultPlex(),
    url: plex.url,
    token: plex.token,
    clientId: 'test',
    version: '0.0.0',
    logger: silentLogger(),
  });

beforeAll(async () => {
  plex = await startPlexServer({ tracks: 4_000, seed: 1 });
  const server = connect();
  const section = (await server.listMusicSections(never)).find(({ title }) => title === 'Music')?.id ?? '';
  const numbers = new Map(Array.from({ length: plex.music.trackCount }, (_, nth) => [plex.music.track(nth).guid, nth]));
  const found = new Map<string, Item>();
  for await (const page of server.listItems(section, 'track', {}, never)) {
    for (const { id, guid, artistId = id, albumId, year } of page.items) {
      const number = numbers.get(guid ?? '');
      if (number !== undefined)
        found.set(id, { id, artistKey: artistId, albumKey: albumId, year, tags: listTags(number), number });
    }
  }
  items = found;
});
afterAll(() => plex.close());
afterEach(closeSonicHouses);

const listTags = (number: number): readonly string[] => {
  const { music } = plex;
  const artist = music.track(number).songArtist;
  return [
    ...music.genresOfArtist(artist).map((each) => genreNames[each] ?? ''),
    ...music.stylesOfArtist(artist).map((each) => styleNames[each] ?? ''),
    ...music.moodsOfTrack(number).map((each) => moodNames[each] ?? ''),
  ];
};

const sounds = new Map<string, Float32Array>();
const soundOf = (id: string): Float32Array => {
  const known = sounds.get(id);
  if (known !== undefined) return known;
  const sound = new Float32Array(8);
  plex.music.writeSound(items.get(id)?.number ?? Number.NaN, sound, 0);
  sounds.set(id, sound);
  return sound;
};

/** How far apart they truly are, which only the stand-in knows. */
const distance = (a: string, b: string): number => {
  const other = soundOf(b);
  return Math.hypot(...soundOf(a).map((value, axis) => value - (other[axis] ?? 0)));
};

const makeList = async (
  server: MusicServer,
  library: Pick<Library, 'sonic'>,
  genres: readonly string[],
): Promise<readonly string[]> => {
  const pool = [...items.values()].filter(({ tags }) => tags.some((tag) => genres.includes(tag)));
  const allowed = new Set(pool.map(({ id }) => id));
  const artistOf = (id: string): string => items.get(id)?.artistKey ?? id;
  const reader = createSonicReader({ server, library, nowMs: Date.now(), logger: silentLogger() });
  const available = await reader.isAvailable(undefined, never);
  const drawn = shuffleWeighted([...allowed], () => 1, createRandom('draw'));
  const request = {
    seeds: drawn.slice(0, 27).map((id) => ({ id })),
    reader,
    weightOf: (id: string) => (allowed.has(id) ? 1 : 0),
    artistOf,
    nameOf: (id: string) => id,
    size: 50,
    random: createRandom('sound'),
  };
  const found = available ? await expandSonically(request, never) : [];
  const counts = new Map<string, number>();
  const chosen = [...new Set([...found.map(({ id }) => id), ...drawn])].filter((id) => {
    counts.set(artistOf(id), (counts.get(artistOf(id)) ?? 0) + 1);
    return (counts.get(artistOf(id)) ?? 0) <= 2;
  });
  const list = chosen.slice(0, 50).flatMap((id) => items.get(id) ?? []);
  const order = { items: list, after: undefined, energy: undefined, reader: available ? reader : undefined };
  return (await orderList({ ...order, random: createRandom('order') }, never)).map(({ id }) => id);
};

const askedNearest = (): number => plex.requests.all().filter(({ path }) => path.includes('/nearest')).length;
const ratioOf = (ids: readonly string[]): number => {
  const steps = ids.slice(1).map((id, nth) => distance(ids[nth] ?? '', id));
  const pairs = ids.flatMap((a, nth) => ids.slice(nth + 1).map((b) => distance(a, b)));
  return mean(steps) / mean(pairs);
};

describe('lists from a Plex server with sonic analysis', () => {
  test.each([
    [['Jazz', 'Classical']],
    [['Ambient', 'New Age', 'Folk']],
    [['Electronic', 'Rap', 'R&B']],
    [['Pop/Rock']],
  ])('%j: at most 60 %% of a random order, at most 50 requests, then none and the same list', async (genres) => {
    const { library } = openSonicHouse();
    const server = connect();
    plex.requests.clear();
    const cold = await makeList(server, library, genres);
    expect(askedNearest()).toBeGreaterThan(10);
    expect(plex.requests.count).toBeLessThanOrEqual(50);
    expect(cold).toHaveLength(50);
    expect(ratioOf(cold)).toBeLessThan(0.6);
    plex.requests.clear();
    expect(await makeList(server, library, genres)).toEqual(cold);
    expect(plex.requests.count).toBe(0);
  });

  test.each(['unauthorized', 'not-analysed'] as const)(
    '%s: a whole list, ordered by what is written about the tracks',
    async (sonic) => {
      plex.switches.sonic = sonic;
      try {
        const { library } = openSonicHouse();
        const server = connect();
        const ids = await makeList(server, library, ['Rap', 'Folk', 'Metal', 'Ambient', 'Jazz']);
        expect(ids).toHaveLength(50);
        expect(ratioOf(ids)).toBeLessThan(0.8);
        plex.requests.clear();
        await makeList(server, library, ['Jazz']);
        expect(plex.requests.count).toBe(0);
      } finally {
        plex.switches.sonic = 'available';
      }
    },
  );
});
