import { afterEach, describe, expect, test } from '@jest/globals';
import { createMusic } from '../../src/demo/music/music.ts';
import { scenes } from '../../src/demo/music/scenes.ts';
import { soundSize } from '../../src/demo/music/sound.ts';
import { genreNames, moodNames, styleNames, trackGenreNames } from '../../src/demo/music/vocabulary.ts';
import { defaultSwitches } from '../../src/demo/plex/switches.ts';
import { usePlex } from './plex-kit.ts';

const music = createMusic(1, 3_200);
const all = Array.from({ length: music.trackCount }, (_, index) => index);
const sceneOf = (track: number): string => music.sceneOf(music.track(track).songArtist).name;

describe('the scenes of the collection', () => {
  test.each(scenes.map((scene) => [scene.name, scene] as const))('%s uses names that servers use', (_name, scene) => {
    expect(scene.moods.filter((name) => !moodNames.includes(name))).toEqual([]);
    expect(scene.styles.filter((name) => !styleNames.includes(name))).toEqual([]);
    expect(scene.genres.filter((name) => !genreNames.includes(name))).toEqual([]);
    expect(scene.trackGenres.filter((name) => !trackGenreNames.includes(name))).toEqual([]);
    expect(scene.sound).toHaveLength(soundSize);
    expect(scene.hours.length).toBeGreaterThan(0);
  });

  test.each(['Ambient', 'Sleep', 'Chillout', 'Acoustic', 'Jazz', 'Classical', 'Rock', 'Pop/Rock'])(
    '%s is the genre of more than a few artists',
    (name) => {
      const wanted = genreNames.indexOf(name);
      const artists = new Set<number>();
      for (const track of all) {
        const artist = music.artistOf(music.albumOf(track));
        if (music.genresOfArtist(artist).includes(wanted)) artists.add(artist);
      }
      expect(artists.size).toBeGreaterThan(6);
    },
  );

  test('every scene is there, and an artist stays in its own', () => {
    const found = new Map<string, number>();
    for (const track of all) found.set(sceneOf(track), (found.get(sceneOf(track)) ?? 0) + 1);
    expect(found.size).toBeGreaterThan(20);
    const moods = all.flatMap((track) => {
      const common = music.sceneOf(music.track(track).songArtist).moods;
      return music.moodsOfTrack(track).map((mood) => common.includes(moodNames[mood] ?? ''));
    });
    expect(moods.filter(Boolean).length / moods.length).toBeGreaterThan(0.6);
  });

  test('has what a flow must keep out: sets of an hour, skits, live albums', () => {
    const files = all.map((track) => music.track(track));
    expect(files.filter((file) => (file.durationMs ?? 0) > 3_000_000).length).toBeGreaterThan(3);
    expect(files.filter((file) => /\(Skit\)|Interlude/.test(file.title)).length).toBeGreaterThan(20);
    expect(files.filter((file) => music.album(file.album).kind === 'live').length).toBeGreaterThan(20);
  });

  test('sounds: copies of a song almost alike, a scene nearer than the rest, all as the seed wants', () => {
    const sounds = new Float32Array(music.trackCount * soundSize);
    for (const track of all) music.writeSound(track, sounds, track * soundSize);
    const apart = (left: number, right: number): number =>
      Math.hypot(
        ...Array.from(
          { length: soundSize },
          (_, axis) => (sounds[left * soundSize + axis] ?? 0) - (sounds[right * soundSize + axis] ?? 0),
        ),
      );
    const mean = (pairs: readonly (readonly [number, number])[]): number =>
      pairs.reduce((sum, [left, right]) => sum + apart(left, right), 0) / pairs.length;
    const pairs = all.map((track) => [track, (track * 7_919 + 13) % music.trackCount] as const);
    const copies = all.map((track) => [track, music.track(track).song] as const).filter(([a, b]) => a !== b);
    const sameScene = pairs.filter(([a, b]) => sceneOf(a) === sceneOf(b));
    expect(mean(copies)).toBeLessThan(0.1);
    expect(mean(sameScene)).toBeLessThan(mean(pairs) * 0.75);
    const again = new Float32Array(soundSize);
    createMusic(1, 3_200).writeSound(77, again, 0);
    expect(again).toEqual(sounds.slice(77 * soundSize, 78 * soundSize));
  });
});

describe('sonic analysis of the server', () => {
  const kit = usePlex({ tracks: 900, seed: 2 });
  afterEach(() => void Object.assign(kit.plex.switches, defaultSwitches));
  const nearest = async (id: string, query = '') =>
    (await kit.get(`/library/metadata/${id}/nearest?limit=40&maxDistance=1${query}`)).Metadata ?? [];
  const analysed = async () =>
    (await kit.tracks()).filter((row) => row['musicAnalysisVersion'] === '1').map((row) => row.ratingKey);

  test('most tracks are analysed, fewer while it is under way, none before', async () => {
    const most = (await analysed()).length;
    kit.plex.switches.sonic = 'partial';
    const some = (await analysed()).length;
    kit.plex.switches.sonic = 'not-analysed';
    expect([most > 700, some > 200 && some < 500, (await analysed()).length]).toEqual([true, true, 0]);
  });

  test('a distance is the same both ways, and neighbours leave out an artist that was excluded', async () => {
    const [id = ''] = await analysed();
    const near = await nearest(id);
    const [first] = near;
    const back = (await nearest(first?.ratingKey ?? '')).find((row) => row.ratingKey === id);
    if (back !== undefined) expect(back['distance']).toBe(first?.['distance']);
    const artist = (await kit.get(`/library/metadata/${id}`)).Metadata?.[0]?.['grandparentRatingKey'];
    expect(near.some((row) => row['grandparentRatingKey'] === artist)).toBe(true);
    const others = await nearest(id, `&excludeGrandparentID=${String(artist)}`);
    expect(others).toHaveLength(40);
    expect(others.some((row) => row['grandparentRatingKey'] === artist)).toBe(false);
  });

  test('what came in lately, or is not analysed, has no neighbours and is nobody’s', async () => {
    const fresh = kit.plex.mutate.addTrack({ artist: 'A', album: 'B', title: 'C' });
    expect(await nearest(fresh)).toEqual([]);
    const known = new Set(await analysed());
    const [id = ''] = known;
    expect((await nearest(id)).every((row) => known.has(row.ratingKey))).toBe(true);
    const unknown = (await kit.tracks()).find((row) => !known.has(row.ratingKey));
    expect(await nearest(unknown?.ratingKey ?? '')).toEqual([]);
  });

  test('a file that was replaced sounds as before', async () => {
    const [id = ''] = await analysed();
    const before = (await nearest(id)).map((row) => row.ratingKey);
    const after = await nearest(kit.plex.mutate.rescanTrack(id));
    if (after.length > 0) expect(after.slice(0, 5).some((row) => before.includes(row.ratingKey))).toBe(true);
  });
});
