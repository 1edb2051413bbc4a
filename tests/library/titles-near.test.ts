import { afterEach, describe, expect, test } from '@jest/globals';
import { makeTrack } from '../fakes/fake-music.ts';
import { closeHouses, createTestHouse } from '../operations/test-house.ts';

afterEach(closeHouses);

const open = async (titles: readonly string[]) => {
  const tracks = titles.map((title, at) =>
    makeTrack(at, { title, artist: `Artist ${at}`, albumArtist: `Artist ${at}` }),
  );
  return (await createTestHouse({ tracks })).library;
};

describe('titles spelt nearly like a key', () => {
  test('are found whoever plays them, the nearest first, each once', async () => {
    const library = await open(['Toxic', 'Toxic', 'Toxin', 'Antitoxicology', 'Words']);
    expect(library.findTitlesNear('toxci', 10)).toEqual(['toxic', 'toxin']);
    expect(library.findTitlesNear('toxci', 1)).toEqual(['toxic']);
    expect(library.findTitlesNear('toxic', 10)).toContain('antitoxicology');
  });

  test('are none for a key that is empty, strange or like nothing', async () => {
    const library = await open(['Toxic', 'Words']);
    for (const key of ['', '%', '_____', "' OR 1=1 --", 'x'.repeat(10_000)])
      expect(library.findTitlesNear(key, 5)).toEqual([]);
    expect(library.findTitlesNear('toxic', 0)).toEqual([]);
  });

  test('are found among more titles than are compared at once', async () => {
    const library = await open([...Array.from({ length: 9_000 }, (_, at) => `Song ${at.toString(36)}`), 'Lullaby']);
    expect(library.findTitlesNear('lulalby', 3)).toEqual(['lullaby']);
  });
});
