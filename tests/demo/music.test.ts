import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMusic, type MusicTrack } from '../../src/demo/music/music.ts';
import { moodNames } from '../../src/demo/music/vocabulary.ts';

const music = createMusic(1, 3_200);
const tracks: readonly MusicTrack[] = Array.from({ length: music.trackCount }, (_, index) => music.track(index));
const titles = tracks.map((track) => track.title);
const count = (fits: (track: MusicTrack) => boolean): number => tracks.filter(fits).length;

describe('the invented collection', () => {
  test('holds exactly as many tracks as asked for, of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 0, max: 1_000_000 }), (size, seed) => {
        const small = createMusic(seed, size);
        expect(small.trackCount).toBe(size);
        expect(small.track(size - 1).title).not.toBe('');
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test('is the same for the same seed and size, and another for another seed', () => {
    const again = createMusic(1, 3_200);
    expect(JSON.stringify(tracks.map((_, index) => again.track(index)))).toBe(JSON.stringify(tracks));
    const other = createMusic(2, 3_200);
    const shared = tracks.filter((track, index) => other.track(index).title === track.title);
    expect(shared.length).toBeLessThan(200);
  });

  test.each([
    ['Cyrillic', /\p{Script=Cyrillic}/u],
    ['Greek', /\p{Script=Greek}/u],
    ['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
    ['Arabic', /\p{Script=Arabic}/u],
    ['accented Latin', /[à-ÿłšđğ]/iu],
    ['emoji of four bytes', /[\u{1F300}-\u{1FAFF}]/u],
  ])('sings in %s', (_name, pattern) => {
    expect(titles.some((title) => pattern.test(title))).toBe(true);
  });

  test.each([
    ['a live version', /\(Live|- Live/],
    ['a remix', /Remix\)/],
    ['a remaster', /Remaster/],
    ['an acoustic version', /Acoustic/],
    ['an instrumental', /Instrumental/],
    ['a guest in the title', /\(feat\. |\[ft\. /],
    ['a typographic apostrophe', /’/],
  ])('has %s among its titles', (_name, pattern) => {
    expect(titles.filter((title) => pattern.test(title)).length).toBeGreaterThan(3);
  });

  test('names every artist once', () => {
    const names = Array.from({ length: music.artistCount }, (_, index) => music.artist(index).name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  test('has compilations of various artists whose tracks name their performer', () => {
    const compiled = tracks.filter((track) => music.artist(track.albumArtist).name === 'Various Artists');
    expect(compiled.length).toBeGreaterThan(50);
    expect(compiled.every((track) => track.performer !== undefined)).toBe(true);
  });

  test('repeats songs on best-ofs, with the guid of the original now and then', () => {
    expect(tracks.filter((track, index) => track.song !== index).length).toBeGreaterThan(300);
    expect(new Set(tracks.map((track) => track.guid)).size).toBeLessThan(tracks.length);
  });

  test('leaves out what files leave out', () => {
    expect(count((track) => track.durationMs === undefined)).toBeGreaterThan(5);
    expect(count((track) => track.number === undefined)).toBeGreaterThan(5);
    expect(count((track) => track.guid.startsWith('local://'))).toBeGreaterThan(50);
    expect(count((track) => track.mbid === undefined)).toBeGreaterThan(50);
    expect(count((track) => (track.durationMs ?? 0) > 6_000_000)).toBeGreaterThan(0);
  });

  test('has titles longer than two hundred characters', () => {
    const large = createMusic(1, 20_000);
    const longest = Math.max(...Array.from({ length: 20_000 }, (_, index) => large.track(index).title.length));
    expect(longest).toBeGreaterThan(200);
  });

  test('uses the mood names of Plex', () => {
    expect(moodNames).toHaveLength(305);
    expect(moodNames).toContain('Calm/Peaceful');
    const used = new Set(tracks.flatMap((_, index) => music.moodsOfTrack(index)));
    expect(used.size).toBeGreaterThan(200);
    expect(tracks.some((_, index) => music.moodsOfTrack(index).length === 0)).toBe(true);
  });

  test('lays out half a million tracks', () => {
    const large = createMusic(4, 500_000);
    expect(large.trackCount).toBe(500_000);
    expect(large.track(499_999).title).not.toBe('');
    expect(large.artistCount).toBeGreaterThan(10_000);
  });
});
