import type { FlowDecision } from '../../../src/core/flow/decision.ts';
import { quietHome, type HomeVerdict } from '../../../src/core/flow/decision.ts';
import { createFlowTimetable } from '../../../src/core/flow/timetable.ts';
import { noCriteria, type Criteria, type FlowRules, type Window } from '../../../src/core/flow/window.ts';
import { createTrack, noTags, type Tags, type Track, type TrackId } from '../../../src/core/track.ts';
import { createLibrary, type SqliteLibrary } from '../../../src/library/create-library.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { flow } from '../../../src/recipes/flow.ts';
import type { ChooseContext, Chosen, FlowMoment } from '../../../src/recipes/recipe-kind.ts';
import type { LastfmSource } from '../../../src/sources/source.ts';
import { createFakeMusicServer, type FakeMusicServer } from '../../fakes/fake-music-server.ts';
import { makeSection, shelves } from '../../fakes/fake-music.ts';
import { makeRecipe } from '../make-recipe.ts';

export const dayMs = 86_400_000;
/** A Saturday, half past eight in the morning. */
export const now = Date.parse('2026-11-21T08:30:00Z');
const signal = new AbortController().signal;

/** Track `number` of an invented library: five to an album, two albums to an artist; everything else as the test says. */
export const makeSong = (number: number, facts: Partial<Track> = {}): Track => {
  const artist = Math.floor(number / 10);
  const album = Math.floor(number / 5);
  return createTrack({
    id: String(1_000 + number),
    sectionId: '1',
    title: `Song ${spell(number)}`,
    artist: `Artist ${spell(artist)}`,
    album: `Album ${spell(album)}`,
    artistId: `a${artist}`,
    albumId: `b${album}`,
    year: 1970 + (album % 50),
    durationMs: 180_000 + (number % 7) * 10_000,
    addedAtMs: now - 400 * dayMs,
    ...facts,
  });
};

/** Letters instead of digits, so that no title looks like a part or a year. */
const spell = (number: number): string =>
  [...String(number)]
    .map((digit) => 'abcdefghij'.charAt(Number(digit)))
    .join('')
    .replace(/^./, (letter) => letter.toUpperCase());

export const makeWindow = (include: Partial<Criteria>, changes: Partial<Window> = {}): Window => ({
  id: 'morning',
  name: 'Morning',
  days: [1, 2, 3, 4, 5, 6, 7],
  start: { kind: 'clock', minute: 360 },
  end: { kind: 'clock', minute: 720 },
  include: { ...noCriteria, ...include },
  exclude: noCriteria,
  minRating: undefined,
  familiarity: undefined,
  energy: undefined,
  length: undefined,
  ...changes,
});

export const plainRules: FlowRules = {
  minRating: 0,
  unrated: 'include',
  unheardForDays: 0,
  maxSkips: undefined,
  memoryDays: 0,
  keepShare: 0.5,
  familiarity: 0.5,
  maxPerArtist: 2,
  maxPerAlbum: 2,
  longestMs: 15 * 60_000,
  learn: false,
  sound: 'off',
  cover: false,
};

export interface SceneOptions {
  readonly tracks: readonly Track[];
  /** Tags by id of track, album or artist. */
  readonly tags?: ReadonlyMap<string, Tags>;
  readonly lastfm?: LastfmSource;
}

export interface Ask {
  readonly window: Window;
  readonly rules?: Partial<FlowRules>;
  readonly size?: number;
  readonly nowMs?: number;
  readonly moment?: Partial<Pick<FlowMoment, 'size' | 'familiarity' | 'seeds' | 'refreshes'>>;
  readonly home?: Partial<HomeVerdict>;
  readonly occurrence?: string;
  readonly sectionIds?: readonly string[];
  readonly recipeId?: string;
}

/** A real library read from a fake server, and a flow that chooses from it. */
export interface FlowScene {
  readonly library: SqliteLibrary;
  readonly server: FakeMusicServer;
  contextOf(ask: Ask): ChooseContext;
  recipeOf(ask: Ask): ReturnType<typeof makeRecipe>;
  choose(ask: Ask): Promise<Chosen>;
  /** As the operation does once the playlist stands. */
  publish(ask: Ask, chosen: Chosen): void;
  /** Chooses and publishes. */
  run(ask: Ask): Promise<Chosen>;
  /** Tells the mirror what the server knows now. */
  update(change: (track: Track) => Track): Promise<void>;
}

const libraries: SqliteLibrary[] = [];
export const closeScenes = (): void => {
  for (const library of libraries.splice(0)) library.close();
};

export const idsOf = (chosen: Chosen): readonly TrackId[] => chosen.picks.map(({ match }) => match.track.id);

export const openScene = async ({ tracks, tags = new Map(), lastfm }: SceneOptions): Promise<FlowScene> => {
  const clock = { nowMs: now, now: () => clock.nowMs };
  const library = createLibrary({ path: ':memory:', logger: silentLogger(), clock });
  libraries.push(library);
  const section = { ...makeSection(0), ...shelves(tracks), tags: new Map(tags) };
  const server = createFakeMusicServer([section]);
  server.pageSize = 1_000;
  server.nowMs = now;
  const read = (): Promise<unknown> =>
    library.sync(server, { libraryNames: ['Music'], kind: 'full', allowMassDeletion: true }, signal);
  await read();

  const scene: FlowScene = {
    library,
    server,
    contextOf: (ask) => toContext(library, server, lastfm, ask),
    recipeOf: ({ window, rules, size = 20, recipeId = 'daily-flow' }) =>
      makeRecipe({
        id: recipeId,
        kind: 'flow',
        size,
        options: { windows: [window], rules: { ...plainRules, ...rules }, followsHome: true },
      }),
    choose: (ask) => flow.choose(scene.contextOf(ask), scene.recipeOf(ask), signal),
    publish(ask, chosen) {
      const { moment, nowMs } = scene.contextOf(ask);
      library.flow.saveList({
        recipeId: ask.recipeId ?? 'daily-flow',
        occurrence: moment.decision.occurrence,
        windowId: ask.window.id,
        tracks: idsOf(chosen),
        publishedAtMs: nowMs,
        madeFor: chosen.madeFor,
      });
    },
    async run(ask) {
      const chosen = await scene.choose(ask);
      scene.publish(ask, chosen);
      return chosen;
    },
    async update(change) {
      section.tracks = section.tracks.map((track) => ({ ...change(track), updatedAtMs: clock.nowMs }));
      await read();
    },
  };
  return scene;
};

const toContext = (
  library: SqliteLibrary,
  server: FakeMusicServer,
  lastfm: LastfmSource | undefined,
  ask: Ask,
): ChooseContext => {
  const nowMs = ask.nowMs ?? now;
  const decision: FlowDecision & { readonly window: Window } = {
    window: ask.window,
    by: 'schedule',
    why: 'It is morning.',
    occurrence: ask.occurrence ?? `${ask.window.id}@${new Date(nowMs).toISOString().slice(0, 10)}`,
    nextChangeAtMs: undefined,
    nextWindow: undefined,
    home: { ...quietHome, ...ask.home },
  };
  return {
    library,
    server,
    sources: { lastfm },
    nowMs,
    timezone: 'UTC',
    moment: {
      decision,
      timetable: createFlowTimetable([ask.window], { timezone: 'UTC', place: undefined }),
      size: undefined,
      familiarity: undefined,
      seeds: [],
      refreshes: 0,
      ...ask.moment,
    },
    sectionIds: ask.sectionIds,
    logger: silentLogger(),
  };
};

/** Tags by number of the track, for all tracks. */
export const tagEach = (
  tracks: readonly Track[],
  tagsOf: (number: number) => Partial<Tags>,
): ReadonlyMap<string, Tags> => new Map(tracks.map(({ id }, number) => [id, { ...noTags, ...tagsOf(number) }]));
