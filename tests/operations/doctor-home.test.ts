import { afterEach, describe, expect, test } from '@jest/globals';
import { configSchema } from '../../src/config/schema.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { checkFlows } from '../../src/operations/doctor/flow.ts';
import { checkHome } from '../../src/operations/doctor/home.ts';
import { parseWindows } from '../../src/core/flow/parse-windows.ts';
import { defaultWindows } from '../../src/core/flow/default-windows.ts';
import type { Window } from '../../src/core/flow/window.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import { startScriptedServer, type ScriptedServer } from '../fakes/scripted-server.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import { closeHouses, createTestHouse, makeTracks } from './test-house.ts';

const token = 'long-lived-token-abcdef0123456789';
const servers: ScriptedServer[] = [];
afterEach(async () => {
  closeHouses();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A Home Assistant that has one entity. */
const startHome = async (): Promise<ScriptedServer> => {
  const server = await startScriptedServer(({ path, headers }) => {
    if (headers['authorization'] !== `Bearer ${token}`) return { status: 401, body: '401: Unauthorized' };
    if (path === '/api/config') return { body: { version: '2026.11.0', latitude: 52, longitude: 13 } };
    return path === '/api/states/input_select.house_mode'
      ? { body: { entity_id: 'input_select.house_mode', state: 'home' } }
      : { status: 404, body: { message: 'Entity not found.' } };
  });
  servers.push(server);
  return server;
};

const look = (options: Record<string, unknown>) => {
  const config = configSchema.parse({
    plexUrl: 'http://127.0.0.1:32400',
    plexToken: 'token',
    plexMusicLibraryNames: 'Music',
    ...options,
  });
  return checkHome({ config, logger: silentLogger() }, new AbortController().signal);
};
const rule = (entity: string) => ({ when: { entity, is: 'party' }, then: { pause: true } });

describe('Home Assistant', () => {
  test('is no fault when nobody asked for it, and one when rules need it', async () => {
    expect(await look({})).toMatchObject({ state: 'ok', found: expect.stringContaining('Not listened to') });
    expect(await look({ homeRules: [rule('input_select.house_mode')] })).toMatchObject({
      state: 'warn',
      advice: expect.stringContaining('HASS_TOKEN'),
    });
  });

  test('that lets us in is asked for every entity of the rules', async () => {
    const { url } = await startHome();
    const options = { hassUrl: url, hassToken: token };
    expect(await look({ ...options, homeRules: [rule('input_select.house_mode')] })).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('2026.11.0'),
    });
    const rules = ['input_select.house_mode', 'person.nobody', 'person.nobody'].map(rule);
    expect(await look({ ...options, homeRules: rules })).toMatchObject({
      state: 'warn',
      found: 'Home Assistant has no person.nobody.',
    });
  });

  test('that refuses the token or is away fails with what to do, and the token is not shown', async () => {
    const { url } = await startHome();
    const refused = await look({ hassUrl: url, hassToken: 'wrong-token-abcdef' });
    expect(refused).toMatchObject({
      state: 'fail',
      code: 'unauthorized',
      advice: expect.stringContaining('HASS_TOKEN'),
    });
    expect(JSON.stringify(refused)).not.toContain('wrong-token');
    expect(await look({ hassUrl: 'http://127.0.0.1:1', hassToken: token })).toMatchObject({
      state: 'fail',
      code: 'unreachable',
    });
  });
});

describe('flows', () => {
  const examine = async (text: string) => {
    const { windows } = parseWindows(text);
    const recipe = makeRecipe({
      id: 'flow',
      kind: 'flow',
      options: { windows, rules: {} } as unknown as Recipe['options'],
    });
    const house = await createTestHouse({
      tracks: makeTracks(3),
      tagsOf: () => ({ genres: ['Jazz'], styles: [], moods: ['Calm/Peaceful'] }),
      recipes: [recipe],
    });
    return checkFlows(house);
  };

  test('whose words the library knows are fine, however they are written', async () => {
    expect(await examine('06:00-12:00:genres=jazz:moods=calm')).toEqual([
      { name: 'Flow words', state: 'ok', found: expect.any(String) },
    ]);
  });

  test('with an unknown word are named with what is near', async () => {
    const [words] = await examine('06:00-12:00:genres=Jaz:name=Morning');
    expect(words).toMatchObject({
      state: 'warn',
      found: 'Morning: The library knows no genre "Jaz"; did you mean "Jazz"?',
    });
  });

  test('for each window: what is unknown, what is near, and what stands in', async () => {
    const checks = await examine(
      '06:00-12:00:genres=Jaz,Jazz:moods=calm:name=Morning;12:00-18:00:genres=Jazz:name=Midday;18:00-24:00:genres=Calm,Brass:-moods=Clam:-artists=Performer AX:name=Evening',
    );
    expect(checks.filter(({ name }) => name === 'Flow words')).toEqual([
      { name: 'Flow words', state: 'warn', found: 'Morning: The library knows no genre "Jaz"; did you mean "Jazz"?' },
      {
        name: 'Flow words',
        state: 'warn',
        found:
          'Evening: The library knows no genre "Brass". The library has no genre "Calm"; tracks of the mood Calm/Peaceful stand in. The library knows no mood "Clam"; did you mean "Calm/Peaceful"? The library knows no artist "Performer AX"; did you mean "Performer AA" or "Performer BA" or "Performer CA"?',
        advice: expect.stringContaining('TIME_WINDOWS'),
      },
    ]);
  });

  test('that nobody wrote are fine as long as the library has one word of each list', async () => {
    const recipe = (windows: readonly Window[]) =>
      makeRecipe({ id: 'flow', kind: 'flow', options: { windows, rules: {} } as unknown as Recipe['options'] });
    const check = async (moods: readonly string[]) => {
      const tagsOf = () => ({ genres: [], styles: [], moods: [...moods] });
      return checkFlows(await createTestHouse({ tracks: makeTracks(3), tagsOf, recipes: [recipe(defaultWindows)] }));
    };
    expect(await check(defaultWindows.map(({ include }) => include.moods[0] ?? ''))).toMatchObject([{ state: 'ok' }]);
    const none = await check(['Bright']);
    expect(none).toHaveLength(defaultWindows.length - 1);
    expect(none[0]?.found).toMatch(/^Midday: The library knows no mood "Happy"/);
  });

  test('of several flows say whose window it is; a tag that listeners of Last.fm may know is none of the library’s', async () => {
    const { windows } = parseWindows('06:00-12:00:tags=upbeat:name=Morning;12:00-18:00:genres=Jaz:name=Late');
    const recipes = ['Kitchen', 'Study'].map((playlistName) =>
      makeRecipe({
        id: playlistName.toLowerCase(),
        kind: 'flow',
        playlistName,
        options: { windows, rules: {} } as unknown as Recipe['options'],
      }),
    );
    const tagsOf = () => ({ genres: ['Jazz'], styles: [], moods: [] });
    const house = await createTestHouse({ tracks: makeTracks(3), tagsOf, recipes });
    expect(checkFlows(house).map(({ found }) => found.split(':')[0])).toEqual(['Kitchen, Late', 'Study, Late']);
    const alone = { ...house, sources: { lastfm: undefined } };
    expect(checkFlows(alone).map(({ found }) => found.split(':')[0])).toEqual([
      'Kitchen, Morning',
      'Kitchen, Late',
      'Study, Morning',
      'Study, Late',
    ]);
  });

  test('are also read in the rules of the home', async () => {
    const house = await createTestHouse({
      tracks: makeTracks(3),
      tagsOf: () => ({ genres: ['Jazz'], styles: [], moods: ['Nocturnal'] }),
      recipes: [
        makeRecipe({ id: 'flow', kind: 'flow', options: { windows: [], rules: {} } as unknown as Recipe['options'] }),
      ],
      config: { homeRules: [{ when: { entity: 'sun.sun', is: 'below_horizon' }, then: { moods: 'Nocturnl' } }] },
    });
    expect(checkFlows(house)[0]).toMatchObject({
      state: 'warn',
      found: 'home_rules no. 1: The library knows no mood "Nocturnl"; did you mean "Nocturnal"?',
    });
  });

  test.each([
    ['Party', { state: 'ok', found: 'Every window that the rules ask for exists.' }],
    [
      'Prty',
      {
        state: 'warn',
        found: 'home_rules guests asks for "Prty", which is no window of any flow; did you mean Party?',
        advice: expect.stringContaining('HOME_RULES'),
      },
    ],
    [
      'Dinner',
      { found: 'home_rules guests asks for "Dinner", which is no window of any flow; there are Morning, Party.' },
    ],
  ])('with rules that ask for the window %s', async (window, finding) => {
    const house = await createTestHouse({
      tracks: makeTracks(3),
      recipes: [
        makeRecipe({ id: 'flow', kind: 'flow', options: { windows: [], rules: {} } as unknown as Recipe['options'] }),
      ],
      config: {
        timeWindows: '06:00-11:00:name=Morning;name=Party',
        homeRules: [{ name: 'guests', when: { entity: 'a.b', is: 'x' }, then: { window } }],
      },
    });
    expect(checkFlows(house).find(({ name }) => name === 'Home rules')).toMatchObject(finding);
  });

  test('that follow the sun need a place', async () => {
    const checks = await examine('sunset-23:00:genres=Jazz');
    expect(checks.find(({ name }) => name === 'Place of the sun')).toMatchObject({ state: 'warn' });
  });
});
