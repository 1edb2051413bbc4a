import { expect, test } from '@jest/globals';
import { recoverPublishes } from '../../src/operations/recover-publishes.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { House } from '../../src/operations/house.ts';
import { runRecipe } from '../../src/operations/run-recipe.ts';
import { undo } from '../../src/operations/undo.ts';
import { createFlowScene } from './flow-scene.ts';
import { context, makeTracks } from './test-house.ts';

/** The same house with a server that goes away right after the first write. */
const cutOff = (house: House): House => ({
  ...house,
  server: {
    ...house.server,
    playlists: {
      ...house.server.playlists,
      async publish({ recipeId, title, summaryLine, tracks }, journal) {
        const playlistId = journal.getRecord(recipeId)?.playlistId;
        journal.begin({ recipeId, playlistId, title, summary: summaryLine, wanted: tracks, startedAtMs: 0 });
        throw new HarmoniqError('unreachable', 'Plex went away.', { service: 'plex' });
      },
    },
  },
});

test('a flow whose list was half written is made again, even if it asks for what the list held before', async () => {
  const { house, call, look, readList } = await createFlowScene();
  const morning = await readList();
  await call('choose-window', { window: 'Evening', apply: false });
  const { report } = await runRecipe.run(cutOff(house), { recipe: 'daily-flow', dryRun: false }, context());
  expect(report.result).toBe('failed');

  await call('choose-window', { window: null, apply: false });
  expect(await look()).toMatchObject({ activeWindow: 'Morning', publishedWindow: 'Morning', stale: true });
  await call('run-recipe', { recipe: 'daily-flow' });
  expect((await look()).stale).toBe(false);
  expect(await readList()).toEqual(morning);
});

test('a flow whose earlier list was half brought back is made anew', async () => {
  const { house, call, look, readList } = await createFlowScene();
  await call('refresh-flow');
  const refreshed = await readList();
  const { report } = await undo.run(cutOff(house), { recipe: 'daily-flow' }, context());
  expect(report.result).toBe('failed');
  expect(await look()).toMatchObject({ stale: true, why: 'Morning runs until 12:00.' });
  await call('run-recipe', { recipe: 'daily-flow' });
  expect(await look()).toMatchObject({ stale: false });
  expect(await readList()).toEqual(refreshed);
});

test('what was half written is left to the run that is about to come, and completed where none is', async () => {
  const { house, call, look, turnTo } = await createFlowScene();
  await call('choose-window', { window: 'Evening', apply: false });
  await runRecipe.run(cutOff(house), { recipe: 'daily-flow', dryRun: false }, context());
  const recover = () => recoverPublishes.run(house, { restingOnly: true }, context());
  expect((await recover()).recipes).toEqual([]);
  // Between two windows.
  turnTo('23:00');
  expect((await recover()).recipes).toEqual(['daily-flow']);
  expect(await look()).toMatchObject({ activeWindow: undefined, publishedWindow: undefined });
  expect((await recover()).recipes).toEqual([]);
});

test('a list that was brought back and then written over by half is not said to be there any more', async () => {
  const { house, call, look, turnTo } = await createFlowScene();
  await call('refresh-flow');
  await call('undo', { recipe: 'daily-flow' });
  expect((await look()).why).toContain('brought back by hand');
  await call('choose-window', { window: 'Evening', apply: false });
  await runRecipe.run(cutOff(house), { recipe: 'daily-flow', dryRun: false }, context());
  turnTo('23:00');
  await recoverPublishes.run(house, { restingOnly: true }, context());
  expect((await look()).why).not.toContain('brought back');
});

test('a list that could not be heard, since the server was away for a moment, is not published', async () => {
  const { house, call, look, readList } = await createFlowScene(undefined, {
    tracks: makeTracks(60, () => ({ sonicallyAnalysed: true })),
  });
  const before = await readList();
  await call('choose-window', { window: 'Evening', apply: false });
  house.server.before = (asked) => {
    if (asked.startsWith('nearest')) throw new HarmoniqError('unreachable', 'Plex went away.', { service: 'Plex' });
  };
  expect(await call('run-recipe', { recipe: 'daily-flow' })).toMatchObject({
    report: { result: 'failed', message: expect.stringContaining('Plex went away.') },
  });
  expect(await readList()).toEqual(before);
  expect(await look()).toMatchObject({ activeWindow: 'Evening', publishedWindow: 'Morning', stale: true });
  expect(await call('run-recipe', { recipe: 'daily-flow', dryRun: true })).toMatchObject({
    report: { result: 'succeeded' },
  });

  house.server.before = undefined;
  await call('run-recipe', { recipe: 'daily-flow' });
  expect(await look()).toMatchObject({ publishedWindow: 'Evening', stale: false });
});

test('a server that answers everything but what sounds alike does not keep the flow from its next list for ever', async () => {
  const { house, call, look } = await createFlowScene(undefined, {
    tracks: makeTracks(60, () => ({ sonicallyAnalysed: true })),
  });
  const outage = new HarmoniqError('unreachable', 'Plex went away.', { service: 'Plex' });
  const refuse = (part: string): void => {
    house.server.before = (asked) => {
      if (asked.startsWith(part)) throw outage;
    };
  };
  const run = async (): Promise<unknown> => await call('run-recipe', { recipe: 'daily-flow' });
  await call('choose-window', { window: 'Evening', apply: false });
  // While it is away altogether nobody loses patience.
  refuse('');
  for (let tried = 0; tried < 5; tried += 1) expect(await run()).toMatchObject({ report: { result: 'failed' } });
  refuse('nearest');
  for (let tried = 0; tried < 2; tried += 1) expect(await run()).toMatchObject({ report: { result: 'failed' } });
  expect(await run()).toMatchObject({ report: { result: 'succeeded' } });
  expect(await look()).toMatchObject({ publishedWindow: 'Evening', stale: false });
  expect(house.log.filter(({ msg }) => msg.includes('sounds alike'))).toMatchObject([
    { msg: 'The server does not tell what sounds alike; the list is made without', reason: 'Plex went away.' },
  ]);
});
