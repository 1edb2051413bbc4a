import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildDiscovery,
  planDiscovery,
  readAnnounced,
  type DiscoveryPayload,
} from '../../../src/entrypoints/homeassistant/discovery.ts';
import { listEntities } from '../../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import { findOperation } from '../../../src/operations/table.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { anyCodePoints } from '../../fakes/any-code-points.ts';
import { findFaults } from '../../contracts/home-assistant-rules.ts';
import { fakeRecipe } from '../../fakes/fake-door-house.ts';

const build = (recipes: readonly Recipe[], instanceId = 'harmoniq', mqttBaseTopic = 'harmoniq') => {
  const topics = createTopics({ mqttDiscoveryPrefix: 'homeassistant', mqttBaseTopic, instanceId });
  const payload = buildDiscovery(listEntities({ recipes }, instanceId), { instanceId, version: '1.2.3' }, topics);
  return { topics, payload };
};
const faultsOf = (payload: DiscoveryPayload, instanceId = 'harmoniq') =>
  findFaults([{ topic: `homeassistant/device/${instanceId}/config`, payload: JSON.stringify(payload), retain: true }], {
    discoveryPrefix: 'homeassistant',
    root: `harmoniq/${instanceId}`,
    secrets: [],
  });
const idsOf = (payload: DiscoveryPayload) =>
  Object.fromEntries(
    Object.entries(payload.components).map(([key, { unique_id, default_entity_id }]) => [
      key,
      [unique_id, default_entity_id],
    ]),
  );
const announcedBy = (payload: unknown, instanceId = 'harmoniq') => readAnnounced(JSON.stringify(payload), instanceId);

describe('the announcement', () => {
  test('obeys the rules whatever a playlist is called', () => {
    const name = fc.oneof(
      anyCodePoints({ minLength: 1, maxLength: 200 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
      fc.constantFrom(
        'Harmoniq',
        'harmoniq mix',
        '"',
        '\u0000',
        '\uD83D',
        '{{ states }}',
        '🎧'.repeat(100),
        '\u202Eabc',
      ),
    );
    fc.assert(
      fc.property(name, fc.constantFrom('harmoniq', 'kitchen', 'harmoniq_2', '___'), (playlistName, instanceId) => {
        expect(faultsOf(build([fakeRecipe({ playlistName })], instanceId).payload, instanceId)).toEqual([]);
      }),
    );
  });

  test('keeps every id when a playlist is renamed', () => {
    const before = build([fakeRecipe({ playlistName: 'Charts' })]).payload;
    const after = build([fakeRecipe({ playlistName: 'Something else' })]).payload;
    expect(idsOf(after)).toEqual(idsOf(before));
    expect(after.components['lastfm-charts_tracks']?.name).toBe('Something else tracks');
  });

  test('shares no id and no topic between two instances on one broker', () => {
    const one = build([fakeRecipe()], 'kitchen').payload;
    const two = build([fakeRecipe()], 'kitchen_2').payload;
    const values = (payload: DiscoveryPayload) =>
      new Set([
        ...(payload.device.identifiers as string[]),
        payload.availability_topic,
        ...Object.values(payload.components).flatMap(({ unique_id, default_entity_id, state_topic, command_topic }) =>
          [unique_id, default_entity_id, state_topic, command_topic].filter((value) => value !== undefined),
        ),
      ]);
    const taken = values(two);
    expect([...values(one)].filter((value) => taken.has(value))).toEqual([]);
  });

  test.each(['library', 'missing', 'all', 'last'])('gives a recipe called %s entity ids of its own', (id) => {
    expect(faultsOf(build([fakeRecipe({ id })]).payload)).toEqual([]);
  });

  test('has no entities for a disabled recipe', () => {
    const { payload } = build([fakeRecipe({ enabled: false })]);
    expect(Object.keys(payload.components).filter((key) => key.startsWith('lastfm'))).toEqual([]);
  });

  test('refuses a base topic that Home Assistant would read as announcements', () => {
    expect(() => build([], 'harmoniq', 'homeassistant')).toThrow(/MQTT_BASE_TOPIC/);
  });
});

describe('the commands', () => {
  test('name operations of the table and inputs that these accept', () => {
    const commands = listEntities({ recipes: [fakeRecipe()] }, 'harmoniq').flatMap(({ command }) => command ?? []);
    expect(commands).toHaveLength(4);
    for (const { operation, inputs = {} } of commands) {
      const input = findOperation(operation)?.input;
      expect([operation, Object.values(inputs).map((value) => input?.safeParse(value).success)]).toEqual([
        operation,
        Object.keys(inputs).map(() => true),
      ]);
    }
  });
});

describe('the plan from what is announced to what shall be', () => {
  const full = build([fakeRecipe(), fakeRecipe({ id: 'other', playlistName: 'Other' })]).payload;
  const { payload: smaller, topics } = build([fakeRecipe()]);

  test('is one message when nothing is announced', () => {
    expect(planDiscovery(readAnnounced(undefined, 'harmoniq'), full, topics).messages).toEqual([JSON.stringify(full)]);
  });

  test('is empty when the same is announced, whatever the order of its keys', () => {
    const reordered = Object.fromEntries(Object.entries(full).reverse());
    expect(planDiscovery(announcedBy(reordered), full, topics)).toEqual({ messages: [], staleTopics: [] });
  });

  test('removes an entity in two steps and clears its states', () => {
    const { messages, staleTopics } = planDiscovery(announcedBy(full), smaller, topics);
    const [first, second] = messages.map((text) => JSON.parse(text) as DiscoveryPayload);
    expect(first?.components).toMatchObject({
      other_regenerate: { platform: 'button' },
      other_tracks: { platform: 'sensor' },
      other_last_run: { platform: 'sensor' },
    });
    expect(first?.components.other_tracks).toEqual({ platform: 'sensor' });
    expect(Object.keys(first?.components ?? {})).toEqual(expect.arrayContaining(Object.keys(smaller.components)));
    expect(second).toEqual(smaller);
    expect(staleTopics).toEqual(['harmoniq/harmoniq/state/other_tracks', 'harmoniq/harmoniq/state/other_last_run']);
  });

  test('replaces an entity that changed its platform', () => {
    const before = { ...full, components: { ...full.components, running: { platform: 'sensor', unique_id: 'x' } } };
    const [first, second] = planDiscovery(announcedBy(before), full, topics).messages.map(
      (text) => JSON.parse(text) as DiscoveryPayload,
    );
    expect(first?.components.running).toEqual({ platform: 'sensor' });
    expect(second?.components.running).toEqual(full.components.running);
  });

  test('clears the topics of an earlier base topic, but none that it cannot have made', () => {
    const before = build([fakeRecipe()], 'harmoniq', 'music/old').payload;
    const components = { ...before.components, trap: { platform: 'sensor', state_topic: 'zigbee2mqtt/bridge/state' } };
    const { staleTopics } = planDiscovery(announcedBy({ ...before, components }), smaller, topics);
    expect(staleTopics).toContain('music/old/harmoniq/availability');
    expect(staleTopics).toContain('music/old/harmoniq/state/lastfm-charts_tracks');
    expect(staleTopics.filter((topic) => !topic.startsWith('music/old/harmoniq/'))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['another product', { ...full, origin: { name: 'Zigbee2MQTT' } }],
    ['another instance', { ...full, device: { identifiers: ['harmoniq_other'] } }],
    ['a device in the short spelling', { dev: { ids: ['x'] }, device: { ids: ['x'] }, o: { name: 'y' }, cmps: {} }],
  ])('keeps its hands off the announcement of %s', (_title, payload) => {
    expect(announcedBy(payload).kind).toBe('foreign');
  });

  test.each(['', '{', '[]', 'null', '"text"', '{}', '42'])('takes %j for no announcement', (text) => {
    expect(readAnnounced(text, 'harmoniq').kind).toBe('nothing');
  });
});
