import { afterAll, describe, expect, test } from '@jest/globals';
import { closeScenes, makeSong, makeWindow, openScene, type Ask } from './flow-scene.ts';

afterAll(closeScenes);

/** Three hundred tracks, each of its own artist, of which the first so many were played long ago. */
const open = (known: number) =>
  openScene({
    tracks: Array.from({ length: 300 }, (_, number) =>
      makeSong(number * 10, number < known ? { playCount: 3, lastPlayedAtMs: Date.parse('2025-01-01T00:00:00Z') } : {}),
    ),
  });
const countKnown = async (
  known: number,
  ask: Partial<Ask>,
): Promise<{ readonly known: number; readonly notes: readonly string[] }> => {
  const scene = await open(known);
  const { picks, notes } = await scene.choose({
    window: makeWindow({}),
    size: 40,
    rules: { familiarity: 0.6 },
    ...ask,
  });
  return { known: picks.filter(({ match }) => match.track.playCount > 0).length, notes };
};
const thrift = (notes: readonly string[]): readonly string[] =>
  notes.filter((note) => note.startsWith('Few of the tracks'));

describe('where few tracks of a window are known', () => {
  test('a list takes an eighth of them, and says so', async () => {
    const { known, notes } = await countKnown(64, {});
    // 64 of 300 are a fifth, which is a little more than an eighth of 64.
    expect(known).toBe(9);
    expect(thrift(notes)).toEqual([
      'Few of the tracks that fit are known to you: about 9 of 40 are taken instead of 24, so that they last.',
    ]);
  });

  test('it takes no less than their part of everything', async () => {
    expect((await countKnown(120, {})).known).toBe(16);
  });

  test('where there are many, the share is the flow’s own', async () => {
    const { known, notes } = await countKnown(220, {});
    expect(known).toBe(24);
    expect(thrift(notes)).toEqual([]);
  });

  test.each<[string, Partial<Ask>, number]>([
    ['by hand', { moment: { familiarity: 0.5 } }, 20],
    ['by the home', { home: { familiarity: 0.5 } }, 20],
    ['by the window', { window: makeWindow({}, { familiarity: 0.5 }) }, 20],
    ['with nothing in between', { rules: { familiarity: 1 } }, 40],
  ])('what was asked for %s stays as it is', async (_by, ask, expected) => {
    const { known, notes } = await countKnown(64, ask);
    expect(known).toBe(expected);
    expect(thrift(notes)).toEqual([]);
  });
});
