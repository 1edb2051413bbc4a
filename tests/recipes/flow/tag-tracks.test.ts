import { afterAll, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import { noCriteria } from '../../../src/core/flow/window.ts';
import { flow } from '../../../src/recipes/flow.ts';
import { createFakeLastfm, song, type FakeLastfmWorld } from '../../fakes/fake-lastfm.ts';
import { closeScenes, idsOf, makeSong, makeWindow, openScene, tagEach } from './flow-scene.ts';

afterAll(closeScenes);

const numberOf = (id: string): number => Number(id) - 1_000;
const songs = Array.from({ length: 200 }, (_, number) => makeSong(number));
const tags = tagEach(songs, (number) => ({
  moods: [number % 2 === 0 ? 'Energetic' : 'Sad'],
  genres: [number < 100 ? 'Pop/Rock' : 'Folk'],
}));
/** Every fourth song, and much that nobody here owns. */
const upbeat = songs.flatMap((own, number) => [
  ...(number % 4 === 1 ? [song(own.artist, own.title)] : []),
  song(`Stranger ${number}`, 'Unknown'),
]);
const open = async (world: FakeLastfmWorld) => {
  const lastfm = createFakeLastfm(world);
  return { lastfm, scene: await openScene({ tracks: songs, tags, lastfm }) };
};
const window = makeWindow({ tags: ['upbeat'] });

describe('tags', () => {
  test('are what Last.fm’s listeners say, and nothing else where that is enough', async () => {
    const { scene, lastfm } = await open({ tags: { upbeat }, tagPageSize: 200 });
    const { picks, notes } = await scene.choose({ window, size: 30 });
    expect(picks.every(({ match }) => numberOf(match.track.id) % 4 === 1)).toBe(true);
    expect(picks).toHaveLength(30);
    expect(notes.slice(0, 1)).toEqual(['"upbeat" goes by Last.fm\'s listeners: 50 tracks of the library.']);
    expect(lastfm.calls).toEqual(['tag-tracks upbeat 1', 'tag-tracks upbeat 2']);
  });

  test('are the library’s own words as well where Last.fm has too few', async () => {
    const { scene } = await open({ tags: { upbeat }, tagPageSize: 400 });
    const { picks, notes } = await scene.choose({ window, size: 45 });
    const ids = picks.map(({ match }) => match.track.id);
    expect(ids.every((id) => numberOf(id) % 2 === 0 || numberOf(id) % 4 === 1)).toBe(true);
    expect(ids.some((id) => numberOf(id) % 4 === 1)).toBe(true);
    expect(ids.some((id) => numberOf(id) % 2 === 0)).toBe(true);
    expect(notes).toContain(
      'Last.fm\'s listeners call only 50 tracks of the library "upbeat"; its own moods, styles and genres count as well.',
    );
  });

  test('are looked at name by name', async () => {
    const { scene } = await open({ tags: { upbeat }, tagPageSize: 400 });
    const ids = idsOf(await scene.choose({ window: makeWindow({ tags: ['upbeat', 'sad'] }), size: 20 }));
    expect(ids.every((id) => numberOf(id) % 2 === 1)).toBe(true);
  });

  test('say whose word it is', async () => {
    const { scene } = await open({ tags: { 'road trip': upbeat }, tagPageSize: 400 });
    const { picks, notes } = await scene.choose({ window: makeWindow({ tags: ['Road Trip'] }), size: 10 });
    expect(picks.every(({ reason }) => reason.startsWith('"Road Trip" on Last.fm'))).toBe(true);
    expect(notes.join(' ')).not.toContain('knows no tag');
  });

  test('are matched once a day, not once a list', async () => {
    const { scene, lastfm } = await open({ tags: { upbeat }, tagPageSize: 400 });
    const first = idsOf(await scene.choose({ window }));
    expect(idsOf(await scene.choose({ window }))).toEqual(first);
    expect(lastfm.calls).toHaveLength(1);
  });

  test('at most five pages are read', async () => {
    const { scene, lastfm } = await open({ tags: { upbeat }, tagPageSize: 20 });
    await scene.choose({ window });
    expect(lastfm.calls).toHaveLength(5);
  });

  test('that exclude keep out what Last.fm’s listeners filed under them', async () => {
    const { scene } = await open({ tags: { 'road trip': upbeat }, tagPageSize: 400 });
    const without = makeWindow({ genres: ['rock'] }, { exclude: { ...noCriteria, tags: ['road trip'] } });
    const ids = idsOf(await scene.choose({ window: without, size: 20 }));
    expect(ids.some((id) => numberOf(id) % 4 === 1)).toBe(false);
  });

  test.each([
    ['has no key', undefined, []],
    [
      'knows no such tag',
      {},
      ['Last.fm\'s listeners call no track of the library "upbeat"; its own moods, styles and genres stand in.'],
    ],
    [
      'is dead',
      { fail: () => new HarmoniqError('unreachable', 'Last.fm does not answer.') },
      [
        'Last.fm could not say what is "upbeat" (Last.fm does not answer); the library\'s own moods, styles and genres stand in.',
      ],
    ],
  ])('do without Last.fm when it %s', async (_what, world: FakeLastfmWorld | undefined, note: readonly string[]) => {
    const scene = world === undefined ? await openScene({ tracks: songs, tags }) : (await open(world)).scene;
    const chosen = await scene.choose({ window });
    expect(idsOf(chosen)).toHaveLength(20);
    expect(idsOf(chosen).every((id) => numberOf(id) % 2 === 0)).toBe(true);
    const said = chosen.notes.filter((note) => note.includes('Last.fm'));
    expect(said).toEqual(note);
  });

  test('that nobody can explain leave no list, and say why', async () => {
    const { scene } = await open({ fail: () => new HarmoniqError('rate-limited', 'Last.fm is busy.') });
    const chosen = await scene.choose({ window: makeWindow({ tags: ['zydeco'] }) });
    expect(chosen.picks).toEqual([]);
    expect(chosen.notes).toEqual([
      'Last.fm could not say what is "zydeco" (Last.fm is busy); nothing in the library stands in for it.',
      'The library knows no tag "zydeco".',
      'The window asks for nothing that the library knows.',
    ]);
  });

  test('stop when the run is stopped', async () => {
    const { scene } = await open({ tags: { upbeat } });
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(flow.choose(scene.contextOf({ window }), scene.recipeOf({ window }), stop.signal)).rejects.toThrow(
      'stopped',
    );
  });
});
