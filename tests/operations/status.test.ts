import { afterEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { getRun } from '../../src/operations/get-run.ts';
import { getStatus } from '../../src/operations/get-status.ts';
import { listMissing } from '../../src/operations/list-missing.ts';
import { listPlaylists } from '../../src/operations/list-playlists.ts';
import { listRecipes } from '../../src/operations/list-recipes.ts';
import { listRuns } from '../../src/operations/list-runs.ts';
import { recoverPublishes } from '../../src/operations/recover-publishes.ts';
import { runRecipe } from '../../src/operations/run-recipe.ts';
import { saveNextCycleAtMs } from '../../src/operations/schedule-settings.ts';
import { setSchedule } from '../../src/operations/set-schedule.ts';
import { syncLibrary } from '../../src/operations/sync-library.ts';
import { song } from '../fakes/fake-lastfm.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import { closeHouses, context, createTestHouse, makeTracks, type TestHouse } from './test-house.ts';

afterEach(closeHouses);

const tracks = makeTracks(12);
const chart = [...tracks.map(({ artist, title }) => song(artist, title))];
const recipes = [
  makeRecipe(),
  makeRecipe({ id: 'other', playlistName: 'Other', size: 2 }),
  makeRecipe({ id: 'off', playlistName: 'Off', enabled: false, disabledReason: 'X is not set.' }),
];
const build = () => createTestHouse({ tracks, lastfm: { chart: [song('Nobody', 'Nothing'), ...chart] }, recipes });
const run = (house: TestHouse, recipe: string, dryRun = false) => runRecipe.run(house, { recipe, dryRun }, context());
const status = (house: TestHouse) => getStatus.run(house, {}, context());

describe('get-status', () => {
  test('of a fresh house says what there is and what is off', async () => {
    const house = await build();
    expect(await status(house)).toMatchObject({
      running: false,
      schedule: { enabled: true, intervalMinutes: 1_440, timezone: 'Europe/Berlin', nextCycleAtMs: undefined },
      library: { counts: { tracks: 12 }, coverage: [{ mirrored: 12, onServer: 12 }] },
      lastRun: undefined,
      missingTracks: 0,
      problems: ['Off is off: X is not set.'],
    });
  });

  test('knows the last real run, the playlists and what is missing', async () => {
    const house = await build();
    await run(house, 'lastfm-charts');
    house.clock.nowMs += 60_000;
    await run(house, 'other');
    await run(house, 'lastfm-charts', true);
    const { lastRun, missingTracks, recipes: listed } = await status(house);
    expect(lastRun).toMatchObject({ recipeId: 'other', dryRun: false });
    expect(missingTracks).toBe(1);
    expect(listed.map(({ id, running, playlist }) => [id, running, playlist?.tracks])).toEqual([
      ['lastfm-charts', false, 10],
      ['other', false, 2],
      ['off', false, undefined],
    ]);
  });

  test('names a failed run, a failed sync and a server that is away as problems', async () => {
    const house = await build();
    house.server.before = () => {
      throw new HarmoniqError('unreachable', 'The server is off.', { service: 'Fake' });
    };
    await run(house, 'lastfm-charts');
    house.events.emit('sync-failed', { message: 'No such library.' });
    expect((await status(house)).problems).toEqual([
      'The server is off.',
      'No such library.',
      'Charts: The server is off. The playlist is as it was.',
      'Off is off: X is not set.',
    ]);
  });

  test('shows a run under way', async () => {
    const house = await build();
    house.events.emit('run-started', { recipeId: 'other', runId: 9 });
    const { running, recipes: listed } = await status(house);
    expect([running, listed.find(({ id }) => id === 'other')?.running]).toEqual([true, true]);
  });

  test('forgets a next cycle that is past or switched off', async () => {
    const house = await build();
    const next = async () => (await status(house)).schedule.nextCycleAtMs;
    saveNextCycleAtMs(house.library, house.clock.nowMs + 1);
    expect(await next()).toBe(house.clock.nowMs + 1);
    await setSchedule.run(house, { enabled: false }, context());
    expect(await next()).toBeUndefined();
    await setSchedule.run(house, { enabled: true }, context());
    house.clock.nowMs += 1;
    expect(await next()).toBeUndefined();
  });
});

describe('set-schedule', () => {
  test('is kept, told once, and not told again', async () => {
    const house = await build();
    expect(await setSchedule.run(house, { enabled: false }, context())).toEqual({ enabled: false, changed: true });
    expect(await setSchedule.run(house, { enabled: false }, context())).toEqual({ enabled: false, changed: false });
    expect(house.heard).toEqual([{ name: 'schedule-changed', event: { enabled: false } }]);
    expect((await status(house)).schedule.enabled).toBe(false);
  });
});

describe('the lists', () => {
  test('of recipes, playlists and runs agree', async () => {
    const house = await build();
    const { report } = await run(house, 'other');
    const [playlist] = await listPlaylists.run(house, {}, context());
    expect(playlist).toMatchObject({
      recipeId: 'other',
      title: 'Other',
      tracks: [{ title: 'Tune AA' }, { title: 'Tune BA' }],
      lastRun: { id: report.id },
    });
    expect((await listRecipes.run(house, {}, context()))[1]?.lastRun?.id).toBe(report.id);
    expect(await listRuns.run(house, { recipe: 'Other', limit: 5 }, context())).toEqual([
      expect.objectContaining({ id: report.id }),
    ]);
    expect(await listRuns.run(house, { recipe: 'lastfm-charts', limit: 5 }, context())).toEqual([]);
    expect((await getRun.run(house, { id: report.id }, context())).picks).toHaveLength(2);
    await expect(getRun.run(house, { id: 999 }, context())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('of missing tracks puts the most wanted first and tells how many there are in all', async () => {
    const house = await build();
    const miss = (title: string) => ({
      candidate: { artist: 'A', title, source: 's', why: '', weight: 1 },
      reason: 'no-such-artist' as const,
    });
    house.library.saveMisses('lastfm-charts', [miss('both'), miss('one')], 1);
    house.library.saveMisses('other', [miss('both')], 2);
    const list = await listMissing.run(house, { limit: 1, recipe: undefined }, context());
    expect(list).toMatchObject({ total: 2, tracks: [{ title: 'both' }] });
    expect(await listMissing.run(house, { limit: 10, recipe: 'other' }, context())).toMatchObject({ total: 1 });
  });
});

describe('sync-library', () => {
  test('tells its beginning, progress and end', async () => {
    const house = await build();
    const progress: string[] = [];
    house.events.on('sync-progress', ({ phase }) => progress.push(phase));
    const report = await syncLibrary.run(house, { full: true, allowMassDeletion: false }, context());
    expect(report.kind).toBe('full');
    expect(progress).toContain('tracks');
    expect(house.heard.map(({ name }) => name)).toEqual(['sync-started', 'server-state', 'sync-finished']);
    expect(house.activity.snapshot()).toMatchObject({
      syncing: false,
      syncProgress: undefined,
      server: { connected: true },
    });
  });

  test('refuses a second one without disturbing the first', async () => {
    const house = await build();
    const start = () => syncLibrary.run(house, { full: true, allowMassDeletion: false }, context());
    const [first, second] = await Promise.allSettled([start(), start()]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    expect(house.heard.filter(({ name }) => name === 'sync-started')).toHaveLength(1);
  });

  test('that is stopped says so', async () => {
    const house = await build();
    const controller = new AbortController();
    house.server.before = () => controller.abort();
    const stopped = syncLibrary.run(
      house,
      { full: true, allowMassDeletion: false },
      context({ signal: controller.signal }),
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(house.heard.at(-1)).toEqual({ name: 'sync-failed', event: { message: 'The sync was stopped.' } });
  });
});

describe('recover-publishes', () => {
  const everything = { restingOnly: false };
  const intent = {
    recipeId: 'other',
    playlistId: undefined,
    title: 'Other',
    summary: '',
    wanted: ['1'],
    startedAtMs: 1,
  };

  test('asks the server only when something is open, and names what it completed', async () => {
    const house = await build();
    expect(await recoverPublishes.run(house, everything, context())).toEqual({ recipes: [] });
    expect(house.server.calls).toEqual([]);
    house.library.journal.begin(intent);
    expect(await recoverPublishes.run(house, everything, context())).toEqual({ recipes: ['other'] });
    expect(house.library.journal.getOpenIntents()).toEqual([]);
  });

  test('leaves alone what somebody makes just now, and what was completed while it went on', async () => {
    const house = await build();
    const { library, server } = house;
    for (const recipeId of ['first', 'other', 'third']) library.journal.begin({ ...intent, recipeId });
    library.acquireLease('recipe:third', 'another process', 60_000);
    server.before = (asked) => {
      if (asked === 'recover first') library.journal.finish('other');
    };
    expect(await recoverPublishes.run(house, everything, context())).toEqual({ recipes: ['first'] });
    expect(server.calls).toEqual(['recover first']);
    library.releaseLease('recipe:third', 'another process');
    expect(await recoverPublishes.run(house, everything, context())).toEqual({ recipes: ['third'] });
  });

  test('completes the others where one cannot be completed', async () => {
    const house = await build();
    for (const recipeId of ['first', 'other']) house.library.journal.begin({ ...intent, recipeId });
    house.server.before = (asked) => {
      if (asked === 'recover first') throw new HarmoniqError('bad-response', 'Odd.', { service: 'Fake' });
    };
    await expect(recoverPublishes.run(house, everything, context())).rejects.toMatchObject({ code: 'bad-response' });
    expect(house.library.journal.getOpenIntents().map(({ recipeId }) => recipeId)).toEqual(['first']);
  });

  test('leaves the journal open while the server is away', async () => {
    const house = await build();
    house.library.journal.begin(intent);
    house.server.before = () => {
      throw new HarmoniqError('timeout', 'No answer.', { service: 'Fake' });
    };
    await expect(recoverPublishes.run(house, everything, context())).rejects.toMatchObject({ code: 'timeout' });
    expect(house.library.journal.getOpenIntents()).toHaveLength(1);
    expect(house.activity.snapshot().server.connected).toBe(false);
  });
});
