import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { joinWords } from '../../../src/core/flow/ladder.ts';
import { noCriteria } from '../../../src/core/flow/window.ts';
import type { Track } from '../../../src/core/track.ts';
import { judgeTrack, type TrackVerdict } from '../../../src/recipes/flow/judge-track.ts';
import {
  closeScenes,
  dayMs,
  idsOf,
  makeSong,
  makeWindow,
  now,
  openScene,
  tagEach,
  type Ask,
  type FlowScene,
} from './flow-scene.ts';

afterAll(closeScenes);

const songs = Array.from({ length: 120 }, (_, number) => {
  const odd: Partial<Track> =
    {
      2: { rating: 9, playCount: 4, lastPlayedAtMs: now - 300 * dayMs },
      4: { lastPlayedAtMs: now - dayMs, playCount: 1 },
      6: { rating: 2, skipCount: 8, durationMs: 3_600_000 },
      8: { title: 'Song (Live)' },
      10: { missingFile: true },
    }[number] ?? {};
  return makeSong(number, odd);
});
const tags = tagEach(songs, (number) => ({
  moods: [number % 2 === 0 ? 'Calm/Peaceful' : 'Sad'],
  genres: [number === 12 ? 'Holiday' : 'Jazz'],
}));
const ask: Ask = {
  window: makeWindow({ moods: ['calm'] }, { exclude: { ...noCriteria, genres: ['holiday'], artists: ['Artist J'] } }),
  rules: { minRating: 6, maxSkips: 5, unheardForDays: 3, memoryDays: 3 },
};

let scene: FlowScene;
beforeAll(async () => {
  scene = await openScene({ tracks: songs, tags });
});
const judge = (number: number, what: Ask = ask): Promise<TrackVerdict> => {
  const track = scene.library.getTrack(String(1_000 + number));
  if (track === undefined) throw new Error(`There is no track ${number}.`);
  return judgeTrack(scene.contextOf(what), scene.recipeOf(what), track, new AbortController().signal);
};

describe('a track is judged', () => {
  test('that may come, with what speaks for it', async () => {
    const verdict = await judge(2);
    expect(verdict.verdict).toBe('may-come');
    expect(verdict.sentence).toBe('It may come into Morning: mood Calm/Peaceful; 4½ stars; not heard for 10 months.');
    expect(verdict.timesLikelier).toBeGreaterThan(1.5);
  });

  test.each([
    [1, ['carries none of the wanted moods']],
    [6, ['lasts 60 min, longer than 15 min', 'has 1 star, fewer than 3 stars', 'was skipped 8 times']],
    [8, ['is a live recording']],
    [10, ['has lost its file']],
    [12, ['carries the unwanted genre Holiday']],
    [92, ['is by an unwanted artist']],
  ])('that stays out: %d', async (number, details) => {
    const verdict = await judge(number);
    expect(verdict.verdict).toBe('kept-out');
    expect(verdict.sentence).toBe(`Morning does not take it, because it ${joinWords(details)}.`);
    expect(verdict.timesLikelier).toBeUndefined();
  });

  test('that comes only when too few others match', async () => {
    expect(await judge(4)).toMatchObject({
      verdict: 'only-if-short',
      sentence: 'Morning takes it only when too few others match, because it was heard a day ago.',
    });
  });

  test('that is in the list', async () => {
    const chosen = await scene.run({ ...ask, recipeId: 'other' });
    const id = idsOf(chosen)[0] ?? '';
    expect(await judge(Number(id) - 1_000, { ...ask, recipeId: 'other' })).toMatchObject({
      verdict: 'listed',
    });
    expect((await judge(Number(id) - 1_000, { ...ask, recipeId: 'other' })).sentence).toMatch(
      /^It is in the list of Morning: /,
    );
    expect((await judge(Number(id) - 1_000)).sentence).toBe(
      'Morning takes it only when too few others match, because it stood in a list within the last day.',
    );
  });

  test('where the window asks for nothing that the library knows', async () => {
    const verdict = await judge(2, { window: makeWindow({ moods: ['zzzz'] }) });
    expect(verdict).toMatchObject({ verdict: 'kept-out', timesLikelier: undefined });
    expect(verdict.sentence).toBe(
      'Morning does not take it, because it cannot match, as the window asks for nothing that the library knows.',
    );
  });

  test('that is in another library', async () => {
    const verdict = await judge(2, { ...ask, sectionIds: ['99'] });
    expect(verdict.sentence).toBe('Morning does not take it, because it is in another library.');
  });

  test('as choosing would have it, for every track', async () => {
    const { picks } = await scene.choose({ ...ask, size: 200 });
    const listed = new Set(picks.map(({ match }) => match.track.id));
    for (let number = 0; number < songs.length; number += 7) {
      const { verdict } = await judge(number);
      if (listed.has(String(1_000 + number))) expect(['may-come', 'only-if-short']).toContain(verdict);
      else expect(['kept-out', 'only-if-short']).toContain(verdict);
    }
  });
});
