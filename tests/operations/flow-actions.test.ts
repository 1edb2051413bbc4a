import { afterEach, describe, expect, test } from '@jest/globals';
import type { RunDetail } from '../../src/core/run.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { Banned } from '../../src/operations/flow/not-today.ts';
import { fakeFlowPlan, fakeWindow } from '../fakes/fake-flow.ts';
import { createFlowScene, jazzFlow } from './flow-scene.ts';
import { closeHouses, makeTracks } from './test-house.ts';

afterEach(closeHouses);

describe('what came of a wish is kept with the flow', () => {
  test('more like this: the track, its player, and for how long', async () => {
    const { house, call, look, readList, play } = await createFlowScene();
    const [first = ''] = await readList();
    const { artist = '', title = '' } = house.library.getTrack(first) ?? {};
    play(first);
    expect(await call('more-like-this', { apply: false })).toMatchObject({
      lastAction: {
        command: 'more-like-this',
        ok: true,
        message: `More like "${artist} – ${title}" (playing on Kitchen) for the rest of Morning.`,
        doneAtMs: house.clock.nowMs,
        track: { trackId: first, artist, title },
        player: 'Kitchen',
      },
    });
    await call('more-like-this', { apply: false });
    expect((await look()).lastAction?.message).toBe(
      `Morning bends towards "${artist} – ${title}" (playing on Kitchen) already.`,
    );
  });

  test('a name without end leaves room for what was done', async () => {
    const { call, play } = await createFlowScene(undefined, {
      tracks: makeTracks(60, () => ({ title: '𝄞'.repeat(3_000), artist: 'Low' })),
    });
    play('100000', { player: 'Kitchen '.repeat(500) });
    const { lastAction } = (await call('not-today', { apply: false })) as Banned;
    expect(lastAction.message.length).toBeLessThan(500);
    expect(lastAction.message).toMatch(
      /^"Low – 𝄞+…" \(playing on (Kitchen )+Kit…\) stays out of every flow until Sunday/u,
    );
  });

  test('not today: until when, and which lists are made anew', async () => {
    const { house, call, look, readList } = await createFlowScene([
      jazzFlow(),
      jazzFlow({ id: 'kitchen', playlistName: 'Kitchen', size: 60 }),
    ]);
    const [first = ''] = await readList();
    const { artist = '', title = '' } = house.library.getTrack(first) ?? {};
    const message = `"${artist} – ${title}" stays out of every flow until Sunday at 00:00. Made anew without it: Daily Flow and Kitchen.`;
    expect(((await call('not-today', { track: first, apply: false })) as Banned).lastAction).toMatchObject({ message });
    expect((await look()).lastAction).toMatchObject({ message, player: undefined, ok: true });
    expect((await look('kitchen')).lastAction).toBeUndefined();
  });

  test.each([
    ['refresh-flow', {}, 'Another list for Morning was asked for.'],
    ['choose-window', { window: 'evening' }, /^Evening, chosen by hand; it stays until 12:00\.$/],
    ['choose-window', { window: null }, 'Auto was chosen: Morning counts now.'],
    [
      'set-flow',
      { size: 20, familiarityPercent: 30, followsHome: false },
      'Set: 20 tracks, 30 % known music, does not follow the home.',
    ],
    ['set-flow', { size: 'auto' }, 'Set: 10 tracks.'],
  ])('%s %j', async (command, input, message) => {
    const { call, look } = await createFlowScene();
    await call(command, { ...input, ...(command === 'set-flow' ? {} : { apply: false }) });
    const { lastAction } = await look();
    expect(lastAction).toMatchObject({ command, ok: true });
    expect(lastAction?.message).toEqual(expect.stringMatching(message));
  });

  test('a window measured in minutes wants minutes, until a size is set by hand', async () => {
    const plan = {
      ...fakeFlowPlan([]),
      windows: [fakeWindow('Morning', { length: { kind: 'minutes', minutes: 90 } })],
    };
    const { call, look } = await createFlowScene([jazzFlow({ options: plan })]);
    expect(await look()).toMatchObject({ size: 10, minutes: 90 });
    await call('set-flow', { size: 12 });
    expect(await look()).toMatchObject({ size: 12, minutes: undefined });
    await call('set-flow', { size: 'auto' });
    expect(await look()).toMatchObject({ minutes: 90, lastAction: { message: 'Set: 90 minutes.' } });
  });

  test('undo: what the playlist holds again, or that there is nothing to take back', async () => {
    const { call, look } = await createFlowScene();
    await expect(call('undo', { recipe: 'daily-flow' })).rejects.toMatchObject({ code: 'not-found' });
    expect((await look()).lastAction).toMatchObject({
      command: 'undo',
      ok: false,
      message: expect.stringMatching(/^There is nothing to undo for Daily Flow\. Only changes/),
    });
    await call('refresh-flow');
    const undone = (await call('undo', { recipe: 'daily-flow' })) as RunDetail;
    expect(undone.report.ownTracks).toBe(true);
    expect((await look()).lastAction).toMatchObject({
      ok: true,
      message: 'The playlist holds the 10 tracks from before again.',
    });
  });
});

describe('why nothing was done is kept as well', () => {
  test.each(['more-like-this', 'not-today'])('%s: nothing is being played', async (command) => {
    const { house, call, look } = await createFlowScene();
    await expect(call(command, { apply: false })).rejects.toMatchObject({ code: 'not-found' });
    expect((await look()).lastAction).toEqual({
      command,
      ok: false,
      message:
        'Nothing is being played now, so no track is meant. Start a track, or name one; Plex tells only its owner what plays.',
      doneAtMs: house.clock.nowMs,
      track: undefined,
      player: undefined,
    });
    expect(house.heard.at(-1)).toEqual({ name: 'flow-changed', event: { recipeId: 'daily-flow' } });
  });

  test('what plays is not of the library', async () => {
    const { call, look, play } = await createFlowScene();
    play('foreign', { player: 'Bedroom' });
    play('strange', { player: undefined });
    await expect(call('not-today')).rejects.toMatchObject({ code: 'not-found' });
    expect((await look()).lastAction?.message).toBe(
      "What plays on Bedroom and a player without a name is not in Harmoniq's library. Name a track instead; a new file is known after the next sync.",
    );
  });

  test('a name from outside stays on its line', async () => {
    const { call, look, play } = await createFlowScene();
    play('foreign', { player: 'Bath\u001B[31m\nroom' });
    await expect(call('not-today')).rejects.toMatchObject({ code: 'not-found' });
    expect((await look()).lastAction?.message).toMatch(/^What plays on Bath.?\[31m room is not in/);
  });

  test('the server is away', async () => {
    const { house, call, look } = await createFlowScene();
    house.server.before = () => {
      throw new HarmoniqError('unreachable', 'Plex refused the connection.');
    };
    await expect(call('not-today')).rejects.toMatchObject({ code: 'unreachable' });
    expect((await look()).lastAction).toMatchObject({ ok: false, message: 'Plex refused the connection.' });
  });

  test('no window counts, so no list can be bent, and none is bent later', async () => {
    const { house, call, look, play, readList, turnTo } = await createFlowScene();
    play((await readList())[0] ?? '');
    turnTo('23:00');
    await expect(call('more-like-this')).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await look()).lastAction?.message).toMatch(/^There is no list to bend: No window covers this time/);
    expect(house.library.getSetting('flow:daily-flow')).toContain('"seeds":[]');
  });

  test('a stop is no answer', async () => {
    const { house, call, look } = await createFlowScene();
    house.server.before = () => {
      throw new DOMException('The operation was stopped.', 'AbortError');
    };
    await expect(call('not-today')).rejects.toThrow('stopped');
    expect((await look()).lastAction).toBeUndefined();
  });
});

describe('of several players', () => {
  const say = async (
    facts: readonly [track: number | 'listed', player: string, state?: 'paused'][],
  ): Promise<string> => {
    const { house, call, look, readList, play } = await createFlowScene();
    const listed = await readList();
    const others = house.library.getTracks(
      Array.from({ length: 60 }, (_, at) => String(100_000 + at)).filter((id) => !listed.includes(id)),
    );
    for (const [track, player, state = 'playing'] of facts) {
      const other = track === 'listed' ? undefined : track < 0 ? 'foreign' : others[track]?.id;
      play(other ?? listed[0] ?? '', { player, state });
    }
    await call('not-today', { apply: false });
    return /\((.*?)\)/.exec((await look()).lastAction?.message ?? '')?.[1] ?? '';
  };

  test.each<[string, Parameters<typeof say>[0], string]>([
    [
      'the one that plays the list',
      [
        [1, 'Bath'],
        ['listed', 'Kitchen'],
      ],
      "playing on Kitchen, of 2 players the one that plays this flow's list",
    ],
    [
      'the list before what is awake',
      [
        [1, 'Bath'],
        ['listed', 'Kitchen', 'paused'],
      ],
      "paused on Kitchen, of 2 players the one that plays this flow's list",
    ],
    [
      'the one that is not paused',
      [
        [1, 'Bath', 'paused'],
        [2, 'Kitchen'],
      ],
      'playing on Kitchen, of 2 players the one that is not paused',
    ],
    [
      'the one of the list that is not paused',
      [
        ['listed', 'Bath', 'paused'],
        ['listed', 'Kitchen'],
        [1, 'Hall'],
      ],
      "playing on Kitchen, of 3 players the one that plays this flow's list and is not paused",
    ],
    [
      'the first of those that play the list',
      [
        [1, 'Bath'],
        ['listed', 'Kitchen'],
        ['listed', 'Hall'],
        ['listed', 'Attic', 'paused'],
      ],
      "playing on Kitchen, of 4 players the first of 2 that play this flow's list and are not paused",
    ],
    [
      'the one of the library',
      [
        [-1, 'Bath'],
        [1, 'Kitchen'],
      ],
      'playing on Kitchen, of 2 players the only one with a track of the library',
    ],
    [
      'the first where nothing tells them apart',
      [
        [1, 'Bath'],
        [2, 'Kitchen'],
      ],
      'playing on Bath, of 2 players the first that the server names',
    ],
    ['the only one', [['listed', 'Bath']], 'playing on Bath'],
  ])('%s counts, and the answer says so', async (_what, facts, said) => {
    expect(await say(facts)).toBe(said);
  });
});

describe('what would be meant now', () => {
  test('is known from what the server tells of itself, and nobody is asked', async () => {
    const { house, look, readList } = await createFlowScene();
    const [first = ''] = await readList();
    expect((await look()).nowPlaying).toBeUndefined();
    house.events.emit('playing-changed', {
      sessions: [{ sessionId: '1', trackId: first, state: 'playing', player: 'Kitchen' }],
    });
    const { artist, title } = house.library.getTrack(first) ?? {};
    expect((await look()).nowPlaying).toEqual({ trackId: first, artist, title, player: 'Kitchen' });
    house.events.emit('playing-changed', {
      sessions: [{ sessionId: '1', trackId: 'foreign', state: 'playing', player: 'Kitchen' }],
    });
    expect((await look()).nowPlaying).toBeUndefined();
    expect(house.server.calls.filter((entry) => entry === 'sessions')).toEqual([]);
  });
});
