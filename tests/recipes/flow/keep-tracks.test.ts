import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
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

const songs = Array.from({ length: 400 }, (_, number) =>
  makeSong(number, number % 20 < 10 ? { playCount: 2, lastPlayedAtMs: now - 100 * dayMs } : {}),
);
const tags = tagEach(songs, (number) => ({ moods: [number % 2 === 0 ? 'Warm' : 'Sad'] }));
const window = makeWindow({ moods: ['warm'] });
const ask: Ask = { window, rules: { sound: 'smooth', keepShare: 0.5 } };
const shared = (one: readonly string[], other: readonly string[]): number =>
  one.filter((id) => other.includes(id)).length;

let scene: FlowScene;
beforeEach(async () => {
  scene = await openScene({ tracks: songs, tags });
});

describe('the same moment again', () => {
  test.each([
    ['as it was', ask],
    ['after a refresh', { ...ask, moment: { refreshes: 2 } }],
    ['by minutes', { ...ask, window: { ...window, length: { kind: 'minutes', minutes: 70 } as const } }],
    ['with a memory and a pause', { ...ask, rules: { ...ask.rules, memoryDays: 3, unheardForDays: 3 } }],
    ['after rules gave way', { ...ask, size: 150, rules: { ...ask.rules, memoryDays: 3, sound: 'off' } }],
    ['short', { ...ask, size: 390, rules: { ...ask.rules, sound: 'off' } }],
  ] as const)('%s: the very same list in the very same order, with the same notes', async (_name, again: Ask) => {
    const before = await scene.run({ ...again, occurrence: 'yesterday', nowMs: now - dayMs });
    expect(before.picks.length).toBeGreaterThan(0);
    if (again.moment?.refreshes !== undefined) await scene.run(ask);
    const first = await scene.run(again);
    const second = await scene.run({ ...again, nowMs: now + 3_600_000 });
    expect(idsOf(second)).toEqual(idsOf(first));
    expect(second.notes).toEqual(first.notes);
    expect(second.short).toBe(first.short);
    expect(idsOf(await scene.run({ ...again, nowMs: now + 7_200_000 }))).toEqual(idsOf(first));
  });

  test('what was heard from the list meanwhile stays in it', async () => {
    const pausing = { ...ask, rules: { ...ask.rules, unheardForDays: 7 } };
    const first = await scene.run(pausing);
    const heard = new Set(idsOf(first).slice(0, 6));
    await scene.update((track) =>
      heard.has(track.id) ? { ...track, playCount: 9, lastPlayedAtMs: now + 600_000 } : track,
    );
    const second = await scene.run({ ...pausing, nowMs: now + 3_600_000 });
    expect(idsOf(second)).toEqual(idsOf(first));
  });

  test.each(['skipped', 'not wanted today', 'deleted', 'rated one star'] as const)(
    'a track that was %s gives its place to another, and all else stays where it is',
    async (what) => {
      const strict = { ...ask, rules: { ...ask.rules, minRating: 4 } };
      const first = idsOf(await scene.run(strict));
      const gone = first[4] ?? '';
      if (what === 'skipped') scene.library.flow.saveSkip({ trackId: gone, skippedAtMs: now + 1_000 });
      if (what === 'not wanted today') scene.library.flow.saveBan(gone, now + dayMs);
      if (what === 'deleted')
        await scene.update((track) => (track.id === gone ? { ...track, missingFile: true } : track));
      if (what === 'rated one star')
        await scene.update((track) => (track.id === gone ? { ...track, rating: 2 } : track));
      const second = idsOf(await scene.run({ ...strict, nowMs: now + 60_000 }));
      expect(second).toHaveLength(20);
      expect(second[4]).not.toBe(gone);
      expect(second.filter((id, at) => id !== first[at])).toHaveLength(1);
      expect(idsOf(await scene.run({ ...strict, nowMs: now + 120_000 }))).toEqual(second);
    },
  );

  test('a longer list keeps what it had, a shorter one is cut', async () => {
    const first = idsOf(await scene.run(ask));
    const longer = idsOf(await scene.run({ ...ask, moment: { size: 30 } }));
    expect(longer).toHaveLength(30);
    expect(longer.slice(0, 20)).toEqual(first);
    expect(idsOf(await scene.run({ ...ask, moment: { size: 8 } }))).toEqual(first.slice(0, 8));
  });

  test('reasons stay as they were published', async () => {
    const first = await scene.run(ask);
    expect((await scene.run(ask)).picks.map(({ reason }) => reason)).toEqual(first.picks.map(({ reason }) => reason));
  });
});

describe('a new list', () => {
  test.each([0, 0.25, 0.5, 0.8, 1])('keeps a share of %d and brings as much that is new', async (keepShare) => {
    const keeping = { ...ask, rules: { ...ask.rules, keepShare } };
    const first = idsOf(await scene.run(keeping));
    const second = idsOf(await scene.run({ ...keeping, moment: { refreshes: 1 } }));
    expect(shared(second, first)).toBe(Math.round(keepShare * 20));
    const third = idsOf(await scene.run({ ...keeping, moment: { refreshes: 2 } }));
    expect(shared(third, second)).toBe(Math.round(keepShare * 20));
  });

  test('drops what was heard a moment ago', async () => {
    const pausing = { ...ask, rules: { ...ask.rules, unheardForDays: 7, keepShare: 0.9 } };
    const first = await scene.run(pausing);
    const heard = new Set(idsOf(first).slice(0, 8));
    await scene.update((track) =>
      heard.has(track.id) ? { ...track, playCount: 9, lastPlayedAtMs: now + 600_000 } : track,
    );
    const second = idsOf(await scene.run({ ...pausing, nowMs: now + 3_600_000, moment: { refreshes: 1 } }));
    expect(second.some((id) => heard.has(id))).toBe(false);
    expect(shared(second, idsOf(first))).toBe(12);
  });

  test('takes the old tracks again only when there are no others', async () => {
    const small = await openScene({ tracks: songs.slice(0, 60), tags: tags });
    const sad = {
      ...ask,
      window: makeWindow({ moods: ['sad'] }),
      size: 20,
      rules: { keepShare: 0, maxPerArtist: 5, maxPerAlbum: 5 },
    };
    const first = idsOf(await small.run(sad));
    const second = idsOf(await small.run({ ...sad, moment: { refreshes: 1 } }));
    expect(second).toHaveLength(20);
    expect(shared(second, first)).toBe(10);
  });

  test('follows the home at once, and keeps its share', async () => {
    const first = idsOf(await scene.run(ask));
    const second = idsOf(await scene.run({ ...ask, home: { familiarity: 0 } }));
    expect(shared(second, first)).toBeGreaterThanOrEqual(10);
    expect(second).not.toEqual(first);
    const known = second.filter((id) => (Number(id) - 1_000) % 20 < 10).length;
    expect(known).toBe(0);
  });

  test('another window keeps nothing', async () => {
    const evening = makeWindow({ moods: ['sad'] }, { id: 'evening', name: 'Evening' });
    await scene.run(ask);
    const chosen = await scene.run({ ...ask, window: evening });
    expect(idsOf(chosen).every((id) => Number(id) % 2 === 1)).toBe(true);
  });
});

describe('memory', () => {
  const remembering = { ...ask, rules: { ...ask.rules, memoryDays: 3 } };

  test('no track comes back within its days, in any flow', async () => {
    const seen: string[] = [];
    for (let day = 0; day < 3; day += 1)
      for (const recipeId of ['daily-flow', 'kitchen']) {
        const chosen = await scene.run({ ...remembering, recipeId, nowMs: now + day * dayMs });
        expect(chosen.short).toBe(false);
        seen.push(...idsOf(chosen));
      }
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('but afterwards it may', async () => {
    const small = await openScene({ tracks: songs.slice(0, 60), tags });
    const caps = { maxPerArtist: 10, maxPerAlbum: 10 };
    const all = { ...remembering, size: 30, rules: { ...remembering.rules, ...caps } };
    expect((await small.run(all)).notes).toEqual([]);
    const nextDay = await small.choose({ ...all, nowMs: now + dayMs });
    expect(nextDay.notes).toEqual(['Too few tracks matched, so the memory of past lists was set aside.']);
    expect((await small.choose({ ...all, nowMs: now + 3 * dayMs })).notes).toEqual([]);
  });
});
