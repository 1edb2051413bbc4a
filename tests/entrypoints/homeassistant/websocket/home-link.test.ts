import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { quietHome } from '../../../../src/core/flow/decision.ts';
import { withTimeout } from '../../../../src/lib/lifecycle.ts';
import { makeRule } from '../../../core/flow/make-home.ts';
import { homeToken, startFakeHome, type FakeHome } from '../../../fakes/fake-home-assistant.ts';
import { createScene, settle, start, until, type Scene, type SceneOptions } from './home-scene.ts';

const mode = 'input_select.house_mode';
const party = makeRule([{ entity: mode, is: ['party'] }], { window: 'Party' });

describe('the link to Home Assistant', () => {
  let home: FakeHome;
  const scenes: Scene[] = [];

  const scene = (more?: SceneOptions, url: string | undefined = home.url): Scene => {
    const made = createScene(url, more);
    scenes.push(made);
    return made;
  };
  const startScene = async (more?: SceneOptions): Promise<Scene> => {
    const made = scene(more);
    await start(made);
    await until('the link', () => made.house.home.connected === true);
    return made;
  };
  const window = ({ house }: Scene) => house.home.judge('daily-flow').window;
  const sent = (type: string) => home.received.filter((message) => message.type === type);
  const troubles = ({ logged }: Scene) => logged('Home Assistant is not heard, trying again');

  beforeEach(async () => {
    home = await startFakeHome();
    home.setState(mode, 'quiet', { friendly_name: 'House mode' });
    home.setState('light.kitchen', 'on');
  });
  afterEach(async () => {
    for (const { link } of scenes.splice(0)) await link.stop();
    await home.stop();
  });

  describe('hears', () => {
    test('only the entities that rules name, once each', async () => {
      await startScene({ rules: [party, makeRule([{ entity: 'zone.home', above: 0 }, { entity: mode }])] });
      expect(sent('subscribe_entities')).toEqual([expect.objectContaining({ entity_ids: [mode, 'zone.home'] })]);
      expect(home.tokens).toEqual([homeToken]);
    });

    test('no entity at all when there are no rules, and is linked all the same', async () => {
      const made = await startScene();
      expect(sent('subscribe_entities')).toEqual([]);
      expect(made.house.home.missingEntities).toEqual([]);
    });

    test('what a state is at first, and what it becomes', async () => {
      const made = await startScene({ rules: [party] });
      expect(made.house.home.judge('daily-flow')).toEqual(quietHome);
      home.setState(mode, 'Party');
      await until('the party', () => window(made) === 'Party');
      expect(made.house.home.judge('daily-flow').because.window).toEqual(['House mode is party']);
      home.setState(mode, 'quiet');
      await until('its end', () => window(made) === undefined);
      expect(made.changes).toEqual([true, true, true]);
    });

    test('attributes that come, change and go', async () => {
      const rule = makeRule([{ entity: 'media_player.tv', attribute: 'source', is: ['HDMI'] }], { window: 'Film' });
      const made = await startScene({ rules: [rule] });
      home.setState('media_player.tv', 'on', { source: 'Tuner', volume: 1 });
      home.setAttributes('media_player.tv', { source: 'HDMI', volume: 1 });
      await until('the film', () => window(made) === 'Film');
      home.setAttributes('media_player.tv', { volume: 1 });
      await until('its end', () => window(made) === undefined);
    });

    test('an entity that comes and goes, and says which are missing', async () => {
      const made = await startScene({
        rules: [makeRule([{ entity: 'input_boolean.guests', is: ['on'] }], { window: 'Guests' })],
      });
      expect(made.house.home.missingEntities).toEqual(['input_boolean.guests']);
      expect(made.logged(/does not have all entities/)).toEqual([
        expect.objectContaining({ level: 'warn', reason: 'input_boolean.guests' }),
      ]);
      home.setState('input_boolean.guests', 'on');
      await until('the guests', () => window(made) === 'Guests');
      expect(made.house.home.missingEntities).toEqual([]);
      home.remove('input_boolean.guests');
      await until('their leaving', () => window(made) === undefined);
    });

    test('since when a state holds, from before the link', async () => {
      home.setState('zone.home', '0', {}, Date.now() - 3_600_000);
      const rule = makeRule([{ entity: 'zone.home', is: ['0'], forMs: 1_800_000 }], { pause: true });
      const made = await startScene({ rules: [rule] });
      expect(made.house.home.judge('daily-flow').pause).toBe(true);
    });

    test('where the house stands, unless that is configured', async () => {
      expect((await startScene({ place: 'unset' })).house.home.place).toEqual({ latitude: 52.5, longitude: 13.4 });
      const place = { latitude: 1, longitude: 2 };
      expect((await startScene({ place })).house.home.place).toEqual(place);
    });

    test('that Home Assistant lives in another time zone, and says so once', async () => {
      home.script.config.time_zone = 'America/New_York';
      const made = await startScene();
      home.drop();
      await until('a second link', () => made.changes.length === 3);
      const warnings = made.logged(/another time zone/);
      expect(warnings).toEqual([
        expect.objectContaining({ level: 'warn', timezone: 'Europe/Berlin', homeAssistant: 'America/New_York' }),
      ]);
    });

    test.each(['Europe/Vienna', 'Nowhere/At_All', 7, undefined])('nothing wrong in the time zone %p', async (zone) => {
      home.script.config.time_zone = zone;
      expect((await startScene()).logged(/another time zone/)).toEqual([]);
    });
  });

  describe('comes back', () => {
    test('after a drop: subscribes anew, keeps what was asked for, and tells of it once', async () => {
      const made = await startScene({ rules: [party] });
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      home.drop();
      await until('the drop', () => made.house.home.connected === false);
      expect(window(made)).toBe('Party');
      await until('the link', () => made.house.home.connected === true);
      home.setState(mode, 'quiet');
      await until('the end of the party', () => window(made) === undefined);
      expect(sent('subscribe_entities')).toHaveLength(2);
      expect(sent('subscribe_events')).toHaveLength(2);
      expect(troubles(made)).toHaveLength(1);
      expect(made.logged('Home Assistant is heard')).toHaveLength(2);
    });

    test('after an outage in which the state changed', async () => {
      const made = await startScene({ rules: [party], patienceMs: 30 });
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      await home.stop();
      await until('the end of patience', () => window(made) === undefined);
      home.entities.set(mode, { state: 'quiet', attributes: {}, changedAtMs: 0, updatedAtMs: 0 });
      await home.start();
      await until('the link', () => made.house.home.connected === true);
      expect(window(made)).toBeUndefined();
      home.setState(mode, 'party');
      await until('the next party', () => window(made) === 'Party');
    });

    test('when Home Assistant stops answering without closing', async () => {
      const made = await startScene({ rules: [party], timing: { pingEveryMs: 40 } });
      await until('pings', () => sent('ping').length > 1);
      expect(made.changes).toEqual([true]);
      home.stall();
      await until('the silence', () => made.house.home.connected === false);
      await until('the link', () => made.house.home.connected === true);
      expect(JSON.stringify(troubles(made))).toContain('did not answer in time (a ping)');
    });

    test.each([
      ['takes connections and says nothing', 'silent', 'did not answer in time (connecting)'],
      ['lets in and closes, as the Supervisor does before a Core that is down', 'auth-then-close', 'ended'],
      ['answers 502, as a proxy does', 'status-502', 'cannot be reached (HTTP 502)'],
      ['is another server', 'status-404', 'without a path'],
      ['speaks another protocol', 'no-home-assistant', 'cannot be reached (no Home Assistant)'],
    ] as const)('from a server that %s', async (_what, door, reason) => {
      home.script.door = door;
      const made = scene({ rules: [party], ...(door === 'silent' ? { timing: { connectMs: 100 } } : {}) });
      await start(made);
      await until('a second try', () => made.logged('Still no Home Assistant').length > 0);
      expect(made.changes).toEqual([]);
      expect(troubles(made)).toEqual([
        expect.objectContaining({ level: 'warn', reason: expect.stringContaining(reason) }),
      ]);
      home.script.door = 'open';
      await until('the link', () => made.house.home.connected === true);
    });

    test('in time for those who wait for its first word, be it a refusal', async () => {
      const made = scene({ rules: [party] });
      await start(made);
      expect(made.house.home.awaited).toBe(true);
      await until('the link', () => made.house.home.connected === true);
      expect(made.house.home.awaited).toBe(false);
      home.script.config.state = 'STARTING';
      const early = scene({ rules: [party], timing: { firstWordMs: 50, startingLimitMs: 60_000 } });
      await start(early);
      await until('the wait', () => early.logged(/is starting/).length > 0);
      await settle();
      expect(early.house.home.awaited).toBe(true);
      home.script.token = 'another';
      const refused = scene({ rules: [party], timing: { firstWordMs: 60_000 } });
      await start(refused);
      await until('the refusal', () => !refused.house.home.awaited);
      expect(refused.changes).toEqual([false]);
    });

    test('from an address where nobody is', async () => {
      await home.stop();
      const made = scene();
      await start(made);
      await until('a trouble', () => troubles(made).length > 0);
      expect(troubles(made)[0]?.reason).toMatch(/cannot be reached \(ECONNREFUSED\)\. Check HASS_URL/);
      await home.start();
      await until('the link', () => made.house.home.connected === true);
    });

    test('from a refused token, slowly, with one sentence that says what to mend', async () => {
      home.script.token = 'another';
      const made = scene();
      await start(made);
      await until('some tries', () => home.tokens.length > 3);
      expect(troubles(made)).toEqual([
        expect.objectContaining({
          level: 'warn',
          reason: `Home Assistant at ${home.url} refused the token. Make a long-lived access token in your Home Assistant profile (Security) and set HASS_TOKEN to it.`,
        }),
      ]);
      home.script.token = homeToken;
      await until('the link', () => made.house.home.connected === true);
      expect(JSON.stringify(made.lines)).not.toContain(homeToken);
    });

    test.each(['get_config', 'subscribe_entities', 'subscribe_events'])(
      'when a Home Assistant that starts does not know %s yet',
      async (type) => {
        const made = await startScene({ rules: [party] });
        home.script.refuse.set(type, 'unknown_command');
        home.drop();
        await until('two refusals', () => sent(type).length > 2);
        expect(made.house.home.connected).toBe(false);
        home.script.refuse.clear();
        await until('the link', () => made.house.home.connected === true);
        home.setState(mode, 'party');
        await until('the party', () => window(made) === 'Party');
      },
    );

    test.each(['get_config', 'subscribe_entities', 'subscribe_events'])('when %s is never answered', async (type) => {
      home.script.mute.add(type);
      const made = scene({ rules: [party], timing: { answerMs: 60 } });
      await start(made);
      await until('two tries', () => sent(type).length > 1);
      home.script.mute.clear();
      await until('the link', () => made.house.home.connected === true);
    });

    test('when the connection is cut before a subscription is answered', async () => {
      home.script.mute.add('subscribe_entities');
      const made = scene({ rules: [party], timing: { answerMs: 60_000 } });
      await start(made);
      await until('the question', () => sent('subscribe_entities').length > 0);
      home.script.mute.clear();
      home.drop();
      await until('the link', () => made.house.home.connected === true);
    });

    test.each(['no JSON at all', '"a text"', '[1, null]', 'null', Buffer.from([0, 1, 2])])(
      'after a message that is none: %p',
      async (garbage) => {
        const made = await startScene({ rules: [party] });
        home.sendRaw(garbage);
        await until('a second link', () => made.changes.length === 3);
        expect(made.house.home.connected).toBe(true);
      },
    );

    test('with ever longer pauses while every connection ends at once', async () => {
      home.script.door = 'auth-then-close';
      const made = scene({ timing: { retryMs: { min: 20, max: 60_000 } } });
      await start(made);
      await until('four tries', () => home.connections >= 4);
      await settle();
      // 20 + 40 + 80 ms have passed, and 160 ms pass now.
      expect(home.connections).toBeLessThanOrEqual(5);
    });
  });

  describe('is not misled', () => {
    test('by events in an unknown form', async () => {
      const made = await startScene({ rules: [party] });
      const [subscription] = sent('subscribe_entities');
      for (const event of [null, 7, { a: 7 }, { c: { [mode]: { '+': { s: 7 } } } }, { r: 'x' }])
        home.sendRaw(JSON.stringify({ id: subscription?.id, type: 'event', event }));
      home.sendRaw(
        JSON.stringify({ id: subscription?.id, type: 'event', event: { c: { 'light.unheard_of': { '+': {} } } } }),
      );
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      expect(made.logged(/unknown form/)).toHaveLength(1);
      expect(made.changes).toEqual([true, true]);
    });

    test('by entities that are not restored yet while Home Assistant starts', async () => {
      const made = await startScene({ rules: [party] });
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      home.script.config.state = 'STARTING';
      home.setState(mode, 'unavailable');
      await until('the loss', () => window(made) === undefined);
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      home.drop();
      home.entities.delete(mode);
      await until('the question whether it has started', () => sent('get_config').length > 3);
      expect(window(made)).toBe('Party');
      expect(made.house.home.connected).toBe(false);
      home.setState(mode, 'party');
      home.script.config.state = 'RUNNING';
      await until('the link', () => made.house.home.connected === true);
      expect(window(made)).toBe('Party');
    });

    test('for ever by a Home Assistant that never says it has started', async () => {
      home.script.config.state = 'NOT_RUNNING';
      const made = await startScene({ rules: [party] });
      expect(made.logged(/is starting/)).toHaveLength(1);
    });

    test('by settings that make no sense', async () => {
      home.script.config = { latitude: 'north', longitude: 999, time_zone: 3, version: {}, state: [] };
      expect((await startScene({ rules: [party], place: 'unset' })).house.home.place).toBeUndefined();
    });

    test('by an entity id that Home Assistant refuses', async () => {
      home.script.refuse.set('subscribe_entities', 'invalid_format');
      const made = await startScene({ rules: [party] });
      expect(made.logged(/check their entity ids/)).toHaveLength(1);
      expect(made.house.home.missingEntities).toEqual([mode]);
    });

    test('by an entity id that is none: it is not even asked for', async () => {
      await startScene({ rules: [makeRule([{ entity: 'House Mode' }], { pause: true }), party] });
      expect(sent('subscribe_entities')).toEqual([expect.objectContaining({ entity_ids: [mode] })]);
    });

    test('by a user who is no administrator: rules are followed, one warning says what is not', async () => {
      home.script.refuse.set('subscribe_events', 'unauthorized');
      const made = await startScene({ rules: [party] });
      home.drop();
      await until('a second link', () => made.changes.length === 3);
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      expect(made.logged(/cannot be heard/)).toEqual([
        expect.objectContaining({ level: 'warn', reason: expect.stringContaining('administrator') }),
      ]);
    });
  });

  describe('starts and stops', () => {
    test('at once, although nobody answers', async () => {
      home.script.door = 'silent';
      const made = scene({ timing: { connectMs: 60_000 } });
      await withTimeout(start(made), 500, 'Starting');
      await settle();
      await withTimeout(made.link.stop(), 1_500, 'Stopping');
    });

    test('in time although Home Assistant does not answer any more', async () => {
      const made = await startScene({ rules: [party] });
      home.stall();
      await withTimeout(made.link.stop(), 2_400, 'Stopping');
    });

    test('while Home Assistant starts', async () => {
      home.script.config.state = 'STARTING';
      const made = scene({ rules: [party], timing: { startingLimitMs: 60_000, startingPollMs: 60_000 } });
      await start(made);
      await until('the wait', () => made.logged(/is starting/).length > 0);
      await withTimeout(made.link.stop(), 2_400, 'Stopping');
    });

    test('while it waits to try again, which it does not do afterwards', async () => {
      home.script.door = 'auth-then-close';
      const made = scene({ timing: { retryMs: { min: 100, max: 100 } } });
      await start(made);
      await until('a trouble', () => troubles(made).length > 0);
      await withTimeout(made.link.stop(), 500, 'Stopping');
      const { connections } = home;
      await settle();
      expect(home.connections).toBe(connections);
    });

    test('and starts again', async () => {
      const made = await startScene({ rules: [party] });
      await made.link.stop();
      expect(made.house.home.connected).toBe(false);
      await start(made);
      await until('the link', () => made.house.home.connected === true);
    });

    test('without a word over the network when nothing is configured', async () => {
      const made = createScene(undefined);
      await start(made);
      expect(made.house.home.connected).toBeUndefined();
      expect(made.logged(/HASS_URL and HASS_TOKEN are not set/)).toHaveLength(1);
      await made.link.stop();
    });

    test('through the Supervisor when it runs as an add-on', async () => {
      const made = createScene(undefined, {
        rules: [party],
        options: { supervisorUrl: home.url, supervisorToken: homeToken },
      });
      scenes.push(made);
      home.script.token = 'another';
      await start(made);
      await until('a refusal', () => troubles(made).length > 0);
      expect(troubles(made)[0]?.reason).toBe(
        'The Supervisor refused access to Home Assistant. The add-on needs "homeassistant_api: true"; reinstall it if that is missing.',
      );
      home.script.token = homeToken;
      home.setState(mode, 'party');
      await until('the party', () => window(made) === 'Party');
      expect(home.tokens.at(-1)).toBe(homeToken);
    });
  });
});
