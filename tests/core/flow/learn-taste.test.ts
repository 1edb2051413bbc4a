import { describe, expect, test } from '@jest/globals';
import { createAffinity } from '../../../src/core/flow/affinity.ts';
import { learnTaste, noTaste, type TasteSample } from '../../../src/core/flow/learn-taste.ts';
import { noTags } from '../../../src/core/track.ts';

const library = {
  tracks: 1_000,
  moods: [
    { name: 'Calm/Peaceful', tracks: 100 },
    { name: 'Energetic', tracks: 600 },
    { name: 'Rare', tracks: 2 },
  ],
  styles: [{ name: 'Ambient', tracks: 50 }],
};
const sample = (plays: number, moods: readonly string[], styles: readonly string[] = []): TasteSample => ({
  plays,
  tags: { moods, styles },
});
const mornings = [
  ...Array.from({ length: 10 }, () => sample(4, ['Calm/Peaceful'], ['Ambient'])),
  ...Array.from({ length: 6 }, () => sample(2, ['Energetic'])),
];

describe('learning', () => {
  test('finds what is heard more than the library would have it', () => {
    const taste = learnTaste(mornings, library);
    expect([...taste.moods]).toEqual([['Calm/Peaceful', 1]]);
    expect([...taste.styles]).toEqual([['Ambient', 1]]);
  });

  test('learns nothing of a mood that is merely everywhere', () => {
    const plays = Array.from({ length: 20 }, () => sample(5, ['Energetic']));
    expect(
      learnTaste([...plays, ...mornings.map((one) => ({ ...one, plays: 4 }))], library).moods.has('Energetic'),
    ).toBe(false);
  });

  test('learns nothing from one or two tracks, however often they were played', () => {
    const plays = [
      sample(500, ['Rare']),
      sample(400, ['Rare']),
      ...Array.from({ length: 9 }, () => sample(1, ['Energetic'])),
    ];
    expect(learnTaste(plays, library).moods.has('Rare')).toBe(false);
  });

  test.each([
    ['no history', []],
    ['a handful of plays', Array.from({ length: 9 }, () => sample(1, ['Calm/Peaceful']))],
    ['a few tracks', Array.from({ length: 5 }, () => sample(50, ['Calm/Peaceful']))],
  ])('learns nothing from %s', (_name, samples) => {
    expect(learnTaste(samples, library)).toEqual(noTaste);
  });
});

describe('affinity', () => {
  const quiet = { energy: undefined, taste: noTaste, moods: [], genres: [], like: [] };
  const tags = (moods: readonly string[], genres: readonly string[] = []) => ({ ...noTags, moods, genres });

  test('is one without wishes', () => {
    expect(createAffinity(quiet)(tags(['Energetic']))).toBe(1);
  });

  test.each([
    ['low', ['Calm/Peaceful'], ['Energetic']],
    ['high', ['Energetic'], ['Calm/Peaceful']],
    ['medium', ['Literate'], ['Energetic']],
  ] as const)('%s energy prefers what has it', (energy, near, far) => {
    const of = createAffinity({ ...quiet, energy });
    expect(of(tags(near))).toBeGreaterThan(5 * of(tags(far)));
    expect(of(tags([]))).toBeGreaterThan(of(tags(far)));
    expect(of(tags([]))).toBeLessThan(of(tags(near)));
  });

  test.each(['rising', 'falling', 'arc'] as const)('%s energy is the business of the order', (energy) => {
    expect(createAffinity({ ...quiet, energy })(tags(['Energetic']))).toBe(1);
  });

  test('prefers what shares most with a track that somebody wanted more of', () => {
    const of = createAffinity({ ...quiet, like: [tags(['Warm', 'Sad']), tags(['Energetic'])] });
    const shares = [['Other'], ['Warm'], ['Warm', 'Sad']].map((moods) => of(tags(moods)));
    expect(shares).toEqual([1, 3, 5]);
    expect(of(tags(['Energetic', 'Other']))).toBe(5);
  });

  test('follows habit and home', () => {
    const of = createAffinity({
      ...quiet,
      taste: {
        moods: new Map([
          ['Warm', 1],
          ['Sad', 0.3],
        ]),
        styles: new Map(),
      },
      genres: ['jazz'],
    });
    expect(of(tags(['Warm']))).toBeGreaterThan(of(tags(['Sad'])));
    expect(of(tags([], ['Jazz']))).toBeCloseTo(3);
  });
});
