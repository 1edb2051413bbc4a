import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createBrokerResolver } from '../../src/entrypoints/homeassistant/broker.ts';
import { createHomeAssistantBridge } from '../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type { FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import { fakeConfig } from '../fakes/fake-door-house.ts';
import { fakeFlowPlan, fakeFlowRecipe } from '../fakes/fake-flow.ts';
import { fakePng } from '../fakes/fake-flow-operations.ts';
import { createWorkingHouse, type WorkingHouse } from '../fakes/fake-house.ts';
import { describeEntries, flowEntities, houseEntities } from './expected-entities.ts';
import { startRealHomeAssistant, until, type RealHomeAssistant } from './real-home-assistant.ts';

const minute = 60_000;
const kitchenEntities = Object.keys(flowEntities).length;

describe('the flow in a real Home Assistant', () => {
  let home: RealHomeAssistant;
  let config: Config;
  let working: WorkingHouse;
  let bridge: Component;
  const stateOf = async (entityId: string): Promise<string | undefined> => (await home.getState(entityId))?.state;
  const attributeOf = async (entityId: string, name: string): Promise<unknown> =>
    (await home.getState(entityId))?.attributes[name];
  const seen = (entityId: string, state: string) =>
    until(
      `${entityId} = ${state}`,
      () => stateOf(entityId),
      (found) => found === state,
    );
  const settings = () => working.work.calls.filter((call) => /^(choose-window|set-flow)/.test(call));
  const change = (facts: Partial<FlowSummary>): void => {
    const flow = working.flows.get('daily-flow');
    if (flow === undefined) throw new Error('No flow.');
    working.flows.set('daily-flow', { ...flow, ...facts });
    working.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
  };
  const startBridge = async (recipes: readonly Recipe[]): Promise<void> => {
    working = createWorkingHouse({ config, recipes });
    bridge = createHomeAssistantBridge({
      house: working.house,
      findOperation: working.findOperation,
      readFlows: working.readFlows,
      config,
      version: '1.2.3',
      resolveBroker: createBrokerResolver(config, silentLogger()),
      logger: silentLogger(),
      timing: { reconnectMs: 500 },
    });
    await bridge.start(new AbortController().signal);
  };
  /** What Home Assistant shows of a picture. */
  const readPicture = async (entityId: string): Promise<{ readonly type: string | null; readonly bytes: Buffer }> => {
    const path = String(await attributeOf(entityId, 'entity_picture'));
    const answer = await fetch(`${home.url}${path}`);
    return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const untilPicture = (key: string) =>
    until(
      `the picture ${key}`,
      () => readPicture('image.harmoniq_flow_cover'),
      ({ bytes }) => bytes.equals(fakePng(key)),
    );

  beforeAll(async () => {
    home = await startRealHomeAssistant();
    config = fakeConfig({ mqttUrl: home.mqttUrl });
    await startBridge([fakeFlowRecipe()]);
  }, 25 * minute);
  afterAll(async () => {
    await bridge?.stop();
    await home?.stop();
  }, minute);

  test(
    'registers every entity with the expected id, name and category',
    async () => {
      const expected = { ...houseEntities, ...flowEntities };
      const entries = await until(
        'the registration of all entities',
        () => home.listMqttEntities(),
        (list) => list.length >= Object.keys(expected).length,
      );
      expect(describeEntries(entries)).toEqual(expected);
    },
    4 * minute,
  );

  test(
    'shows what plays, why, until when, and what can be set',
    async () => {
      await seen('select.harmoniq_flow_window', 'Auto');
      await seen('sensor.harmoniq_active_window', 'Morning');
      await seen('sensor.harmoniq_why', 'It is 13:00, which is in Morning.');
      expect(await stateOf('sensor.harmoniq_next_change')).toBe('2026-11-21T17:00:00+00:00');
      expect(await attributeOf('sensor.harmoniq_next_change', 'next_window')).toBe('Evening');
      expect(await attributeOf('select.harmoniq_flow_window', 'options')).toEqual(['Auto', 'Morning', 'Evening']);
      expect((await home.getState('number.harmoniq_flow_size'))?.state).toBe('50');
      expect((await home.getState('number.harmoniq_flow_size'))?.attributes).toMatchObject({
        min: 1,
        max: 1_000,
        step: 1,
      });
      expect(await stateOf('number.harmoniq_flow_familiarity')).toBe('60');
      expect(await stateOf('switch.harmoniq_follow_the_home')).toBe('on');
    },
    4 * minute,
  );

  test(
    'chooses a window, and Auto again',
    async () => {
      const choose = (option: string) =>
        home.callService('select', 'select_option', { entity_id: 'select.harmoniq_flow_window', option });
      await choose('Evening');
      await seen('select.harmoniq_flow_window', 'Evening');
      await seen('sensor.harmoniq_active_window', 'Evening');
      await seen('sensor.harmoniq_why', 'You chose Evening.');
      await choose('Auto');
      await seen('sensor.harmoniq_active_window', 'Morning');
      expect(settings()).toEqual(['choose-window Evening', 'choose-window Auto']);
    },
    4 * minute,
  );

  test(
    'turns the dials and the switch',
    async () => {
      await home.callService('number', 'set_value', { entity_id: 'number.harmoniq_flow_size', value: 80 });
      await seen('number.harmoniq_flow_size', '80');
      await home.callService('number', 'set_value', { entity_id: 'number.harmoniq_flow_familiarity', value: 0 });
      await seen('number.harmoniq_flow_familiarity', '0');
      await home.callService('switch', 'turn_off', { entity_id: 'switch.harmoniq_follow_the_home' });
      await seen('switch.harmoniq_follow_the_home', 'off');
      expect(settings().slice(-3)).toEqual([
        'set-flow {"size":80}',
        'set-flow {"familiarityPercent":0}',
        'set-flow {"followsHome":false}',
      ]);
    },
    4 * minute,
  );

  test(
    'presses its buttons',
    async () => {
      for (const [button, call] of [
        ['refresh_flow', 'refresh-flow daily-flow'],
        ['more_like_this', 'more-like-this daily-flow'],
        ['not_today', 'not-today daily-flow'],
        ['undo_flow', 'undo daily-flow'],
      ] as const) {
        await home.callService('button', 'press', { entity_id: `button.harmoniq_${button}` });
        await until(
          call,
          async () => working.work.calls.includes(call),
          (called) => called,
        );
      }
    },
    4 * minute,
  );

  test(
    'shows the cover as it is, and the next one when there is another',
    async () => {
      await untilPicture('cover of Morning');
      expect((await readPicture('image.harmoniq_flow_cover')).type).toBe('image/png');
      change({ coverKey: 'another' });
      await untilPicture('another');
    },
    4 * minute,
  );

  test(
    'shows a gap without an error, and the longest reason there may be',
    async () => {
      change({
        activeWindow: undefined,
        by: 'gap',
        nextChangeAtMs: undefined,
        nextWindow: undefined,
        why: 'so '.repeat(900),
      });
      await seen('sensor.harmoniq_active_window', 'none');
      await seen('sensor.harmoniq_next_change', 'unknown');
      expect(await stateOf('sensor.harmoniq_why')).toMatch(/^(so )+…$/);
      expect((await attributeOf('sensor.harmoniq_why', 'sentences')) as string[]).toHaveLength(11);
    },
    4 * minute,
  );

  test(
    'keeps choice and cover through a restart of Home Assistant',
    async () => {
      change({ manual: 'Evening', by: 'manual', activeWindow: 'Evening', why: 'You chose Evening.' });
      await seen('select.harmoniq_flow_window', 'Evening');
      await home.restart();
      await seen('select.harmoniq_flow_window', 'Evening');
      await untilPicture('another');
    },
    4 * minute,
  );

  test(
    'follows a configuration with other windows, no cover and a second flow',
    async () => {
      await bridge.stop();
      await startBridge([
        fakeFlowRecipe({ options: { ...fakeFlowPlan(['Noon', 'Party "all" night 🎧'], false) } }),
        fakeFlowRecipe({ id: 'kitchen', playlistName: 'Kitchen' }),
      ]);
      await until(
        'the registration of the second flow',
        () => home.listMqttEntities(),
        (list) => list.length === Object.keys({ ...houseEntities, ...flowEntities }).length - 1 + kitchenEntities,
      );
      expect(await stateOf('image.harmoniq_flow_cover')).toBeUndefined();
      await seen('select.harmoniq_kitchen_flow_window', 'Auto');
      const option = 'Party "all" night 🎧';
      await home.callService('select', 'select_option', { entity_id: 'select.harmoniq_flow_window', option });
      await seen('sensor.harmoniq_active_window', option);
      expect((await home.getState('select.harmoniq_kitchen_flow_window'))?.attributes.friendly_name).toBe(
        'Harmoniq Kitchen flow window',
      );
    },
    4 * minute,
  );

  test('and nothing in the log complains about any of it', async () => {
    expect(await home.listComplaints()).toEqual([]);
  });
});
