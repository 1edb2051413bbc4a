import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meetsCondition } from '../../../src/core/flow/home-condition.ts';
import type { HomeCondition } from '../../../src/core/flow/home-rule.ts';
import { makeEntity } from './make-home.ts';

const entity = 'sensor.thing';
type Asks = Omit<HomeCondition, 'entity'>;
const meets = (asks: Asks, state: string, attributes: Readonly<Record<string, unknown>> = {}): boolean =>
  meetsCondition({ entity, ...asks }, makeEntity(state, { attributes }));

describe('a condition on a state', () => {
  test.each<[string, Asks, string, boolean]>([
    ['is met by the text', { is: ['party'] }, 'party', true],
    ['is met whatever the case', { is: ['PARTY'] }, 'Party', true],
    ['is met whatever the spaces around it', { is: [' party '] }, 'party', true],
    ['is met by a letter with its accent beside it', { is: ['e\u0301te\u0301'] }, 'été', true],
    ['is met by one of several', { is: ['dinner', 'party'] }, 'party', true],
    ['is not met by another text', { is: ['party'] }, 'party time', false],
    ['is not met by nothing', { is: ['party'] }, '', false],
    ['is met by any other text with not', { not: ['home'] }, 'Work', true],
    ['is not met by a text that is excluded', { not: ['work', 'Home'] }, 'home', false],
    ['needs both is and not', { is: ['a', 'b'], not: ['b'] }, 'b', false],
    ['is met above', { above: 25 }, '25.1', true],
    ['is not met at the very number', { above: 25 }, '25', false],
    ['is met below', { below: -3 }, '-4', true],
    ['is not met below at the very number', { below: -3 }, '-3.0', false],
    ['is met between', { above: 18, below: 25 }, '21.5', true],
    ['is not met outside', { above: 18, below: 25 }, '25.5', false],
    ['takes what is written as a power of ten', { above: 999 }, '1e3', true],
    ['takes an amount without leading nought', { below: 1 }, '.5', true],
    ['knows no number in a word', { above: 0 }, 'on', false],
    ['knows no number in nothing', { below: 1 }, '', false],
    ['knows no number in another notation', { above: 0 }, '0x10', false],
    ['knows no number in an amount with its unit', { above: 0 }, '21 °C', false],
    ['knows no number in infinity', { above: 0 }, 'Infinity', false],
    ['is not met by unknown, even where that is not excluded', { not: ['home'] }, 'unknown', false],
    ['is not met by unavailable, even where that is not excluded', { not: ['home'] }, 'Unavailable', false],
    ['is met by unavailable when it asks for it', { is: ['unavailable'] }, 'unavailable', true],
    ['is met by unknown when it asks for it', { is: ['home', 'unknown'] }, 'unknown', true],
    ['is not met by a number that is unknown', { below: 100 }, 'unknown', false],
    ['without anything to compare is met by any known state', {}, 'on', true],
    ['without anything to compare is not met by an unknown one', {}, 'unavailable', false],
  ])('%s', (_what, asks, state, expected) => {
    expect(meets(asks, state)).toBe(expected);
  });

  test('is never met by an entity that is not there', () => {
    expect(meetsCondition({ entity, not: ['home'] }, undefined)).toBe(false);
  });

  test('cannot be both above and not above a number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (value, limit) => {
        expect(meets({ above: limit }, String(value))).toBe(value > limit);
        expect(meets({ below: limit }, String(value))).toBe(value < limit);
      }),
    );
  });

  test('is met by a text exactly when its exclusion is not, unless nobody knows', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { minLength: 1 }), (state, texts) => {
        fc.pre(!/^\s*(unknown|unavailable)\s*$/i.test(state));
        expect(meets({ is: texts }, state)).toBe(!meets({ not: texts }, state));
      }),
    );
  });
});

describe('a condition on an attribute', () => {
  test.each<[string, Asks, unknown, boolean]>([
    ['compares a text', { is: ['Spotify'] }, 'spotify', true],
    ['compares a number as text', { is: ['3'] }, 3, true],
    ['compares a yes as text', { is: ['True'] }, true, true],
    ['compares a no as text', { is: ['false'] }, false, true],
    ['compares a number', { above: 0.4, below: 0.6 }, 0.5, true],
    ['compares a number that is written as text', { above: 0.4 }, '0.5', true],
    ['takes no yes for a number', { above: 0 }, true, false],
    ['finds a text in a list', { is: ['person.anna'] }, ['person.ben', 'person.anna'], true],
    ['finds an excluded text in a list', { not: ['person.anna'] }, ['person.ben', 'person.anna'], false],
    ['takes no list for a number', { above: 0 }, [1, 2], false],
    ['is not met by null', { not: ['x'] }, null, false],
    ['is not met by a group of facts', { not: ['x'] }, { deep: 'x' }, false],
    ['is not met by an empty list', { not: ['x'] }, [], false],
  ])('%s', (_what, asks, value, expected) => {
    expect(meets({ attribute: 'volume', ...asks }, 'on', { volume: value })).toBe(expected);
  });

  test('is not met where there is no such attribute, be it the name of something every object has', () => {
    expect(meets({ attribute: 'source', not: ['tv'] }, 'on')).toBe(false);
    expect(meets({ attribute: 'constructor' }, 'on')).toBe(false);
  });

  test('is not met while the entity is unavailable, but may be while its state is unknown', () => {
    expect(meets({ attribute: 'volume', above: 0 }, 'unavailable', { volume: 1 })).toBe(false);
    expect(meets({ attribute: 'volume', above: 0 }, 'unknown', { volume: 1 })).toBe(true);
  });
});
