import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HomeEntity } from '../../../../src/core/flow/home-rule.ts';
import { createEntityFeed } from '../../../../src/entrypoints/homeassistant/websocket/entity-feed.ts';

const id = 'sensor.out';

describe('the feed of entities', () => {
  test('takes what comes first: the state, its attributes, when it changed', () => {
    const feed = createEntityFeed();
    expect(feed.apply({ a: { [id]: { s: '21', a: { unit: '°C' }, c: 'x', lc: 1_795_000_000.25 } } })).toBe(true);
    expect(feed.states).toEqual(
      new Map([
        [
          id,
          { state: '21', attributes: { unit: '°C' }, changedAtMs: 1_795_000_000_250, updatedAtMs: 1_795_000_000_250 },
        ],
      ]),
    );
  });

  test('keeps when the state changed while only attributes do', () => {
    const feed = createEntityFeed();
    feed.apply({ a: { [id]: { s: '21', a: { keep: 1, lose: 2 }, lc: 100, lu: 150 } } });
    feed.apply({ c: { [id]: { '+': { a: { more: 3 }, lu: 200 }, '-': { a: ['lose'] } } } });
    expect(feed.states.get(id)).toEqual({
      state: '21',
      attributes: { keep: 1, more: 3 },
      changedAtMs: 100_000,
      updatedAtMs: 200_000,
    });
    feed.apply({ c: { [id]: { '+': { s: '22', lc: 300 } } } });
    expect(feed.states.get(id)).toMatchObject({ state: '22', changedAtMs: 300_000, updatedAtMs: 300_000 });
  });

  test('gives a new map with each event and leaves the old one as it was', () => {
    const feed = createEntityFeed();
    feed.apply({ a: { [id]: { s: '21', lc: 1 } } });
    const before = feed.states;
    feed.apply({ r: [id] });
    expect(feed.states.size).toBe(0);
    expect(before.size).toBe(1);
  });

  test('holds no attribute for a property that every object has', () => {
    const feed = createEntityFeed();
    feed.apply(JSON.parse(`{"a":{"${id}":{"s":"1","a":{"__proto__":{"level":9}},"lc":1}}}`));
    expect(feed.states.get(id)?.attributes.level).toBeUndefined();
  });

  test.each([undefined, null, 'x', 7, [], { a: [] }, { a: { [id]: {} } }, { c: { [id]: 3 } }, { r: [3] }])(
    'leaves everything as it was after an event in another form: %j',
    (event) => {
      const feed = createEntityFeed();
      feed.apply({ a: { [id]: { s: '21', lc: 1 } } });
      const before = feed.states;
      expect(feed.apply(event)).toBe(false);
      expect(feed.states).toBe(before);
    },
  );

  test('ends where Home Assistant is, whatever the way there', () => {
    const entity = fc.record({
      s: fc.constantFrom('on', 'off', 'unknown'),
      a: fc.dictionary(fc.constantFrom('level', 'source', 'mode'), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
      lc: fc.integer({ min: 0, max: 2_000_000_000 }),
    });
    const step = fc.record({ id: fc.constantFrom('a.a', 'b.b', 'c.c'), entity: fc.option(entity, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const feed = createEntityFeed();
        const there = new Map<string, { s: string; a: Record<string, unknown>; lc: number }>();
        for (const { id: entityId, entity: next } of steps) {
          const before = there.get(entityId);
          if (next === undefined) {
            there.delete(entityId);
            feed.apply({ r: [entityId] });
          } else if (before === undefined) {
            there.set(entityId, next);
            feed.apply({ a: { [entityId]: next } });
          } else {
            there.set(entityId, next);
            const gone = Object.keys(before.a).filter((name) => !Object.hasOwn(next.a, name));
            const fresh = Object.entries(next.a).filter(([name, value]) => before.a[name] !== value);
            const plus = { s: next.s, a: Object.fromEntries(fresh), lc: next.lc };
            feed.apply({ c: { [entityId]: { '+': plus, ...(gone.length > 0 ? { '-': { a: gone } } : {}) } } });
          }
        }
        const expected = [...there].map(([entityId, { s, a, lc }]): [string, HomeEntity] => [
          entityId,
          { state: s, attributes: a, changedAtMs: lc * 1_000, updatedAtMs: lc * 1_000 },
        ]);
        expect(new Map(feed.states)).toEqual(new Map(expected));
      }),
    );
  });
});
