import { afterEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { runRecipe } from '../../src/operations/run-recipe.ts';
import { undo } from '../../src/operations/undo.ts';
import { song } from '../fakes/fake-lastfm.ts';
import { closeHouses, context, createTestHouse, makeTracks, readPlaylist } from './test-house.ts';

afterEach(closeHouses);

const tracks = makeTracks(30);
const chart = tracks.map(({ artist, title }) => song(artist, title));
const first = tracks.slice(0, 10).map(({ id }) => id);
const second = tracks.slice(20, 30).map(({ id }) => id);

/** Two runs with different charts behind it. */
const build = async () => {
  const world = { chart };
  const house = await createTestHouse({ tracks, lastfm: world });
  const run = () => runRecipe.run(house, { recipe: 'lastfm-charts', dryRun: false }, context());
  await run();
  world.chart = chart.slice(20);
  await run();
  return { house, undo: () => undo.run(house, { recipe: 'lastfm-charts' }, context()) };
};

describe('undo', () => {
  test('brings back what was there before, records it and tells the doors', async () => {
    const { house, undo: undoIt } = await build();
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(second);
    const { report } = await undoIt();
    expect(report).toMatchObject({
      result: 'succeeded',
      message: 'The playlist holds the 10 tracks from before again.',
    });
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(first);
    expect(house.library.listPublished()[0]?.tracks.map(({ trackId }) => trackId)).toEqual(first);
    expect(house.heard.at(-1)).toMatchObject({ name: 'run-finished', event: { report: { id: report.id } } });
  });

  test('goes back once per change, not to and fro', async () => {
    const { house, undo: undoIt } = await build();
    await undoIt();
    // What is left is the empty list from before the playlist was made.
    await expect(undoIt()).rejects.toMatchObject({ code: 'not-found' });
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(first);
  });

  test('leaves out what the library no longer has, and says so by its result', async () => {
    const { house, undo: undoIt } = await build();
    house.server.sections[0]?.tracks.splice(0, 4);
    await house.library.sync(
      house.server,
      { libraryNames: ['Music'], kind: 'full', allowMassDeletion: true },
      context().signal,
    );
    expect((await undoIt()).report).toMatchObject({ result: 'partial', counts: { tracks: 6 } });
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(first.slice(4));
  });

  test('that fails can be tried again', async () => {
    const { house, undo: undoIt } = await build();
    house.server.before = () => {
      throw new HarmoniqError('timeout', 'No answer.', { service: 'Fake' });
    };
    expect((await undoIt()).report).toMatchObject({
      result: 'failed',
      message: 'No answer. The playlist is as it was.',
    });
    house.server.before = undefined;
    expect((await undoIt()).report.result).toBe('succeeded');
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(first);
  });

  test('is refused while the recipe runs, and when there is nothing to take back', async () => {
    const { house, undo: undoIt } = await build();
    house.library.acquireLease('recipe:lastfm-charts', 'another', 60_000);
    await expect(undoIt()).rejects.toMatchObject({ code: 'conflict' });
    const fresh = await createTestHouse({ tracks });
    await expect(undo.run(fresh, { recipe: 'lastfm-charts' }, context())).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is nothing to undo for Charts.',
    });
  });
});
