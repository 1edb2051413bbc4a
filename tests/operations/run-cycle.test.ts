import { afterEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { runCycle } from '../../src/operations/run-cycle.ts';
import { syncLibrary } from '../../src/operations/sync-library.ts';
import { createFakeLastfm, song } from '../fakes/fake-lastfm.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import {
  closeHouses,
  context,
  createTestHouse,
  makeTracks,
  type TestHouse,
  type TestHouseParts,
} from './test-house.ts';

afterEach(closeHouses);

const tracks = makeTracks(12);
const chart = tracks.map(({ artist, title }) => song(artist, title));
const recs = makeRecipe({
  id: 'recs',
  kind: 'lastfm-recs',
  playlistName: 'Recs',
  options: { user: 'rj', period: 'overall', station: false },
});
const recipes = [
  makeRecipe({ id: 'first', playlistName: 'First' }),
  recs,
  makeRecipe({ id: 'last', playlistName: 'Last' }),
];
const build = (parts: TestHouseParts = {}): Promise<TestHouse> =>
  createTestHouse({ tracks, lastfm: { chart }, recipes, ...parts });
const cycle = (house: TestHouse, trigger: 'schedule' | 'start' | 'cli' = 'cli', wanted?: string[]) =>
  runCycle.run(house, { sync: true, recipes: wanted }, context({ trigger }));
const ids = (reports: readonly { readonly recipeId: string }[]): readonly string[] =>
  reports.map(({ recipeId }) => recipeId);

describe('run-cycle', () => {
  test('syncs, then runs every enabled recipe in order; a failed one does not stop the next', async () => {
    const house = await build();
    const report = await cycle(house);
    expect(report.sync?.kind).toBe('incremental');
    expect(report.reports.map(({ recipeId, result }) => [recipeId, result])).toEqual([
      ['first', 'succeeded'],
      ['recs', 'failed'],
      ['last', 'succeeded'],
    ]);
    expect(house.heard.map(({ name }) => name)).toEqual([
      'cycle-started',
      'sync-started',
      'server-state',
      'sync-finished',
      ...recipes.flatMap(() => ['run-started', 'run-finished']),
      'cycle-finished',
    ]);
    expect(house.heard.at(-1)?.event).toMatchObject({ trigger: 'cli', reports: [{}, {}, {}] });
  });

  test.each([
    ['schedule', ['plain']],
    ['start', ['plain', 'new']],
    ['cli', ['plain', 'new', 'known']],
  ] as const)(
    'by trigger %s runs %j of recipes with and without a schedule of their own',
    async (trigger, expected) => {
      const own = (id: string) => makeRecipe({ id, playlistName: id, cron: '0 6 * * *' });
      const house = await build({
        recipes: [makeRecipe({ id: 'plain' }), own('new'), own('known'), makeRecipe({ id: 'off', enabled: false })],
      });
      await cycle(house, 'cli', ['known']);
      expect(ids((await cycle(house, trigger)).reports)).toEqual(expected);
    },
  );

  test('with the server away gives every recipe its sentence and asks no source', async () => {
    const house = await build();
    house.server.before = () => {
      throw new HarmoniqError('unreachable', 'Plex refused the connection.', {
        service: 'Fake',
        hint: 'Check PLEX_URL.',
      });
    };
    const report = await cycle(house);
    expect(report.syncError).toEqual({ code: 'unreachable', message: 'Plex refused the connection. Check PLEX_URL.' });
    expect(report.reports.map(({ result, message }) => [result, message])).toEqual(
      recipes.map(() => ['failed', 'Plex refused the connection. Check PLEX_URL. The playlist is as it was.']),
    );
    expect(house.sources.lastfm).toMatchObject({ calls: [] });
    expect(house.activity.snapshot()).toMatchObject({ cycle: undefined, syncing: false, server: { connected: false } });
    expect(house.library.listRuns({ limit: 10 })).toHaveLength(3);
  });

  test('goes on with what is known when the sync fails for another reason', async () => {
    const house = await build();
    house.server.before = (call) => {
      if (call === 'sections') throw new HarmoniqError('bad-response', 'Half an answer.', { service: 'Fake' });
    };
    const report = await cycle(house);
    expect(report.syncError?.code).toBe('bad-response');
    expect(report.reports[0]?.result).toBe('succeeded');
  });

  test('passes over a recipe that somebody else is running', async () => {
    const house = await build();
    house.library.acquireLease('recipe:first', 'another', 60_000);
    const report = await cycle(house);
    expect(report.busy).toEqual(['first']);
    expect(ids(report.reports)).toEqual(['recs', 'last']);
  });

  test('joins a sync that is under way, and syncs itself when that one fails', async () => {
    const house = await build();
    const syncNow = () => syncLibrary.run(house, { full: false, allowMassDeletion: false }, context());
    const [synced, joined] = await Promise.all([syncNow(), cycle(house)]);
    expect(joined).toMatchObject({ sync: { startedAtMs: synced.startedAtMs }, syncError: undefined });
    expect(house.heard.filter(({ name }) => name === 'sync-started')).toHaveLength(1);
    let isFirst = true;
    house.server.before = () => {
      if (isFirst) {
        isFirst = false;
        throw new HarmoniqError('bad-response', 'Half an answer.', { service: 'Fake' });
      }
    };
    const [failed, own] = await Promise.allSettled([syncNow(), cycle(house)]);
    expect(failed.status).toBe('rejected');
    expect(own).toMatchObject({ value: { sync: { kind: 'incremental' }, syncError: undefined } });
  });

  test('says in the log what a sync brought, and nothing where it brought nothing', async () => {
    const house = await build();
    const said = () => house.log.filter(({ msg }) => msg === 'Library synced').map((line) => Object.entries(line));
    await cycle(house);
    expect(said()).toEqual([]);
    await syncLibrary.run(house, { full: true, allowMassDeletion: false }, context());
    expect(said()).toEqual([expect.arrayContaining([['kind', 'full']])]);
  });

  test('is stopped while it waits for a sync that is under way', async () => {
    const house = await build();
    const controller = new AbortController();
    const syncing = syncLibrary.run(house, { full: false, allowMassDeletion: false }, context());
    const stopped = runCycle.run(house, { sync: true, recipes: undefined }, context({ signal: controller.signal }));
    controller.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await syncing;
    expect(house.library.listRuns({ limit: 10 })).toEqual([]);
  });

  test('is refused while another is under way', async () => {
    const house = await build();
    const [first, second] = await Promise.allSettled([cycle(house), cycle(house)]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
    expect(house.activity.snapshot().cycle).toBeUndefined();
  });

  test('stops between recipes when told to, and is over for the doors', async () => {
    const house = await build();
    const controller = new AbortController();
    house.events.on('run-finished', () => controller.abort());
    const stopped = runCycle.run(house, { sync: true, recipes: undefined }, context({ signal: controller.signal }));
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(house.heard.at(-1)).toMatchObject({ name: 'cycle-finished', event: { reports: [{ recipeId: 'first' }] } });
    expect(house.activity.snapshot().cycle).toBeUndefined();
  });

  test('stopped during the sync runs nothing', async () => {
    const house = await build();
    const controller = new AbortController();
    house.server.before = () => controller.abort();
    const stopped = runCycle.run(house, { sync: true, recipes: undefined }, context({ signal: controller.signal }));
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(house.library.listRuns({ limit: 10 })).toEqual([]);
    expect(house.activity.snapshot()).toMatchObject({ syncing: false, cycle: undefined });
  });

  test('first fills an empty mirror', async () => {
    const house = await build({ synced: false });
    const report = await cycle(house, 'start');
    expect(report.sync?.kind).toBe('full');
    expect(report.reports[0]?.result).toBe('succeeded');
  });

  test('with an empty mirror and a failed sync says why, and asks no source', async () => {
    const house = await build({ synced: false });
    house.server.before = () => {
      throw new HarmoniqError('not-found', 'There is no library "Music".', { service: 'Fake' });
    };
    const { reports, busy } = await cycle(house);
    expect(busy).toEqual([]);
    expect(reports.map(({ message }) => message)).toEqual(
      recipes.map(() => 'There is no library "Music". The playlist is as it was.'),
    );
  });

  test('refuses a recipe that does not exist before anything is done', async () => {
    const house = await build();
    await expect(cycle(house, 'cli', ['nope'])).rejects.toMatchObject({ code: 'not-found' });
    expect(house.heard).toEqual([]);
  });

  test('records a failure for a recipe that cannot run', async () => {
    const house = await build({ recipes: [makeRecipe({ id: 'first', disabledReason: 'X is not set.' })], lastfm: {} });
    const { reports } = await runCycle.run(
      { ...house, sources: { lastfm: createFakeLastfm({}) } },
      { sync: false, recipes: ['first'] },
      context(),
    );
    expect(reports[0]).toMatchObject({ result: 'failed', error: { code: 'invalid-input' } });
  });
});
