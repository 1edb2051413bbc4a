import { describe, expect, test } from '@jest/globals';
import { silentLogger } from '../../src/lib/logger.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { lastfmCharts } from '../../src/recipes/lastfm-charts.ts';
import { createFakeLastfm, song, type FakeLastfmWorld } from '../fakes/fake-lastfm.ts';
import { makeRecipe, readBatches } from './make-recipe.ts';

const signal = new AbortController().signal;
const chart = Array.from({ length: 230 }, (_, at) => song(`Artist ${at % 40}`, `Song ${at}`));
const start = (world: FakeLastfmWorld) => {
  const lastfm = createFakeLastfm(world);
  return {
    lastfm,
    stream: lastfmCharts.gather({ sources: { lastfm }, seed: 's', logger: silentLogger() }, makeRecipe(), signal),
  };
};

describe('lastfm-charts', () => {
  test('gives the whole chart from the top down, each song once, with its place as the reason', async () => {
    const { stream } = start({ chart: [...chart, song('ARTIST 0', 'song 0')] });
    const candidates = (await readBatches(stream)).flat();
    expect(candidates.map(({ title }) => title)).toEqual(chart.map(({ title }) => title));
    expect(candidates[2]).toMatchObject({ source: 'lastfm-charts', why: 'no. 3 of the Last.fm chart' });
    expect(candidates.every((candidate, at) => at === 0 || candidate.weight < (candidates[at - 1]?.weight ?? 0))).toBe(
      true,
    );
  });

  test('asks for a deeper page only when it is wanted', async () => {
    const { stream, lastfm } = start({ chart });
    expect(await readBatches(stream, 2)).toHaveLength(2);
    expect(lastfm.calls).toEqual(['chart 1']);
  });

  test('ends quietly when there is no chart', async () => {
    expect((await readBatches(start({}).stream)).flat()).toEqual([]);
  });

  test('passes a failure on instead of taking it for the end', async () => {
    const failure = new HarmoniqError('unreachable', 'gone');
    const { stream } = start({ chart, fail: (_call, page) => (page === '2' ? failure : undefined) });
    await expect(readBatches(stream)).rejects.toBe(failure);
  });

  test('does not run without a key', async () => {
    const stream = lastfmCharts.gather(
      { sources: { lastfm: undefined }, seed: 's', logger: silentLogger() },
      makeRecipe(),
      signal,
    );
    await expect(readBatches(stream)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});
