import { afterAll, describe, expect, test } from '@jest/globals';
import type { Track } from '../../../src/core/track.ts';
import { readFlowSettings } from '../../../src/recipes/flow/flow-settings.ts';
import { judgeTrack } from '../../../src/recipes/flow/judge-track.ts';
import { keepTracks } from '../../../src/recipes/flow/keep-tracks.ts';
import { openField } from '../../../src/recipes/flow/open-field.ts';
import { readCriteria } from '../../../src/recipes/flow/read-criteria.ts';
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

const songs = Array.from({ length: 40 }, (_, number) => makeSong(number));
/** The song of the first album once more, on a compilation. */
const copyOf = (song: Track, facts: Partial<Track> = {}): Track => ({
  ...song,
  id: '2000',
  album: 'Greatest Hits',
  albumId: 'hits',
  albumArtist: 'Various Artists',
  artistId: 'va',
  playCount: 0,
  lastPlayedAtMs: undefined,
  rating: undefined,
  skipCount: 0,
  ...facts,
});
const first = makeSong(0);

/** The copy carries the window's mood, the first one does not. */
const open = (original: Partial<Track> = {}, copy: Partial<Track> = {}): Promise<FlowScene> => {
  const tracks = [{ ...first, ...original }, copyOf(first, copy), ...songs.slice(1)];
  return openScene({ tracks, tags: tagEach(tracks, (number) => ({ moods: [number === 0 ? 'Sad' : 'Warm'] })) });
};
const ask: Ask = {
  window: makeWindow({ moods: ['warm'] }),
  size: 12,
  rules: { unheardForDays: 3, memoryDays: 3, minRating: 6, maxSkips: 4, maxPerArtist: 9, maxPerAlbum: 9 },
};
/** As many as there are, so that whatever may come in does. */
const askAll: Ask = { ...ask, size: 40 };
const judge = (scene: FlowScene, what: Ask = ask) => {
  const copy = scene.library.getTrack('2000');
  if (copy === undefined) throw new Error('There is no copy.');
  return judgeTrack(scene.contextOf(what), scene.recipeOf(what), copy, new AbortController().signal);
};
const countWith = async (scene: FlowScene, id: string, what: Ask): Promise<number> => {
  let count = 0;
  for (let turn = 0; turn < 12; turn += 1)
    if (idsOf(await scene.choose({ ...what, occurrence: `turn ${turn}` })).includes(id)) count += 1;
  return count;
};

describe('another copy of a song', () => {
  test('comes in when nothing is against the song', async () => {
    const scene = await open();
    expect(idsOf(await scene.choose(askAll))).toContain('2000');
    expect(await judge(scene)).toMatchObject({ verdict: 'may-come' });
  });

  test.each([
    ['is not wanted today', {}, 'not-today', 'is not wanted today (another copy, on Album A)'],
    ['was skipped often', { skipCount: 8 }, 'skipped-often', 'was skipped 8 times (another copy, on Album A)'],
    ['was rated too low', { rating: 2 }, 'rated-too-low', 'has 1 star, fewer than 3 stars (another copy, on Album A)'],
  ])('stays out when the song %s', async (_what, original, reason, detail) => {
    const scene = await open(original);
    if (reason === 'not-today') scene.library.flow.saveBan(first.id, now + dayMs);
    const chosen = await scene.choose(askAll);
    expect(idsOf(chosen)).not.toContain('2000');
    expect(chosen.drops).toContainEqual(expect.objectContaining({ reason, detail }));
    const verdict = await judge(scene);
    expect(verdict).toMatchObject({
      verdict: 'kept-out',
      sentence: `Morning does not take it, because it ${detail}.`,
    });
  });

  test.each<[string, Partial<Track>]>([
    ['live', { title: `${first.title} (Live)` }],
    ['live, as its album says', { album: 'Live at the Hall' }],
    ['as a remix', { title: `${first.title} (Somebody Remix)` }],
  ])('stays in though the song was skipped often %s', async (_title, take) => {
    const scene = await open({ ...take, skipCount: 8, lastSkippedAtMs: now - dayMs, rating: 2 });
    expect(idsOf(await scene.choose(askAll))).toContain('2000');
    expect(await judge(scene)).toMatchObject({ verdict: 'may-come' });
  });

  test('of a live take stays out when that very take was skipped often elsewhere', async () => {
    const title = `${first.title} (Live)`;
    const live: Ask = { ...askAll, window: makeWindow({ moods: ['warm'], genres: ['live'] }) };
    const scene = await open({ title, skipCount: 8 }, { title });
    const verdict = await judge(scene, live);
    expect(verdict.sentence).toContain('skipped 8 times (another copy, on Album A)');
  });

  test('is not pushed back when a live take was skipped a moment ago', async () => {
    const few = songs.slice(0, 12);
    const takes = few.map((song, number) => copyOf(song, { id: String(3_000 + number), albumId: `studio ${number}` }));
    const live = few.map((song) => ({ ...song, title: `${song.title} (Live)` }));
    const tracks = [...live, ...takes];
    const scene = await openScene({ tracks, tags: tagEach(tracks, () => ({ genres: ['Live'] })) });
    const plain: Ask = {
      window: makeWindow({ genres: ['Live'] }),
      size: 6,
      rules: { keepShare: 0, maxPerArtist: 99, maxPerAlbum: 99 },
    };
    const before = idsOf(await scene.run(plain));
    const skipped = before.filter((id) => Number(id) < 3_000);
    expect(skipped.length).toBeGreaterThan(0);
    for (const trackId of skipped) scene.library.flow.saveSkip({ trackId, skippedAtMs: now });
    const [context, recipe, { signal }] = [scene.contextOf(plain), scene.recipeOf(plain), new AbortController()];
    const settings = readFlowSettings(context, recipe);
    const criteria = await readCriteria(context, settings, signal);
    const { unwanted } = keepTracks(await openField(context, recipe, settings, criteria, signal));
    expect([...unwanted].sort()).toEqual([...skipped].sort());
  });

  test('stays in though a copy was rated too low, when it was itself rated well', async () => {
    const scene = await open({ rating: 2 }, { rating: 8 });
    expect(idsOf(await scene.choose(askAll))).toContain('2000');
  });

  test('waits as long as the song was heard lately', async () => {
    const scene = await open({ playCount: 1, lastPlayedAtMs: now - dayMs });
    expect(await countWith(scene, '2000', ask)).toBe(0);
    expect((await judge(scene)).sentence).toBe(
      'Morning takes it only when too few others match, because it was heard a day ago (another copy, on Album A).',
    );
    const all = await scene.choose(askAll);
    expect(idsOf(all)).toContain('2000');
    expect(all.notes.join(' ')).toContain('tracks heard lately were let in');
  });

  test('waits as well where only the play log knows', async () => {
    const scene = await open();
    scene.library.listens.save([{ trackId: first.id, playedAtMs: now - dayMs, accountId: '1' }]);
    expect(await countWith(scene, '2000', ask)).toBe(0);
    expect((await judge(scene)).sentence).toContain(
      'because it was played lately, as the play log says (another copy)',
    );
  });

  test('waits as long as the song stood in a list', async () => {
    const scene = await open();
    scene.library.flow.saveList({
      recipeId: 'other',
      occurrence: 'yesterday',
      windowId: 'morning',
      tracks: [first.id],
      publishedAtMs: now - dayMs,
      madeFor: '',
    });
    expect(await countWith(scene, '2000', ask)).toBe(0);
    expect((await judge(scene)).sentence).toContain('stood in a list a day ago (another copy, on Album A)');
  });

  test('is not what comes in for a song that was skipped, nor for one that a new list leaves out', async () => {
    const few = songs.slice(0, 21);
    const twice = few.map((song, number) => copyOf(song, { id: String(3_000 + number), albumId: `hits ${number}` }));
    const scene = await openScene({ tracks: [...few, ...twice] });
    const songOf = (id: string): number => Number(id) % 1_000;
    const plain: Ask = { window: makeWindow({}), size: 10, rules: { keepShare: 0, maxPerArtist: 99, maxPerAlbum: 99 } };
    const before = idsOf(await scene.run(plain));
    const gone = before[0] ?? '';
    scene.library.flow.saveSkip({ trackId: gone, skippedAtMs: now });
    const after = idsOf(await scene.run(plain));
    expect(after).toHaveLength(10);
    expect(after.map(songOf)).not.toContain(songOf(gone));
    const next = idsOf(await scene.choose({ ...plain, moment: { refreshes: 1 } }));
    expect(next.map(songOf).filter((song) => after.map(songOf).includes(song))).toEqual([]);
  });

  test('leaves the list when the song is not wanted any more', async () => {
    const scene = await open();
    const before = idsOf(await scene.run(askAll));
    expect(before).toContain('2000');
    scene.library.flow.saveBan(first.id, now + dayMs);
    const verdict = await judge(scene, askAll);
    expect(verdict.verdict).toBe('listed');
    expect(verdict.sentence).toMatch(
      /^It is in the list of Morning: .* A new list leaves it out, because it is not wanted today/,
    );
    expect(idsOf(await scene.run(askAll))).not.toContain('2000');
  });
});
