import { afterEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { CoverPicture } from '../../src/operations/flow/flow-summary.ts';
import { findOperation } from '../../src/operations/table.ts';
import { createFlowScene, type FlowScene } from './flow-scene.ts';
import { closeHouses, context } from './test-house.ts';

afterEach(closeHouses);

const tellList = ({ house }: FlowScene) => house.library.listPublished()[0]?.tracks ?? [];
const undo = ({ call }: FlowScene) => call('undo', { recipe: 'daily-flow' });
const summaryOf = async ({ house }: FlowScene) => (await house.server.playlists.list(context().signal))[0]?.summary;

describe('undo of a flow', () => {
  test('brings the reasons of the list back with it, also the second time', async () => {
    const scene = await createFlowScene();
    const before = tellList(scene);
    expect(before.map(({ why }) => why)).toEqual(before.map(() => expect.stringContaining('genre Jazz')));
    for (const _time of [1, 2]) {
      await scene.call('refresh-flow');
      expect(tellList(scene)).not.toEqual(before);
      await undo(scene);
      expect(tellList(scene)).toEqual(before);
    }
    const [first] = before;
    expect(await scene.call('explain-track', { track: first?.trackId })).toMatchObject({
      listed: true,
      reasons: [`It is in the list of Morning: ${first?.why ?? ''}.`],
    });
  });

  test('that fails gives list and reasons back for another try', async () => {
    const scene = await createFlowScene();
    const before = tellList(scene);
    await scene.call('refresh-flow');
    scene.house.server.before = () => {
      throw new HarmoniqError('timeout', 'No answer.', { service: 'Fake' });
    };
    await undo(scene);
    expect(tellList(scene)).not.toEqual(before);
    scene.house.server.before = undefined;
    await undo(scene);
    expect(tellList(scene)).toEqual(before);
  });

  test.each([
    ['another window', { operation: 'choose-window', input: { window: 'Evening', apply: false } }],
    ['another list', { operation: 'refresh-flow', input: { apply: false } }],
    ['a track less', { operation: 'not-today', input: { apply: false } }],
  ])('gives way to %s that is asked for while it is at work', async (_what, { operation, input }) => {
    const scene = await createFlowScene();
    const [first = ''] = await scene.readList();
    await scene.call('refresh-flow');
    const asked = operation === 'not-today' ? { ...input, track: first } : input;
    let wish: Promise<unknown> | undefined;
    scene.house.server.before = (call) => {
      if (call.startsWith('publish')) wish ??= scene.call(operation, asked);
    };
    await undo(scene);
    await wish;
    expect(await scene.look()).toMatchObject({ stale: true, publishedWindow: 'Morning' });
  });

  test('that has to wait for a run is not yet told as one in vain', async () => {
    const scene = await createFlowScene();
    await scene.call('refresh-flow');
    const { lastAction } = await scene.look();
    scene.house.library.acquireLease('recipe:daily-flow', 'another process', 60_000);
    await expect(undo(scene)).rejects.toMatchObject({ code: 'conflict' });
    expect((await scene.look()).lastAction).toEqual(lastAction);
  });

  test('says whose list it is and until when, in every place', async () => {
    const scene = await createFlowScene();
    const before = tellList(scene);
    scene.turnTo('12:00');
    await scene.call('run-recipe', { recipe: 'daily-flow' });
    scene.turnTo('12:30');
    await undo(scene);
    expect(await scene.readList()).toEqual(before.map(({ trackId }) => trackId));
    expect(await scene.look()).toMatchObject({
      activeWindow: 'Evening',
      publishedWindow: 'Morning',
      stale: false,
      notes: [],
      why: 'Evening runs until 22:00. The list of Morning was brought back by hand; it stays until the window changes, at 22:00 at the latest.',
    });
    expect(await summaryOf(scene)).toBe(
      'Updated by Harmoniq on 2026-11-21 12:30: the list of Morning, brought back by hand. It stays until the window changes, at 22:00 at the latest.',
    );
    const cover = (await scene.call('get-cover')) as CoverPicture;
    expect(Buffer.from(cover.base64, 'base64').toString()).toContain('"windowName":"Morning"');
    expect(await scene.call('explain-track', { track: before[0]?.trackId })).toMatchObject({
      reasons: [expect.stringMatching(/^It is in the list of Morning: /)],
    });
  });

  test('before the list of a new window was made belongs to that window', async () => {
    const scene = await createFlowScene();
    const [first] = tellList(scene);
    await scene.call('refresh-flow');
    scene.turnTo('12:00');
    await undo(scene);
    expect(await scene.look()).toMatchObject({ activeWindow: 'Evening', publishedWindow: 'Morning', stale: false });
    expect(await scene.call('explain-track', { track: first?.trackId })).toMatchObject({
      listed: true,
      reasons: [expect.stringMatching(/^It is in the list of Morning: /)],
    });
  });

  test('in a gap says until when as well', async () => {
    const scene = await createFlowScene();
    await scene.call('refresh-flow');
    scene.turnTo('23:00');
    await undo(scene);
    expect(await scene.look()).toMatchObject({
      stale: false,
      why: 'No window covers this time; Morning begins at 06:00. The list of Morning was brought back by hand; it stays until the window changes, at 06:00 at the latest.',
    });
  });

  test('holds until the window changes, even if the flow was about to be made anew', async () => {
    const scene = await createFlowScene();
    await scene.call('refresh-flow');
    await scene.call('set-flow', { size: 12 });
    expect(await scene.look()).toMatchObject({ stale: true });
    await undo(scene);
    expect(await scene.look()).toMatchObject({
      stale: false,
      why: 'Morning runs until 12:00. An earlier list of Morning was brought back by hand; it stays until the window changes, at 12:00 at the latest.',
    });
    const cycle = findOperation('run-cycle');
    const refreshBy = (trigger: 'schedule' | 'cli') => cycle?.run(scene.house, { sync: false }, context({ trigger }));
    expect(await refreshBy('schedule')).toMatchObject({ reports: [] });
    scene.turnTo('12:00');
    expect(await scene.look()).toMatchObject({ stale: true, why: 'Evening runs until 22:00.' });
    await refreshBy('schedule');
    expect(await scene.look()).toMatchObject({ stale: false, publishedWindow: 'Evening' });
    expect((await scene.look()).why).toBe('Evening runs until 22:00.');
    await undo(scene);
    expect(await refreshBy('cli')).toMatchObject({ reports: [{ recipeId: 'daily-flow' }] });
    expect((await scene.look()).why).toBe('Evening runs until 22:00.');
  });
});
