import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noCriteria } from '../../../src/core/flow/window.ts';
import { noTags, type Tags } from '../../../src/core/track.ts';
import { flow } from '../../../src/recipes/flow.ts';
import {
  closeScenes,
  dayMs,
  idsOf,
  makeSong,
  makeWindow,
  now,
  openScene,
  tagEach,
  type FlowScene,
} from './flow-scene.ts';

afterAll(closeScenes);

const numberOf = (id: string): number => Number(id) - 1_000;
const songs = Array.from({ length: 600 }, (_, number) =>
  makeSong(number, number % 2 === 0 ? { playCount: 3, lastPlayedAtMs: now - 200 * dayMs } : {}),
);
const tags = tagEach(songs, (number) => ({
  moods: [number % 3 === 0 ? 'Calm/Peaceful' : 'Energetic', ...(number % 5 === 0 ? ['Warm'] : [])],
  genres: [number % 4 < 2 ? 'Jazz' : 'Pop/Rock'],
  ...(number % 50 === 0 ? { labels: ['kids'] } : {}),
}));
const isCalm = (id: string): boolean => numberOf(id) % 3 === 0;
const isJazz = (id: string): boolean => numberOf(id) % 4 < 2;

const unheard = songs.map((song) => ({ ...song, playCount: 0, lastPlayedAtMs: undefined }));

let scene: FlowScene;
beforeAll(async () => {
  scene = await openScene({ tracks: songs, tags });
});

describe('criteria', () => {
  test('all lists are met, however their names were written', async () => {
    const chosen = await scene.choose({ window: makeWindow({ moods: ['calm'], genres: ['JAZZ'] }) });
    expect(chosen).toMatchObject({ short: false, notes: [] });
    expect(idsOf(chosen)).toHaveLength(20);
    expect(idsOf(chosen).every((id) => isCalm(id) && isJazz(id))).toBe(true);
    expect(chosen.picks.every(({ reason }) => reason.startsWith('genre Jazz; mood Calm/Peaceful'))).toBe(true);
  });

  test('any name of a list is enough', async () => {
    const chosen = await scene.choose({ window: makeWindow({ moods: ['calm', 'warm'] }) });
    expect(idsOf(chosen).every((id) => isCalm(id) || numberOf(id) % 5 === 0)).toBe(true);
    expect(idsOf(chosen).some((id) => !isCalm(id))).toBe(true);
  });

  test('one excluded name is enough to stay out', async () => {
    const window = makeWindow({ moods: ['calm'] }, { exclude: { ...noCriteria, genres: ['jazz'], moods: ['warm'] } });
    const chosen = await scene.choose({ window });
    expect(idsOf(chosen)).toHaveLength(20);
    expect(idsOf(chosen).some((id) => isJazz(id) || numberOf(id) % 5 === 0)).toBe(false);
  });

  test('years, artists and labels count, and a window of few artists takes more of each', async () => {
    const window = makeWindow({ artists: ['ÁRTIST a', 'artist b'], years: [{ from: 1960, to: 2030 }] });
    const ofArtists = await scene.choose({ window, size: 12 });
    expect(ofArtists.picks.map(({ match }) => match.track.artist).sort()).toEqual([
      ...Array.from({ length: 6 }, () => 'Artist A'),
      ...Array.from({ length: 6 }, () => 'Artist B'),
    ]);
    const labelled = await scene.choose({ window: makeWindow({ labels: ['Kids'] }), size: 5 });
    expect(idsOf(labelled).every((id) => numberOf(id) % 50 === 0)).toBe(true);
    const early = await scene.choose({ window: makeWindow({ years: [{ from: 1970, to: 1972 }] }), size: 5 });
    expect(early.picks.every(({ match }) => (match.track.year ?? 0) <= 1972)).toBe(true);
  });

  test('tags are inherited from album and artist', async () => {
    const few = Array.from({ length: 40 }, (_, number) => makeSong(number));
    const own = new Map<string, Tags>([
      ['a0', { ...noTags, genres: ['Jazz'] }],
      ['b4', { ...noTags, styles: ['Cool'] }],
    ]);
    const small = await openScene({ tracks: few, tags: own });
    const jazz = await small.choose({ window: makeWindow({ genres: ['jazz'] }), size: 2 });
    expect(idsOf(jazz).every((id) => numberOf(id) < 10)).toBe(true);
    const cool = await small.choose({ window: makeWindow({ styles: ['cool'] }), size: 2 });
    expect(idsOf(cool).map((id) => Math.floor(numberOf(id) / 5))).toEqual([4, 4]);
    expect(cool.picks[0]?.reason).toContain('style Cool');
  });

  test('a window without criteria takes from everything', async () => {
    const chosen = await scene.choose({ window: makeWindow({}) });
    expect(idsOf(chosen)).toHaveLength(20);
  });

  test('a library that is not the flow’s has nothing to give', async () => {
    const chosen = await scene.choose({ window: makeWindow({ moods: ['calm'] }), sectionIds: ['99'] });
    expect(chosen).toMatchObject({ picks: [], short: true });
    expect(chosen.notes.at(-1)).toBe('No track of the library fits.');
  });
});

describe('names that the library does not know', () => {
  test('leave no list, but a suggestion', async () => {
    const chosen = await scene.choose({ window: makeWindow({ moods: ['Clam', 'Wram'] }) });
    expect(chosen).toMatchObject({ picks: [], drops: [], short: true });
    expect(chosen.notes).toEqual([
      'The library knows no mood "Clam"; did you mean "Calm/Peaceful"?',
      'The library knows no mood "Wram"; did you mean "Warm"?',
      'The window asks for nothing that the library knows.',
    ]);
  });

  test('count for nothing beside names that it does know', async () => {
    const chosen = await scene.choose({ window: makeWindow({ moods: ['Zzzz'], genres: ['Jazz'] }) });
    expect(idsOf(chosen).every(isJazz)).toBe(true);
    expect(chosen.notes).toEqual(['The library knows no mood "Zzzz".', 'Without them the window goes by its genres.']);
  });

  test('may have a meaning in another vocabulary, which is said', async () => {
    const chosen = await scene.choose({ window: makeWindow({ genres: ['peaceful'] }) });
    expect(idsOf(chosen).every(isCalm)).toBe(true);
    expect(chosen.notes).toEqual(['The library has no genre "peaceful"; tracks of the mood Calm/Peaceful stand in.']);
  });

  test('are not those of an album’s artist', async () => {
    const various = songs.slice(0, 40).map((song, number) => ({
      ...song,
      ...(number < 20 ? { albumArtist: 'Various Artists', artistId: 'va' } : {}),
    }));
    const mixed = await openScene({ tracks: various });
    const without = makeWindow({}, { exclude: { ...noCriteria, artists: ['various artists'] } });
    const chosen = await mixed.choose({ window: without, size: 4, rules: { maxPerArtist: 9, maxPerAlbum: 9 } });
    expect(chosen.notes).toEqual([]);
    expect(idsOf(chosen).every((id) => numberOf(id) >= 20)).toBe(true);
  });

  test('an artist, likewise', async () => {
    const chosen = await scene.choose({ window: makeWindow({ artists: ['Artist Aaa'] }) });
    expect(chosen.picks).toEqual([]);
    expect(chosen.notes[0]).toMatch(/^The library knows no artist "Artist Aaa"; did you mean "Artist /);
  });
});

describe('the draw', () => {
  const window = makeWindow({ moods: ['energetic'] });
  const rules = { sound: 'smooth' } as const;

  test('gives the same list for the same turn, and another for the next', async () => {
    const first = await scene.choose({ window, rules });
    expect(idsOf(await scene.choose({ window, rules }))).toEqual(idsOf(first));
    const next = await scene.choose({ window, rules, occurrence: 'tomorrow' });
    expect(idsOf(next)).not.toEqual(idsOf(first));
    const other = await scene.choose({ window, rules, recipeId: 'another-flow' });
    expect(idsOf(other)).not.toEqual(idsOf(first));
  });

  test('changes little when the library grows a little', async () => {
    const before = idsOf(await scene.choose({ window, rules }));
    const grown = await openScene({
      tracks: [...songs, ...Array.from({ length: 6 }, (_, at) => makeSong(600 + at))],
      tags: new Map([
        ...tags,
        ...Array.from({ length: 6 }, (_, at) => [String(1_600 + at), { ...noTags, moods: ['Energetic'] }] as const),
      ]),
    });
    const after = new Set(idsOf(await grown.choose({ window, rules })));
    expect(before.filter((id) => after.has(id)).length).toBeGreaterThanOrEqual(16);
  });

  test('does not let an artist with a thousand tracks crowd the list', async () => {
    const crowd = Array.from({ length: 1_000 }, (_, at) =>
      makeSong(5_000 + at, { artist: 'Prolific', albumArtist: 'Prolific', artistId: 'big', albumId: `p${at}` }),
    );
    const crowded = await openScene({ tracks: [...unheard.slice(0, 300), ...crowd] });
    const chosen = await crowded.choose({ window: makeWindow({}), size: 25, rules: { maxPerArtist: 25 } });
    const prolific = chosen.picks.filter(({ match }) => match.track.artist === 'Prolific').length;
    expect(prolific).toBeLessThanOrEqual(8);
  });

  test('gives each name of a list a fair part, however few tracks it has', async () => {
    const rare = await openScene({
      tracks: unheard,
      tags: tagEach(unheard, (number) => ({ moods: [number % 10 === 0 ? 'Calm/Peaceful' : 'Romantic'] })),
    });
    let calm = 0;
    for (let turn = 0; turn < 10; turn += 1) {
      const window = makeWindow({ moods: ['calm', 'romantic'] });
      const ids = idsOf(await rare.choose({ window, occurrence: `turn ${turn}` }));
      expect(ids).toHaveLength(20);
      calm += ids.filter((id) => numberOf(id) % 10 === 0).length;
    }
    // By chance alone a tenth of the 200; by the root of their numbers a quarter.
    expect(calm).toBeGreaterThan(35);
    expect(calm).toBeLessThan(80);
  });

  test('counts a track’s own mood a little more than its artist’s', async () => {
    const isOwn = (number: number): boolean => Math.floor(number / 10) % 2 === 0;
    const warm: Tags = { ...noTags, moods: ['Warm'] };
    const inherited = await openScene({
      tracks: unheard,
      tags: new Map(unheard.map(({ id, artistId = '' }, at) => [isOwn(at) ? id : artistId, warm] as const)),
    });
    let own = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      const ids = idsOf(
        await inherited.choose({ window: makeWindow({ moods: ['warm'] }), occurrence: `turn ${turn}` }),
      );
      expect(ids).toHaveLength(20);
      own += ids.filter((id) => isOwn(numberOf(id))).length;
    }
    // Half of the 400 would be even.
    expect(own).toBeGreaterThan(210);
    expect(own).toBeLessThan(280);
  });

  test('takes compilations for what is on them, not for one busy artist', async () => {
    const various = Array.from({ length: 400 }, (_, at) =>
      makeSong(5_000 + at, {
        artist: `Guest ${'abcdefghijklmnopqrst'.charAt(at % 20)}${'abcdefghijklmnopqrst'.charAt(at / 20)}`,
        albumArtist: 'Various Artists',
        artistId: 'va',
        albumId: `v${Math.floor(at / 10)}`,
      }),
    );
    const mixed = await openScene({ tracks: [...unheard.slice(0, 200), ...various] });
    const chosen = await mixed.choose({ window: makeWindow({}), size: 30, rules: { familiarity: 0 } });
    const guests = chosen.picks.filter(({ match }) => match.track.albumArtist === 'Various Artists').length;
    expect(guests).toBeGreaterThanOrEqual(8);
    expect(guests).toBeLessThan(30);
  });

  test('leaves out other versions and says so', async () => {
    const titles = ['Song (Live)', 'Live and Let Die', 'Skit', 'Song (Karaoke Version)', 'Song - Demo', 'Plain Song'];
    const odd = await openScene({ tracks: titles.map((title, at) => makeSong(at * 10, { title })) });
    const chosen = await odd.choose({ window: makeWindow({}), size: 6 });
    expect(chosen.picks.map(({ match }) => match.track.title).sort()).toEqual(['Live and Let Die', 'Plain Song']);
    expect(chosen.drops.map(({ match, reason, detail }) => [match.track.title, reason, detail]).sort()).toEqual([
      ['Skit', 'other-version', 'is a skit'],
      ['Song (Karaoke Version)', 'other-version', 'is a karaoke version'],
      ['Song (Live)', 'other-version', 'is a live recording'],
      ['Song - Demo', 'other-version', 'is a demo'],
    ]);
    expect(chosen).toMatchObject({ short: true });
    expect(chosen.notes.at(-1)).toBe('The list falls short of 6 tracks: only 2 fit.');
  });

  test('takes one copy of each song', async () => {
    const copies = await openScene({
      tracks: [
        makeSong(0, { title: 'Believe' }),
        makeSong(5, { title: 'Believe - 2019 Remaster' }),
        makeSong(6, { title: 'Believe (feat. Somebody)' }),
        makeSong(20, { title: 'Another' }),
      ],
    });
    const chosen = await copies.choose({ window: makeWindow({}), size: 4 });
    expect(chosen.picks).toHaveLength(2);
    expect(chosen.drops.map(({ reason }) => reason)).toEqual(['duplicate-song', 'duplicate-song']);
  });

  test('lasts as many minutes as the window says, unless a size was set by hand', async () => {
    const hour = makeWindow({ moods: ['energetic'] }, { length: { kind: 'minutes', minutes: 60 } });
    const chosen = await scene.choose({ window: hour });
    const total = chosen.picks.reduce((sum, { match }) => sum + (match.track.durationMs ?? 0), 0);
    expect(Math.abs(total - 3_600_000)).toBeLessThanOrEqual(180_000);
    expect(idsOf(await scene.choose({ window: hour, moment: { size: 7 } }))).toHaveLength(7);
  });

  test('spaces artists without sound, and orders by sound and tags otherwise', async () => {
    const few = await openScene({ tracks: songs.slice(0, 100), tags });
    for (const sound of ['off', 'smooth'] as const) {
      const { picks } = await few.choose({ window: makeWindow({}), rules: { sound } });
      const artists = picks.map(({ match }) => match.track.artist);
      expect(artists.every((artist, at) => at === 0 || artist !== artists[at - 1])).toBe(true);
    }
  });
});

describe('the dial', () => {
  test.each([0, 0.25, 0.5, 0.9, 1])('%d of the list is known', async (familiarity) => {
    const fresh = songs.map((song, number) =>
      number % 20 < 10 ? { ...song, playCount: 0, lastPlayedAtMs: undefined } : song,
    );
    const halves = await openScene({ tracks: fresh });
    const chosen = await halves.choose({ window: makeWindow({}), rules: { familiarity } });
    const known = chosen.picks.filter(({ match }) => match.track.playCount > 0).length;
    expect(known).toBe(Math.round(familiarity * 20));
  });

  test('by hand wins over the home, the home over the window, the window over the flow', async () => {
    const shareOf = async (ask: Parameters<FlowScene['choose']>[0]): Promise<number> =>
      (await scene.choose(ask)).picks.filter(({ reason }) => !reason.includes('new to you')).length / 20;
    const unplayed = makeWindow({ moods: ['energetic'] });
    const rules = { familiarity: 0.5 };
    const window = { ...unplayed, familiarity: 1 };
    expect(await shareOf({ window, rules })).toBe(1);
    const home = { familiarity: 0 };
    const atHome = await scene.choose({ window, rules, home });
    const byHand = await scene.choose({ window, rules, home, moment: { familiarity: 1 } });
    const known = (chosen: typeof atHome): number =>
      chosen.picks.filter(({ match }) => match.track.playCount > 0).length;
    expect(known(byHand)).toBeGreaterThan(known(atHome));
  });

  test('takes for new what was never played, however much else its artist was', async () => {
    const played = songs.map((song, number) =>
      number % 10 === 0 ? { ...song, playCount: 40, lastPlayedAtMs: now - 90 * dayMs } : { ...song, playCount: 0 },
    );
    const fans = await openScene({ tracks: played.map((song) => ({ ...song, lastPlayedAtMs: undefined })) });
    const chosen = await fans.choose({ window: makeWindow({}), rules: { familiarity: 0 } });
    expect(chosen.picks.every(({ match }) => match.track.playCount === 0)).toBe(true);
    expect(chosen.notes).toEqual([]);
  });

  test('claims that there are no more only where that is so', async () => {
    const own = await openScene({ tracks: unheard.slice(0, 300) });
    const ask = { window: makeWindow({}), rules: { familiarity: 0 } };
    const ids = idsOf(await own.run(ask));
    await own.update((song) => (ids.includes(song.id) ? { ...song, playCount: 1, lastPlayedAtMs: now } : song));
    const chosen = await own.choose(ask);
    expect(idsOf(chosen)).toEqual(ids);
    expect(chosen.notes).toEqual(['Of 20 tracks none is new to you instead of 20.']);
  });

  test.each([
    [0, 19, 'Of 20 tracks only 19 are new to you instead of 20: there are no more that fit.'],
    [1, 19, 'Of 20 tracks only one is known to you instead of 20: there are no more that fit.'],
    [0.5, 11, undefined],
  ])('with familiarity %d and %i tracks never heard says: %s', async (familiarity, fresh, note) => {
    const heard = songs.slice(0, 20).map((song, number) => ({
      ...song,
      rating: undefined,
      skipCount: 0,
      playCount: number < fresh ? 0 : 3,
      lastPlayedAtMs: number < fresh ? undefined : now - 90 * dayMs,
    }));
    const small = await openScene({ tracks: heard });
    const chosen = await small.choose({
      window: makeWindow({}),
      rules: { familiarity, maxPerArtist: 20, maxPerAlbum: 20 },
    });
    expect(chosen.picks).toHaveLength(20);
    if (note === undefined) expect(chosen.notes).toEqual([]);
    else expect(chosen.notes.join(' ')).toContain(note);
  });

  test.each([
    [{}, 2, 'The list falls short of 2 tracks: only 1 fits.'],
    [{ length: { kind: 'minutes', minutes: 60 } }, 2, 'The list falls short of 60 minutes: only 1 track fits.'],
    [{ minRating: 10 }, 1, 'No track of the library fits.'],
  ] as const)('says in good English how little there is: %j', async (changes, size, note) => {
    const single = await openScene({ tracks: [{ ...songs[0]!, rating: 2 }] });
    const chosen = await single.choose({ window: makeWindow({}, changes), size });
    expect(chosen.notes.at(-1)).toBe(note);
    if ('minRating' in changes) expect(chosen.notes).toContain('1 track was left out: 1 rated too low.');
  });

  test('says when there is nothing more of the one kind', async () => {
    const chosen = await scene.choose({
      window: makeWindow({ labels: ['kids'] }),
      size: 10,
      rules: { familiarity: 0 },
    });
    expect(chosen.notes).toContain('Of 10 tracks none is new to you instead of 10: there are no more that fit.');
  });
});

describe('on the way to the list', () => {
  const ask = { window: makeWindow({ moods: ['calm'] }), moment: { seeds: ['1003'] }, home: { genres: ['Jazz'] } };

  test('others in the house have their turn, again and again', async () => {
    let turns = 0;
    let waiting = setImmediate(function turn() {
      turns += 1;
      waiting = setImmediate(turn);
    });
    await scene.choose(ask);
    clearImmediate(waiting);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  test('it ends where it is told to', async () => {
    const stop = new AbortController();
    const chosen = flow.choose(scene.contextOf(ask), scene.recipeOf(ask), stop.signal);
    setImmediate(() => stop.abort());
    await expect(chosen).rejects.toThrow(/abort/i);
  });

  test('what is remembered is read once, so that the list is all of one moment', async () => {
    const reads: string[] = [];
    const context = scene.contextOf(ask);
    const memory = new Proxy(context.library.flow, {
      get: (store, name, receiver) => {
        reads.push(String(name));
        return Reflect.get(store, name, receiver) as unknown;
      },
    });
    await flow.choose(
      { ...context, library: { ...context.library, flow: memory } },
      scene.recipeOf(ask),
      new AbortController().signal,
    );
    expect(reads.toSorted()).toEqual(['getLastList', 'listBans', 'listRecent', 'listSkips']);
  });
});
