import { afterEach, describe, expect, test } from '@jest/globals';
import { toHarmoniqError } from '../../src/lib/errors.ts';
import { findTrack } from '../../src/operations/flow/find-track.ts';
import { createFlowScene, jazzFlow } from './flow-scene.ts';
import { fakeFlowPlan, fakeWindow } from '../fakes/fake-flow.ts';
import { makeTrack } from '../fakes/fake-music.ts';
import { closeHouses } from './test-house.ts';

afterEach(closeHouses);

const complaint = async (work: Promise<unknown>): Promise<readonly (string | undefined)[]> => {
  try {
    return [`no complaint but ${JSON.stringify(await work)}`];
  } catch (error) {
    const { code, message, hint } = toHarmoniqError(error);
    return [code, message, hint];
  }
};

describe('a window that does not exist', () => {
  const names = ['Morning', 'Midday', 'Afternoon', 'Evening', 'Night', 'Party', 'Focus'];
  const flow = jazzFlow({
    options: { ...fakeFlowPlan([]), windows: names.map((name) => fakeWindow(name, { days: [] })) },
  });

  test.each([
    ['Nihgt', 'Did you mean "Night"?'],
    ['evning', 'Did you mean "Evening"?'],
    ['Brunch', 'These exist: Auto, Morning, Midday, Afternoon, Evening and 3 more.'],
    ['', undefined],
  ])('"%s" is refused with what is near', async (window, hint) => {
    const { call } = await createFlowScene([flow]);
    const [, , given] = await complaint(call('choose-window', { window }));
    expect(given).toBe(hint);
  });
});

describe('a recipe that does not exist', () => {
  test.each([
    ['daly-flow', 'Did you mean "daily-flow"?'],
    ['Kitchn Radio', 'Did you mean "Kitchen Radio"?'],
    ['zzz', 'These exist: daily-flow, k1.'],
  ])('%s', async (recipe, hint) => {
    const { call } = await createFlowScene([jazzFlow(), jazzFlow({ id: 'k1', playlistName: 'Kitchen Radio' })]);
    expect(await complaint(call('refresh-flow', { recipe }))).toEqual([
      'not-found',
      `There is no recipe "${recipe}".`,
      hint,
    ]);
  });
});

describe('a track that does not exist', () => {
  const songs = [
    ['Britney Spears', 'Toxic'],
    ['Mark Ronson', 'Toxic'],
    ['Low', 'Lullaby'],
    ['Low', 'Words'],
    ['Low', 'Fear'],
    ['The Long Winters', 'Cinnamon'],
  ] as const;
  const ask = async (track: string) => {
    const { call } = await createFlowScene([jazzFlow()], {
      tracks: songs.map(([artist, title], at) =>
        makeTrack(at, { artist, albumArtist: artist, title, artistId: artist, albumId: artist }),
      ),
    });
    return complaint(call('explain-track', { track }));
  };

  test.each([
    ['a title with a slip', 'Toxci', 'Did you mean "Britney Spears - Toxic" or "Mark Ronson - Toxic"?'],
    ['a title that several songs have', 'toxic', 'Did you mean "Britney Spears - Toxic" or "Mark Ronson - Toxic"?'],
    ['slips on both sides', 'Britny Spers - Toxci', 'Did you mean "Britney Spears - Toxic" or "Mark Ronson - Toxic"?'],
    ['a known artist and part of a title', 'Low - Lulla', 'Did you mean "Low - Lullaby"?'],
    ['only an artist', 'low', 'Did you mean "Low - Fear" or "Low - Lullaby" or "Low - Words"?'],
    [
      'a known artist and a title he never made',
      'Low - Xylophone Dreams',
      'Did you mean "Low - Fear" or "Low - Lullaby" or "Low - Words"?',
    ],
    ['nothing like it', 'qqqqqqqqqq', 'Give its id, or artist and title as "artist - title".'],
  ])('%s', async (_what, track, hint) => {
    expect(await ask(track)).toEqual(['not-found', `The library has no track "${track}".`, hint]);
  });

  test('a title that only one song has is enough', async () => {
    expect((await ask('cinnamon'))[0]).toMatch(/no comp.*Cinnamon/);
  });
});

test('a name of nothing but dashes is no reason to read the whole library a hundred times', async () => {
  const { house } = await createFlowScene();
  let looks = 0;
  const library = {
    ...house.library,
    findTitlesNear(key: string, limit: number) {
      looks += 1;
      return house.library.findTitlesNear(key, limit);
    },
  };
  const name = Array.from({ length: 120 }, (_, at) => `x${at}`).join(' - ');
  const looking = findTrack({ ...house, library }, jazzFlow(), name, new AbortController().signal);
  await expect(looking).rejects.toMatchObject({ code: 'not-found' });
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(15);
});
