import { afterEach, describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { quietHome } from '../../src/core/flow/decision.ts';
import { parseWindows } from '../../src/core/flow/parse-windows.ts';
import type { FlowPlan } from '../../src/core/flow/window.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Tags } from '../../src/core/track.ts';
import { findOperation } from '../../src/operations/table.ts';
import type { CoverPicture, FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import { becauseOf, createFakeHome, type FakeHome } from '../fakes/fake-home.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import { closeHouses, context, createTestHouse, makeTracks, readPlaylist, type TestHouse } from './test-house.ts';

afterEach(closeHouses);

const zone = 'Europe/Berlin';
const at = (time: string): number => DateTime.fromISO(`2026-11-21T${time}`, { zone }).toMillis();

const planOf = (text: string): FlowPlan => {
  const parsed = parseWindows(text);
  if (!('windows' in parsed)) throw new Error(JSON.stringify(parsed));
  return {
    windows: parsed.windows,
    followsHome: true,
    rules: {
      minRating: 0,
      unrated: 'include',
      unheardForDays: 0,
      maxSkips: undefined,
      memoryDays: 3,
      keepShare: 0.5,
      familiarity: 0.5,
      maxPerArtist: 2,
      maxPerAlbum: 2,
      longestMs: 900_000,
      learn: true,
      sound: 'smooth',
      cover: true,
    },
  };
};

const flowRecipe = (changes: Partial<Recipe> = {}): Recipe =>
  makeRecipe({
    id: 'daily-flow',
    kind: 'flow',
    playlistName: 'Daily Flow',
    size: 10,
    maxPerArtist: 2,
    options: planOf(
      '06:00-12:00:genres=Folk:name=Morning;12:00-22:00:genres=Jazz:name=Evening;22:00-24:00:genres=Rock:name=Party',
    ) as unknown as Recipe['options'],
    ...changes,
  });

const genres = ['Folk', 'Jazz', 'Rock'] as const;
const tagsOf = (number: number): Tags => ({ genres: [genres[number % 3] ?? 'Folk'], styles: [], moods: [] });

/** 240 tracks of three genres; the genre stands on the track. */
const createFlowHouse = async (
  parts: { readonly home?: FakeHome; readonly recipes?: readonly Recipe[]; readonly now?: string } = {},
): Promise<TestHouse> => {
  const tracks = makeTracks(240);
  const house = await createTestHouse({
    tracks,
    tagsOf: (track) => tagsOf(tracks.findIndex(({ id }) => id === track.id)),
    recipes: parts.recipes ?? [flowRecipe()],
    ...(parts.home === undefined ? {} : { home: parts.home }),
  });
  house.clock.nowMs = at(parts.now ?? '08:00');
  return house;
};

const call = async (
  house: TestHouse,
  name: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<unknown> => {
  const operation = findOperation(name);
  if (operation === undefined) throw new Error(`no ${name}`);
  return operation.run(house, operation.input.parse(input), context());
};
const look = async (house: TestHouse): Promise<FlowSummary> => {
  const [flow] = (await call(house, 'list-flows')) as readonly FlowSummary[];
  if (flow === undefined) throw new Error('no flow');
  return flow;
};
const genresOf = async (house: TestHouse): Promise<readonly string[]> => {
  const tracks = await readPlaylist(house, 'daily-flow');
  return [...new Set(tracks.flatMap((id) => house.library.getTags(id).genres))];
};
const run = (house: TestHouse) => call(house, 'run-recipe', { recipe: 'daily-flow' });

describe('a flow', () => {
  test('plays what its window asks for, and is stale again when the hour turns', async () => {
    const house = await createFlowHouse();
    expect(await look(house)).toMatchObject({ activeWindow: 'Morning', by: 'schedule', stale: true, size: 10 });
    await run(house);
    expect(await readPlaylist(house, 'daily-flow')).toHaveLength(10);
    expect(await genresOf(house)).toEqual(['Folk']);
    expect(await look(house)).toMatchObject({ stale: false, publishedWindow: 'Morning', nextWindow: 'Evening' });
    house.clock.nowMs = at('12:00');
    expect(await look(house)).toMatchObject({ activeWindow: 'Evening', stale: true });
    await run(house);
    expect(await genresOf(house)).toEqual(['Jazz']);
  });

  test('made again for the same moment writes nothing, not even after hours', async () => {
    const house = await createFlowHouse();
    await run(house);
    house.clock.nowMs = at('11:59');
    house.server.calls.splice(0);
    const { report } = (await run(house)) as { report: { counts: object; message: string } };
    expect(report.message).toContain('nothing had changed');
    expect(report.counts).toMatchObject({ added: 0, removed: 0, moved: 0, tracks: 10 });
  });

  test('is left as it is in a gap, and the common refresh passes it over', async () => {
    const house = await createFlowHouse();
    await run(house);
    const before = await readPlaylist(house, 'daily-flow');
    house.clock.nowMs = at('03:00') + 86_400_000;
    expect(await look(house)).toMatchObject({ activeWindow: undefined, by: 'gap', stale: false });
    const { report } = (await run(house)) as { report: { result: string; message: string } };
    expect(report).toMatchObject({ result: 'skipped' });
    expect(report.message).toContain('The playlist is as it was.');
    expect(await readPlaylist(house, 'daily-flow')).toEqual(before);
    expect(await call(house, 'run-cycle', { sync: false })).toMatchObject({ reports: [] });
  });

  test('says in its description what it plays, why and what comes next', async () => {
    const house = await createFlowHouse();
    await run(house);
    const [playlist] = await house.server.playlists.list(context().signal);
    const summary = 'Updated by Harmoniq on 2026-11-21 08:00 for Morning (Folk). Until 12:00, then Evening.';
    expect(playlist?.summary).toBe(summary);
    house.clock.nowMs = at('11:30');
    await run(house);
    const [later] = await house.server.playlists.list(context().signal);
    expect(later?.summary).toBe(summary);
  });

  test('says in its description what somebody or the home changed about it', async () => {
    const home = createFakeHome();
    const house = await createFlowHouse({ home });
    const describeIt = async () => (await house.server.playlists.list(context().signal))[0]?.summary;
    const rain = { reason: 'it rains', moods: [], genres: [], energy: 'low', familiarity: undefined } as const;
    const adjusted = { ...quietHome, energy: 'low', because: becauseOf({ adjustments: [rain] }) } as const;
    home.verdict = adjusted;
    await run(house);
    expect(await describeIt()).toBe(
      'Updated by Harmoniq on 2026-11-21 08:00 for Morning (Folk). Until 12:00, then Evening; calmer, because it rains.',
    );
    const window = ['house mode is party'];
    home.verdict = { ...adjusted, window: 'Party', because: { ...adjusted.because, window } };
    await run(house);
    expect(await describeIt()).toBe(
      'Updated by Harmoniq on 2026-11-21 08:00 for Party (Rock). Because house mode is party; calmer, because it rains; the timetable goes on with Evening at 12:00.',
    );
    home.verdict = quietHome;
    house.clock.nowMs = at('22:30');
    await call(house, 'choose-window', { window: 'Morning' });
    expect(await describeIt()).toBe(
      'Updated by Harmoniq on 2026-11-21 22:30 for Morning (Folk). Chosen by hand; the timetable has nothing from midnight on.',
    );
  });

  test('has one picture for a window without times, whenever somebody chooses it', async () => {
    const options = planOf(
      '06:00-12:00:genres=Folk:name=Morning;12:00-22:00:genres=Jazz:name=Evening;name=Party:energy=high:genres=Rock',
    );
    const house = await createFlowHouse({
      recipes: [flowRecipe({ options: options as unknown as Recipe['options'] })],
    });
    const keyAt = async (time: string) => {
      house.clock.nowMs = at(time);
      await call(house, 'choose-window', { window: 'Party' });
      return (await look(house)).coverKey;
    };
    const key = await keyAt('07:00');
    expect(JSON.parse(key ?? '')).toMatchObject({ windowName: 'Party', liveliness: 0.85 });
    expect(await keyAt('19:00')).toBe(key);
    expect(await keyAt('23:30')).toBe(key);
  });

  test('gets a picture once per window and tells the doors of it', async () => {
    const house = await createFlowHouse();
    expect(await call(house, 'get-cover')).toBeNull();
    await run(house);
    await run(house);
    const cover = (await call(house, 'get-cover')) as CoverPicture;
    expect(Buffer.from(cover.base64, 'base64').toString()).toContain('"windowName":"Morning"');
    expect((await look(house)).coverKey).toBe(cover.key);
    expect(house.server.calls.filter((entry) => entry.startsWith('poster'))).toHaveLength(1);
  });
});

describe('what happened on the server meanwhile', () => {
  test('is read before a list is made of it', async () => {
    const options = planOf('06:00-12:00:genres=Folk:name=Morning;12:00-22:00:genres=Jazz:name=Evening');
    const plan = { ...options, rules: { ...options.rules, unheardForDays: 7 } };
    const house = await createFlowHouse({ recipes: [flowRecipe({ options: plan as unknown as Recipe['options'] })] });
    await run(house);
    house.clock.nowMs = at('12:00');
    const section = house.server.sections[0];
    const jazz = section?.tracks.filter((track) => section.tags.get(track.id)?.genres.includes('Jazz')) ?? [];
    const played = new Set(jazz.slice(0, 60).map(({ id }) => id));
    section?.tracks.splice(
      0,
      section.tracks.length,
      ...section.tracks.map((track) =>
        played.has(track.id) ? { ...track, playCount: 1, lastPlayedAtMs: at('11:59') } : track,
      ),
    );
    house.server.nowMs = at('12:00');
    await run(house);
    const list = await readPlaylist(house, 'daily-flow');
    expect(list).toHaveLength(10);
    expect(list.filter((id) => played.has(id))).toEqual([]);
  });

  test('that fails to be read does not keep the list from being made', async () => {
    const house = await createFlowHouse();
    house.clock.nowMs += 3_600_000;
    house.server.before = (entry) => {
      if (entry.startsWith('page')) throw new Error('gone');
    };
    await run(house);
    expect(await readPlaylist(house, 'daily-flow')).toHaveLength(10);
  });

  test('that took tracks or their ids makes every flow be looked at again', async () => {
    const house = await createFlowHouse();
    await run(house);
    expect((await look(house)).stale).toBe(false);
    const [lost = ''] = await readPlaylist(house, 'daily-flow');
    const section = house.server.sections[0];
    section?.tracks.splice(
      section.tracks.findIndex(({ id }) => id === lost),
      1,
    );
    await call(house, 'sync-library', { full: true });
    expect((await look(house)).stale).toBe(true);
    await run(house);
    expect(await look(house)).toMatchObject({ stale: false });
    expect(await readPlaylist(house, 'daily-flow')).toHaveLength(10);
  });
});

describe('a window chosen by hand', () => {
  test('is played at once and holds until the timetable turns', async () => {
    const house = await createFlowHouse();
    await run(house);
    expect(await call(house, 'choose-window', { window: 'party' })).toMatchObject({ manual: 'Party', stale: false });
    expect(await genresOf(house)).toEqual(['Rock']);
    house.clock.nowMs = at('11:59');
    expect(await look(house)).toMatchObject({ by: 'manual', activeWindow: 'Party' });
    house.clock.nowMs = at('12:00');
    expect(await look(house)).toMatchObject({ by: 'schedule', activeWindow: 'Evening', manual: undefined });
  });

  test('is given back by Auto, and the list from before comes back', async () => {
    const house = await createFlowHouse();
    await run(house);
    const before = await readPlaylist(house, 'daily-flow');
    await call(house, 'choose-window', { window: 'Party' });
    expect(await call(house, 'choose-window', { window: null })).toMatchObject({ manual: undefined, stale: false });
    expect(await genresOf(house)).toEqual(['Folk']);
    expect(new Set(await readPlaylist(house, 'daily-flow'))).toEqual(new Set(before));
  });

  test('is only noted down where somebody else applies it', async () => {
    const house = await createFlowHouse();
    await run(house);
    expect(await call(house, 'choose-window', { window: 'Party', apply: false })).toMatchObject({ stale: true });
    expect(await genresOf(house)).toEqual(['Folk']);
    expect(house.heard.at(-1)).toEqual({ name: 'flow-changed', event: { recipeId: 'daily-flow' } });
  });

  test('that does not exist is refused with those that do', async () => {
    const house = await createFlowHouse();
    await expect(call(house, 'choose-window', { window: 'Brunch' })).rejects.toMatchObject({
      code: 'not-found',
      hint: 'These exist: Auto, Morning, Evening, Party.',
    });
  });
});

describe('in a gap', () => {
  test('a window chosen by hand is described once, not with every run', async () => {
    const house = await createFlowHouse({ now: '03:00' });
    await call(house, 'choose-window', { window: 'Party' });
    const describeIt = async () => (await house.server.playlists.list(context().signal))[0]?.summary;
    const first = await describeIt();
    const key = (await look(house)).coverKey;
    house.clock.nowMs = at('04:30');
    await run(house);
    expect(await describeIt()).toBe(first);
    expect((await look(house)).coverKey).toBe(key);
  });
});

describe('the home', () => {
  test('picks the window unless somebody chose one, or told the flow not to listen', async () => {
    const home = createFakeHome();
    const house = await createFlowHouse({ home });
    await run(house);
    home.verdict = { ...quietHome, window: 'Party', because: becauseOf({ window: ['house mode is party'] }) };
    expect(await look(house)).toMatchObject({ activeWindow: 'Party', by: 'home', stale: true });
    await run(house);
    expect(await genresOf(house)).toEqual(['Rock']);
    expect(await call(house, 'choose-window', { window: 'Evening' })).toMatchObject({ by: 'manual' });
    await call(house, 'choose-window', { window: null });
    expect(await call(house, 'set-flow', { followsHome: false })).toMatchObject({
      activeWindow: 'Morning',
      followsHome: false,
      stale: true,
    });
  });

  test('pauses the flow', async () => {
    const home = createFakeHome({ pause: true, because: becauseOf({ pause: ['nobody is home'] }) });
    const house = await createFlowHouse({ home });
    expect(await look(house)).toMatchObject({ activeWindow: undefined, by: 'paused', stale: false });
    expect((await look(house)).why).toBe('The playlist stays as it is, because nobody is home.');
    expect(await run(house)).toMatchObject({
      report: { result: 'skipped', message: 'The playlist stays as it is, because nobody is home.' },
    });
  });

  test('that is about to be heard is waited for by the common refresh', async () => {
    const home = createFakeHome();
    const house = await createFlowHouse({ home });
    home.awaited = true;
    const start = async () => {
      const operation = findOperation('run-cycle');
      return operation?.run(house, operation.input.parse({ sync: false }), context({ trigger: 'start' }));
    };
    expect(await start()).toMatchObject({ reports: [] });
    home.awaited = false;
    expect(await start()).toMatchObject({ reports: [{ recipeId: 'daily-flow', result: 'succeeded' }] });
  });

  test('that asks for other moods makes the list stale', async () => {
    const home = createFakeHome();
    const house = await createFlowHouse({ home });
    await run(house);
    const rain = { reason: 'it rains', moods: [], genres: [], energy: 'low', familiarity: 0.8 } as const;
    home.verdict = { ...quietHome, energy: 'low', familiarity: 0.8, because: becauseOf({ adjustments: [rain] }) };
    expect(await look(house)).toMatchObject({
      activeWindow: 'Morning',
      stale: true,
      why: 'Morning runs until 12:00; calmer, 80 % known tracks, because it rains.',
    });
    // The dial that somebody set counts before the home, so the home is no reason for it.
    expect(await call(house, 'set-flow', { familiarityPercent: 20 })).toMatchObject({
      why: 'Morning runs until 12:00; calmer, because it rains.',
    });
  });
});

describe('the dials and buttons', () => {
  test('size and familiarity are kept over a restart and refused out of range', async () => {
    const house = await createFlowHouse();
    await run(house);
    expect(await call(house, 'set-flow', { size: '20', familiarityPercent: 80 })).toMatchObject({
      size: 20,
      familiarityPercent: 80,
      stale: true,
    });
    await run(house);
    expect(await readPlaylist(house, 'daily-flow')).toHaveLength(20);
    expect(findOperation('set-flow')?.input.safeParse({ size: 0 }).success).toBe(false);
    expect(findOperation('set-flow')?.input.safeParse({ familiarityPercent: 101 }).success).toBe(false);
  });

  test('are given back to the configuration by auto', async () => {
    const house = await createFlowHouse();
    await call(house, 'set-flow', { size: 20, familiarityPercent: 80, followsHome: false });
    expect(
      await call(house, 'set-flow', { size: 'auto', familiarityPercent: 'auto', followsHome: null }),
    ).toMatchObject({
      size: 10,
      familiarityPercent: 50,
      followsHome: true,
    });
  });

  test('refresh draws another list and keeps the share that is set', async () => {
    const house = await createFlowHouse();
    await run(house);
    const before = await readPlaylist(house, 'daily-flow');
    await call(house, 'refresh-flow');
    const after = await readPlaylist(house, 'daily-flow');
    const kept = after.filter((id) => before.includes(id));
    expect(after).not.toEqual(before);
    expect(kept.length).toBeGreaterThanOrEqual(5);
    expect(await genresOf(house)).toEqual(['Folk']);
  });

  test('not today takes what is being played out of the list and keeps it out until tomorrow', async () => {
    const house = await createFlowHouse();
    await run(house);
    const [first = ''] = await readPlaylist(house, 'daily-flow');
    house.server.sessions.push({
      sessionId: '1',
      trackId: first,
      state: 'playing',
      positionMs: 1_000,
      player: 'Kitchen',
      user: undefined,
    });
    expect(await call(house, 'not-today')).toMatchObject({ track: { trackId: first }, flows: ['daily-flow'] });
    expect(await readPlaylist(house, 'daily-flow')).not.toContain(first);
    expect(await readPlaylist(house, 'daily-flow')).toHaveLength(10);
    expect([...house.library.flow.listBans(at('23:59')).keys()]).toEqual([first]);
    expect(house.library.flow.listBans(at('00:00') + 86_400_000 + 1).size).toBe(0);
  });

  test('a press while the list is being made is noted once and asks nobody to press again', async () => {
    const house = await createFlowHouse();
    await run(house);
    const [first = '', second = ''] = await readPlaylist(house, 'daily-flow');
    const play = (trackId: string): void =>
      void house.server.sessions.splice(0, 1, {
        sessionId: '1',
        trackId,
        state: 'playing',
        positionMs: 1_000,
        player: undefined,
        user: undefined,
      });
    play(first);
    expect(house.library.acquireLease('recipe:daily-flow', 'somebody', 60_000)).toBe(true);
    expect(await call(house, 'not-today')).toMatchObject({ track: { trackId: first } });
    play(second);
    expect(await call(house, 'refresh-flow')).toMatchObject({ stale: true });
    expect([...house.library.flow.listBans(house.clock.nowMs).keys()]).toEqual([first]);
    house.library.releaseLease('recipe:daily-flow', 'somebody');
    expect(await look(house)).toMatchObject({ stale: true });
    await run(house);
    expect(await look(house)).toMatchObject({ stale: false });
    expect(await readPlaylist(house, 'daily-flow')).not.toContain(first);
  });

  test('not today during a run is not taken for done by that run', async () => {
    const house = await createFlowHouse();
    await run(house);
    const [first = ''] = await readPlaylist(house, 'daily-flow');
    house.clock.nowMs += 10 * 60_000;
    let pressed: Promise<unknown> | undefined;
    house.server.before = (entry) => {
      if (entry.startsWith('publish')) pressed ??= call(house, 'not-today', { track: first, apply: false });
    };
    await run(house);
    await pressed;
    house.server.before = undefined;
    expect(await look(house)).toMatchObject({ stale: true });
    await run(house);
    expect(await look(house)).toMatchObject({ stale: false });
    expect(await readPlaylist(house, 'daily-flow')).not.toContain(first);
  });

  test('not today reaches every flow whose list holds the track', async () => {
    const house = await createFlowHouse({
      recipes: [flowRecipe(), flowRecipe({ id: 'kitchen', playlistName: 'Kitchen', size: 60 })],
    });
    await call(house, 'run-recipe', { recipe: 'kitchen' });
    const [shared = ''] = await readPlaylist(house, 'kitchen');
    expect(await call(house, 'not-today', { recipe: 'daily-flow', track: shared, apply: false })).toMatchObject({
      flows: ['kitchen'],
    });
    const flows = (await call(house, 'list-flows')) as readonly FlowSummary[];
    expect(flows.find(({ recipeId }) => recipeId === 'kitchen')?.stale).toBe(true);
    expect(await readPlaylist(house, 'kitchen')).toContain(shared);
  });

  test('undo brings the list from before back for good', async () => {
    const house = await createFlowHouse();
    await run(house);
    const before = await readPlaylist(house, 'daily-flow');
    await call(house, 'refresh-flow');
    await call(house, 'undo', { recipe: 'daily-flow' });
    expect(await readPlaylist(house, 'daily-flow')).toEqual(before);
    expect(await look(house)).toMatchObject({ stale: false });
    await run(house);
    expect(await readPlaylist(house, 'daily-flow')).toEqual(before);
  });

  test('more like this bends the list for the rest of the window', async () => {
    const house = await createFlowHouse();
    await run(house);
    const [first = ''] = await readPlaylist(house, 'daily-flow');
    expect(await call(house, 'more-like-this', { track: first })).toMatchObject({ stale: false });
    expect(house.library.listRuns({ limit: 10 })).toHaveLength(2);
    house.clock.nowMs = at('12:00');
    expect((await look(house)).activeWindow).toBe('Evening');
  });

  test('the buttons that act on what is playing say so when nothing is', async () => {
    const house = await createFlowHouse();
    await expect(call(house, 'not-today')).rejects.toMatchObject({ code: 'not-found' });
    await expect(call(house, 'more-like-this')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('tell why a track would come in or not', async () => {
    const house = await createFlowHouse();
    await run(house);
    const [first = ''] = await readPlaylist(house, 'daily-flow');
    expect(await call(house, 'explain-track', { track: first })).toMatchObject({
      track: { trackId: first },
      window: 'Morning',
      listed: true,
    });
  });
});

describe('which flow is meant', () => {
  test('the first that is switched on, unless one is named', async () => {
    const house = await createFlowHouse({
      recipes: [
        flowRecipe({ enabled: false }),
        flowRecipe({ id: 'kitchen', playlistName: 'Kitchen' }),
        makeRecipe({ id: 'charts', playlistName: 'Charts' }),
      ],
    });
    expect(await call(house, 'choose-window', { window: 'Party', apply: false })).toMatchObject({
      recipeId: 'kitchen',
    });
    await expect(call(house, 'choose-window', { recipe: 'charts', window: 'Party' })).rejects.toMatchObject({
      code: 'invalid-input',
      hint: 'These are flows: daily-flow, kitchen.',
    });
    await expect(call(house, 'choose-window', { recipe: 'daily-flow', window: null })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});
