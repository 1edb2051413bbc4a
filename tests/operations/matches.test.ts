import { afterEach, describe, expect, test } from '@jest/globals';
import { matchFix } from '../../src/operations/match-fix.ts';
import { matchList } from '../../src/operations/match-list.ts';
import { matchRemove } from '../../src/operations/match-remove.ts';
import { runRecipe } from '../../src/operations/run-recipe.ts';
import { song } from '../fakes/fake-lastfm.ts';
import { closeHouses, context, createTestHouse, makeTracks, type TestHouse } from './test-house.ts';

afterEach(closeHouses);

const tracks = makeTracks(3);
const odd = { artist: 'Prfrmer??', title: 'Tuna' };
const build = (config: Record<string, unknown> = {}) =>
  createTestHouse({
    tracks,
    lastfm: { chart: [song(odd.artist, odd.title), song('Performer BA', 'Tune BA')] },
    config,
  });
const run = async (house: TestHouse) => {
  const { picks, misses } = await runRecipe.run(house, { recipe: 'lastfm-charts', dryRun: false }, context());
  return {
    picks: picks.map(({ match }) => [match.candidate.title, match.track.title, match.method]),
    misses: misses.map(({ candidate, reason }) => [candidate.title, reason]),
  };
};
const fix = (house: TestHouse, to: unknown, names = odd) =>
  matchFix.run(house, matchFix.input.parse({ ...names, to }), context());

describe('match-fix', () => {
  test.each([
    ['by rating key', { ratingKey: Number(tracks[0]?.id) }],
    ['by name', { artist: 'performer aa', title: 'TUNE AA' }],
  ])('leads a song to a track %s, in the next run and for good', async (_what, to) => {
    const house = await build();
    expect((await run(house)).misses).toEqual([['Tuna', 'no-such-artist']]);
    expect((await fix(house, to)).track).toMatchObject({ trackId: tracks[0]?.id, title: 'Tune AA' });
    expect(await run(house)).toMatchObject({
      picks: [
        ['Tuna', 'Tune AA', 'correction'],
        ['Tune BA', 'Tune BA', 'exact'],
      ],
      misses: [],
    });
    expect(house.library.listMissing()).toEqual([]);
  });

  test('keeps a wrong match away', async () => {
    const house = await build();
    await fix(house, 'none', { artist: 'Performer BA', title: 'Tune BA' });
    expect((await run(house)).misses).toContainEqual(['Tune BA', 'rejected-by-user']);
  });

  test.each([
    ['a rating key', { ratingKey: '424242' }, 'There is no track 424242 in the library.'],
    ['a name', { artist: 'Nobody', title: 'Nothing' }, 'The library holds no track "Nobody - Nothing".'],
  ])('refuses %s that the library does not have, and keeps nothing', async (_what, to, message) => {
    const house = await build();
    await expect(fix(house, to)).rejects.toMatchObject({ code: 'not-found', message });
    expect(house.library.listCorrections()).toEqual([]);
  });

  test.each([[{}], ['nothing'], [{ ratingKey: 'abc' }], [{ artist: 'A' }], [{ artist: 'A', title: 'B', more: 1 }]])(
    'does not understand the target %j',
    (to) => {
      expect(matchFix.input.safeParse({ ...odd, to }).success).toBe(false);
    },
  );
});

describe('corrections of the configuration', () => {
  const match = [{ ...odd, to: { artist: 'Performer BA', title: 'Tune BA' } }];

  test('are obeyed and listed beside those given by command', async () => {
    const house = await build({ match });
    await fix(house, 'none', { artist: 'X', title: 'Y' });
    expect((await run(house)).picks).toContainEqual(['Tuna', 'Tune BA', 'correction']);
    expect((await matchList.run(house, {}, context())).map(({ title, origin }) => [title, origin])).toEqual([
      ['Y', 'command'],
      ['Tuna', 'configuration'],
    ]);
  });

  test('are not changed by a command', async () => {
    const house = await build({ match });
    const names = { artist: odd.artist.toUpperCase(), title: ' tuna ' };
    await expect(fix(house, 'none', names)).rejects.toMatchObject({ code: 'conflict' });
    await expect(matchRemove.run(house, names, context())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('win over an older command', async () => {
    const house = await build({ match });
    house.library.saveCorrection({ ...odd, target: { kind: 'none' }, origin: 'command' });
    expect((await run(house)).picks).toContainEqual(['Tuna', 'Tune BA', 'correction']);
  });
});

describe('match-remove', () => {
  test('takes a correction back, once', async () => {
    const house = await build();
    await fix(house, 'none');
    expect(await matchRemove.run(house, odd, context())).toEqual({ removed: true });
    expect(await matchList.run(house, {}, context())).toEqual([]);
    await expect(matchRemove.run(house, odd, context())).rejects.toMatchObject({ code: 'not-found' });
  });
});
