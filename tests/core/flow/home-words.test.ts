import { describe, expect, test } from '@jest/globals';
import { describeCondition, describeRule } from '../../../src/core/flow/home-words.ts';
import type { HomeCondition, HomeEntity } from '../../../src/core/flow/home-rule.ts';
import { makeEntity, makeRule, makeStates } from './make-home.ts';

const named = (state: string, name: unknown, more: Readonly<Record<string, unknown>> = {}): HomeEntity =>
  makeEntity(state, { attributes: { friendly_name: name, ...more } });

describe('the reason of a rule', () => {
  test.each<[string, HomeCondition, HomeEntity | undefined]>([
    ['House mode is party', { entity: 'input_select.house_mode', is: ['party'] }, named('party', 'House mode')],
    ['house mode is party', { entity: 'input_select.house_mode', is: ['dinner', 'party'] }, makeEntity('Party')],
    ['Anna is not home', { entity: 'person.anna', is: ['not_home'] }, named('not_home', 'Anna')],
    ['Anna is not work or home', { entity: 'person.anna', not: ['work', 'home'] }, named('away', 'Anna')],
    [
      'Outside is above 25 °C',
      { entity: 'sensor.out', above: 25 },
      named('26', 'Outside', { unit_of_measurement: '°C' }),
    ],
    ['Outside is between 18 and 25', { entity: 'sensor.out', above: 18, below: 25 }, named('20', 'Outside')],
    ['Outside is below 0.5', { entity: 'sensor.out', below: 0.5 }, named('0', 'Outside')],
    [
      "TV's media content type is music",
      { entity: 'media_player.tv', attribute: 'media_content_type', is: ['music'] },
      named('playing', 'TV', { media_content_type: 'music' }),
    ],
    [
      "the sun's elevation has been below -6 for 10 minutes",
      { entity: 'sun.sun', attribute: 'elevation', below: -6, forMs: 600_000 },
      named('below_horizon', 'Sun'),
    ],
    [
      "TV's is volume muted is true",
      { entity: 'media_player.tv', attribute: 'is_volume_muted', is: ['on', 'true'] },
      named('on', 'TV', { is_volume_muted: true }),
    ],
    [
      "villa's persons is anna or ben",
      { entity: 'zone.villa', attribute: 'persons', is: ['anna', 'ben'] },
      makeEntity('2', { attributes: { persons: ['ben'] } }),
    ],
    ['the sun is below the horizon', { entity: 'sun.sun', is: ['below_horizon'] }, named('below_horizon', 'Sun')],
    [
      'TV has been playing for 2 hours',
      { entity: 'media_player.tv', is: ['playing'], forMs: 7_200_000 },
      named('playing', 'TV'),
    ],
    [
      'TV has been playing for 90 seconds',
      { entity: 'media_player.tv', is: ['playing'], forMs: 90_000 },
      named('playing', 'TV'),
    ],
    [
      'TV has been playing for 1 minute',
      { entity: 'media_player.tv', is: ['playing'], forMs: 60_000 },
      named('playing', 'TV'),
    ],
    ['TV is known', { entity: 'media_player.tv' }, named('playing', 'TV')],
    ['nobody is at home', { entity: 'zone.home', is: ['0'] }, named('0', 'Villa')],
    ['nobody has been at home for 1 hour', { entity: 'zone.home', below: 1, forMs: 3_600_000 }, named('0', 'Villa')],
    ['somebody is at home', { entity: 'zone.home', above: 0 }, named('3', 'Villa')],
    ['one person is in office', { entity: 'zone.office', is: ['1'] }, named('1', 'Office')],
    [
      '4 people have been at home for 1 hour',
      { entity: 'zone.home', is: ['4'], forMs: 3_600_000 },
      named('4', 'Villa'),
    ],
    ['the weather is rainy', { entity: 'weather.home', is: ['rainy', 'pouring'] }, named('rainy', 'Forecast Home')],
    [
      "the weather's temperature is below 3",
      { entity: 'weather.home', attribute: 'temperature', below: 3 },
      named('sunny', 'Forecast Home', { temperature: 1 }),
    ],
    ['4 people are at home', { entity: 'zone.home', is: ['4'] }, named('4', 'Villa')],
    ['Villa is above 2', { entity: 'zone.home', above: 2 }, named('3', 'Villa')],
    ['thing is on', { entity: 'switch.thing', is: ['on'] }, named('on', 7)],
    ['thing is on', { entity: 'switch.thing', is: ['on'] }, named('on', ' \n ')],
  ])('reads "%s"', (expected, condition, entity) => {
    expect(describeCondition(condition, entity)).toBe(expected);
  });

  test('stays one line of bearable length, whatever an entity is called', () => {
    const words = describeCondition(
      { entity: 'switch.thing', is: ['on'] },
      named('on', `Line\nbreak \u202Eright to left ${'🎧'.repeat(200)}`),
    );
    expect(words).toMatch(/^Line break right to left (🎧)+… is on$/u);
    expect(words.length).toBeLessThan(80);
  });

  test('is the name of the rule, or all its conditions', () => {
    const when = [
      { entity: 'input_select.mode', is: ['party'] },
      { entity: 'sun.sun', is: ['below_horizon'] },
    ];
    const states = makeStates({ 'sun.sun': named('below_horizon', 'Sun') });
    expect(describeRule(makeRule(when), states)).toBe('mode is party and the sun is below the horizon');
    expect(describeRule(makeRule(when, { name: 'Saturday night' }), states)).toBe('Saturday night');
  });
});
