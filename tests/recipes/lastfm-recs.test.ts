import { describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { lastfmRecs } from '../../src/recipes/lastfm-recs.ts';
import type { ArtistPlays } from '../../src/sources/source.ts';
import { createFakeLastfm, song, type FakeLastfmWorld } from '../fakes/fake-lastfm.ts';
import { makeRecipe, readBatches } from './make-recipe.ts';

const signal = new AbortController().signal;
const plays = (name: string, count: number): ArtistPlays => ({ name, plays: count, mbid: undefined });
const like = (name: string, similarity: number) => ({ name, similarity, mbid: undefined });
const songsOf = (artist: string, count = 20) =>
  Array.from({ length: count }, (_, at) => song(artist, `${artist} ${at}`));

const neighbours = Array.from({ length: 30 }, (_, at) => `Neighbour ${at}`);
const world: FakeLastfmWorld = {
  topArtists: { '3month': [plays('Loved', 900), plays('Liked', 90)] },
  topTracks: songsOf('Loved', 3),
  similar: {
    Loved: [...neighbours.slice(0, 20).map((name, at) => like(name, 1 - at / 40)), like('Liked', 1)],
    Liked: neighbours.slice(10).map((name) => like(name, 0.5)),
  },
  tracks: Object.fromEntries([...neighbours, 'Loved', 'Liked'].map((name) => [name, songsOf(name)])),
};
const gather = (
  from: FakeLastfmWorld,
  options: { readonly seed?: string; readonly station?: boolean; readonly period?: string } = {},
) => {
  const lastfm = createFakeLastfm(from);
  const recipe = makeRecipe({
    id: 'lastfm-recs',
    kind: 'lastfm-recs',
    options: { user: 'rj', period: options.period ?? '3month', station: options.station ?? false },
  });
  const context = { sources: { lastfm }, seed: options.seed ?? 'monday', logger: silentLogger() };
  return { lastfm, stream: lastfmRecs.gather(context, recipe, signal) };
};
const titles = async (from: FakeLastfmWorld, seed: string, batches = 3): Promise<readonly string[]> =>
  (await readBatches(gather(from, { seed }).stream, batches)).flat().map(({ title }) => title);

describe('lastfm-recs', () => {
  test('is the same all day and different the next', async () => {
    const monday = await titles(world, 'monday');
    expect(await titles(world, 'monday')).toEqual(monday);
    expect(await titles(world, 'tuesday')).not.toEqual(monday);
  });

  test('offers every song once, and none that the user plays most', async () => {
    const candidates = (await readBatches(gather(world).stream)).flat();
    const names = candidates.map(({ title }) => title);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('Loved 0');
    expect(names).toContain('Loved 7');
    // 30 neighbours and two artists of the user's own with 20 songs each, less the three best known.
    expect(names).toHaveLength(32 * 20 - 3);
  });

  test('takes turns: no artist has two songs before all of the batch have one', async () => {
    const [first] = await readBatches(gather(world).stream, 1);
    const artists = (first ?? []).map(({ artist }) => artist);
    const turn = new Set(artists).size;
    expect(turn).toBe(8);
    for (let at = 0; at < artists.length; at += turn) expect(new Set(artists.slice(at, at + turn)).size).toBe(turn);
  });

  test('says whom the user plays as the reason, and keeps the own artists for the end', async () => {
    const candidates = (await readBatches(gather(world).stream)).flat();
    expect(candidates.find(({ artist }) => artist === 'Neighbour 0')?.why).toBe('because you play Loved');
    expect(candidates.find(({ artist }) => artist === 'Neighbour 29')?.why).toBe('because you play Liked');
    expect(candidates.at(-1)).toMatchObject({ artist: 'Loved', why: 'more of Loved, whom you play often' });
    expect(candidates.every((candidate, at) => at === 0 || candidate.weight < (candidates[at - 1]?.weight ?? 0))).toBe(
      true,
    );
  });

  test('prefers the close and much played: they come earlier on most days', async () => {
    const firstBatches = await Promise.all(
      Array.from({ length: 60 }, (_, day) => readBatches(gather(world, { seed: `day ${day}` }).stream, 1)),
    );
    const count = (artist: string): number =>
      firstBatches.filter(([batch]) => batch?.some((candidate) => candidate.artist === artist)).length;
    expect(count('Neighbour 0')).toBeGreaterThan(count('Neighbour 25') + 10);
    expect(count('Neighbour 0')).toBeGreaterThan(count('Liked') + 10);
  });

  test('asks deeper only on demand', async () => {
    const { stream, lastfm } = gather(world);
    await readBatches(stream, 1);
    expect(lastfm.calls.filter((call) => call.startsWith('artist-tracks'))).toHaveLength(8);
  });

  test('falls back to all time when the user played nothing lately', async () => {
    const { stream, lastfm } = gather({ ...world, topArtists: { overall: [plays('Loved', 5)] } }, { period: '7day' });
    expect((await readBatches(stream, 1)).flat().length).toBeGreaterThan(0);
    expect(lastfm.calls.slice(0, 2)).toEqual(['top-artists 7day', 'top-artists overall']);
  });

  test('says so when Last.fm knows no listening of this user', async () => {
    await expect(readBatches(gather({}).stream)).rejects.toMatchObject({
      code: 'not-found',
      message: 'Last.fm knows no listening of "rj" to start from.',
    });
  });

  test('leaves out the one artist that Last.fm stumbles over', async () => {
    const fail = (call: string, argument: string) =>
      call === 'artist-tracks' && argument === 'Neighbour 3' ? new HarmoniqError('bad-response', 'error 8') : undefined;
    const artists = new Set((await readBatches(gather({ ...world, fail }).stream)).flat().map(({ artist }) => artist));
    expect(artists.has('Neighbour 3')).toBe(false);
    expect(artists.has('Neighbour 4')).toBe(true);
  });

  test('fails when Last.fm stumbles over everything, rather than passing for an empty taste', async () => {
    const fail = (call: string) =>
      call === 'artist-tracks' ? new HarmoniqError('bad-response', 'error 8') : undefined;
    await expect(readBatches(gather({ ...world, fail }).stream)).rejects.toMatchObject({ message: 'error 8' });
  });

  test.each(['unreachable', 'rate-limited', 'unauthorized', 'timeout'] as const)('ends the run on %s', async (code) => {
    const fail = (call: string) => (call === 'similar' ? new HarmoniqError(code, 'no') : undefined);
    await expect(readBatches(gather({ ...world, fail }).stream)).rejects.toMatchObject({ code });
  });
});

describe('the station', () => {
  const drawn = [
    [song('Radio', 'r1'), song('Radio', 'r2')],
    [song('Radio', 'r2'), song('Neighbour 0', 'Neighbour 0 1')],
    [song('radio', 'R1')],
  ];

  test('is asked only when wanted', async () => {
    const { stream, lastfm } = gather({ ...world, station: drawn });
    await readBatches(stream, 1);
    expect(lastfm.calls.some((call) => call.startsWith('station'))).toBe(false);
  });

  test('is mixed in from the first batch on, and asked until it repeats itself', async () => {
    const { stream, lastfm } = gather({ ...world, station: drawn }, { station: true });
    const candidates = (await readBatches(stream)).flat();
    expect(lastfm.calls.filter((call) => call.startsWith('station'))).toHaveLength(3);
    expect(candidates[2]).toMatchObject({ why: 'from your Last.fm station' });
    expect(candidates.filter(({ artist }) => artist.toLowerCase() === 'radio')).toHaveLength(2);
  });

  test('alone fills the list of a user without history', async () => {
    const { stream } = gather({ station: drawn }, { station: true });
    expect((await readBatches(stream)).flat()).toHaveLength(3);
  });
});
