import { describe, expect, test } from '@jest/globals';
import { findFaults, type SentMessage } from './home-assistant-rules.ts';

const context = { discoveryPrefix: 'homeassistant', root: 'harmoniq/one', secrets: ['hidden-token'] };

type Fields = Record<string, unknown>;
const stateKeys = (topic: string): Fields => ({
  state_topic: topic,
  value_template: '{{ value_json.state }}',
  json_attributes_topic: topic,
  json_attributes_template: '{{ value_json.attributes | tojson }}',
});
const tracks: Fields = {
  platform: 'sensor',
  unique_id: 'one-tracks',
  name: 'Tracks',
  default_entity_id: 'sensor.one_tracks',
  icon: 'mdi:music',
  state_class: 'measurement',
  unit_of_measurement: 'tracks',
  ...stateKeys('harmoniq/one/state/tracks'),
};
const result: Fields = {
  platform: 'sensor',
  unique_id: 'one-result',
  name: 'Result',
  default_entity_id: 'sensor.one_result',
  icon: 'mdi:music',
  device_class: 'enum',
  options: ['good', 'bad'],
  ...stateKeys('harmoniq/one/state/result'),
};
const time: Fields = {
  platform: 'sensor',
  unique_id: 'one-time',
  name: 'Time',
  default_entity_id: 'sensor.one_time',
  icon: 'mdi:clock',
  device_class: 'timestamp',
  ...stateKeys('harmoniq/one/state/time'),
};
const button: Fields = {
  platform: 'button',
  unique_id: 'one-go',
  name: 'Go',
  default_entity_id: 'button.one_go',
  icon: 'mdi:play',
  entity_category: 'config',
  command_topic: 'harmoniq/one/set/go',
};
const event: Fields = {
  platform: 'event',
  unique_id: 'one-done',
  name: 'Done',
  default_entity_id: 'event.one_done',
  icon: 'mdi:bell',
  state_topic: 'harmoniq/one/event/done',
  event_types: ['good', 'bad'],
};

const announce = (components: Fields = {}, more: Fields = {}): SentMessage => ({
  topic: 'homeassistant/device/one/config',
  retain: true,
  payload: JSON.stringify({
    device: { identifiers: ['one'], name: 'Box', manufacturer: 'M', model: 'M', sw_version: '1' },
    origin: { name: 'O', sw_version: '1' },
    components: { tracks, result, time, button, event, ...components },
    availability_topic: 'harmoniq/one/availability',
    qos: 1,
    ...more,
  }),
});
const state = (key: string, value: unknown, attributes: Fields = {}, retain = true): SentMessage => ({
  topic: `harmoniq/one/state/${key}`,
  retain,
  payload: JSON.stringify({ state: value, attributes }),
});
const online: SentMessage = { topic: 'harmoniq/one/availability', retain: true, payload: 'online' };
const done: SentMessage = { topic: 'harmoniq/one/event/done', retain: false, payload: '{"event_type":"good"}' };

describe('the rules for what Home Assistant is told', () => {
  test('pass a record without fault', () => {
    const record = [
      announce(),
      state('tracks', 5),
      state('tracks', null),
      state('result', 'bad', { why: 'x' }),
      state('time', '2026-11-21T12:00:00+01:00'),
      online,
      done,
      announce({ button: { platform: 'button' } }),
      { ...state('gone', 1), payload: '' },
      { ...online, payload: 'offline' },
    ];
    expect(findFaults(record, context)).toEqual([]);
  });

  const without = (fields: Fields, name: string): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

  test.each<[string, readonly SentMessage[], RegExp]>([
    ['an illegal discovery topic', [{ ...announce(), topic: 'homeassistant/device/o ne/config' }], /illegal discovery/],
    ['a discovery message that is not retained', [{ ...announce(), retain: false }], /not retained/],
    ['an origin without name', [announce({}, { origin: { sw_version: '1' } })], /origin\.name/],
    ['an unknown key of the device', [announce({}, { availabilty: 'x' })], /availabilty/],
    ['an unknown key of a component', [announce({ button: { ...button, payload_pres: 'x' } })], /payload_pres/],
    ['a component without unique_id', [announce({ button: without(button, 'unique_id') })], /unique_id/],
    ['a component without platform', [announce({ button: without(button, 'platform') })], /component button/],
    ['the same unique_id twice', [announce({ other: { ...button, default_entity_id: 'button.x' } })], /used twice/],
    [
      'an entity id of another domain',
      [announce({ button: { ...button, default_entity_id: 'sensor.go' } })],
      /wrong domain/,
    ],
    [
      'object_id alone',
      [announce({ button: { ...without(button, 'default_entity_id'), object_id: 'go' } })],
      /object_id/,
    ],
    [
      'a sensor of category config',
      [announce({ tracks: { ...tracks, entity_category: 'config' } })],
      /entity_category/,
    ],
    ['a timestamp with state_class', [announce({ time: { ...time, state_class: 'measurement' } })], /state_class/],
    ['an enum with a unit', [announce({ result: { ...result, unit_of_measurement: 'x' } })], /unit_of_measurement/],
    ['an enum without options', [announce({ result: { ...result, options: [] } })], /options/],
    ['a retained button', [announce({ button: { ...button, retain: true } })], /retain/],
    ['a name that repeats the device', [announce({ button: { ...button, name: 'box go' } })], /repeats the device/],
    ['a name with a control character', [announce({ button: { ...button, name: 'a\u0007b' } })], /unfit to show/],
    [
      'a topic outside the own root',
      [announce({ button: { ...button, command_topic: 'harmoniq/two/set/go' } })],
      /outside/,
    ],
    [
      'a topic with a forbidden character',
      [announce({ button: { ...button, command_topic: 'harmoniq/one/set/g#' } })],
      /command_topic/,
    ],
    ['a state that is not retained', [announce(), state('tracks', 5, {}, false)], /not retained/],
    ['a number as text', [announce(), state('tracks', '5')], /expected number/],
    ['an enum value outside the options', [announce(), state('result', 'ugly')], /good/],
    ['a timestamp without offset', [announce(), state('time', '2026-11-21T12:00:00')], /ISO/],
    [
      'an attribute that Home Assistant drops',
      [announce(), state('tracks', 5, { friendly_name: 'x' })],
      /friendly_name/,
    ],
    [
      'a text of more than 255 characters',
      [announce(), state('tracks', 5, { why: 'x'.repeat(256) })],
      /256 characters/,
    ],
    [
      'attributes above 12 KiB',
      [announce(), state('tracks', 5, { list: Array.from({ length: 100 }, () => 'x'.repeat(130)) })],
      /bytes of attributes/,
    ],
    ['a broken surrogate', [announce(), state('tracks', 5, { why: '\uD83D' })], /surrogate/],
    ['a retained event', [announce(), { ...done, retain: true }], /retained event/],
    ['an unknown event type', [announce(), { ...done, payload: '{"event_type":"ugly"}' }], /unknown type/],
    ['an availability that is not retained', [announce(), { ...online, retain: false }], /not retained/],
    ['online before the announcement', [online, announce()], /before the announcement/],
    ['a state of nobody', [announce(), state('other', 1)], /no announced entity/],
    [
      'a topic of another instance',
      [announce(), { ...online, topic: 'harmoniq/two/availability' }],
      /no topic of this/,
    ],
    ['a secret', [announce(), state('tracks', 5, { why: 'hidden-token' })], /secret/],
  ])('find %s', (_title, record, fault) => {
    expect(findFaults(record, context).join('\n')).toMatch(fault);
  });
});
