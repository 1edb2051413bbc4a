import { describe, expect, test } from '@jest/globals';
import {
  describeSlack,
  findHardObjection,
  heardSlackOf,
  listHardObjections,
  memorySlackOf,
  sayStars,
  type AdmissionRules,
} from '../../../src/core/flow/admission.ts';
import { daysAgo, makeFacts, makeMemory, now } from './track-facts.ts';

const rules: AdmissionRules = {
  minRating: 6,
  unrated: 'include',
  maxSkips: 5,
  longestMs: 900_000,
  unheardForDays: 3,
  memoryDays: 7,
};

describe('rules that never give way', () => {
  test.each([
    ['a rating below the least', { rating: 5 }, 'rated-too-low', 'has 2½ stars, fewer than 3 stars'],
    ['the least rating', { rating: 6 }, undefined, undefined],
    ['no rating', {}, undefined, undefined],
    ['an hour', { durationMs: 3_600_000 }, 'too-long', 'lasts 60 min, longer than 15 min'],
    ['a little more than the longest', { durationMs: 900_400 }, 'too-long', 'lasts 15:01 min, longer than 15 min'],
    ['half a star', { rating: 1 }, 'rated-too-low', 'has ½ star, fewer than 3 stars'],
    ['just the longest', { durationMs: 900_000 }, undefined, undefined],
    ['half a minute', { durationMs: 30_000 }, 'too-short', 'lasts 30 s, less than 45 s'],
    ['an unknown length', { durationMs: undefined }, undefined, undefined],
    ['as many skips as may be', { skipCount: 5, playCount: 9, lastPlayedAtMs: now }, undefined, undefined],
    ['one skip more', { skipCount: 6, playCount: 9 }, 'skipped-often', 'was skipped 6 times'],
    [
      'three skips in a row, lately',
      { skipCount: 3, lastSkippedAtMs: daysAgo(2) },
      'skipped-often',
      'was skipped 3 times in a row',
    ],
    ['three skips in a row, long ago', { skipCount: 3, lastSkippedAtMs: daysAgo(40) }, undefined, undefined],
  ])('%s', (_name, facts, reason, detail) => {
    const objection = findHardObjection(makeFacts(facts), rules, makeMemory());
    expect(objection?.reason).toBe(reason);
    expect(objection?.detail).toBe(detail);
  });

  test('unrated tracks stay out where the user says so, but only where a minimum is set', () => {
    const strict = { ...rules, unrated: 'exclude' } as const;
    expect(findHardObjection(makeFacts(), strict, makeMemory())?.reason).toBe('unrated');
    expect(findHardObjection(makeFacts(), { ...strict, minRating: 0 }, makeMemory())).toBeUndefined();
  });

  test('without a limit, skips only weigh', () => {
    const facts = makeFacts({ skipCount: 90, lastSkippedAtMs: now });
    expect(findHardObjection(facts, { ...rules, maxSkips: undefined }, makeMemory())).toBeUndefined();
  });

  test('a skip seen live counts at once', () => {
    const facts = makeFacts({ skipCount: 5, playCount: 9, lastPlayedAtMs: daysAgo(1), lastSkippedAtMs: daysAgo(9) });
    expect(findHardObjection(facts, rules, makeMemory())).toBeUndefined();
    expect(findHardObjection(facts, rules, makeMemory({ skips: new Map([['1', [now - 1_000]]]) }))?.detail).toBe(
      'was skipped 6 times',
    );
  });

  test('what nobody wants today is out', () => {
    const memory = makeMemory({ bans: new Map([['1', now + 1]]) });
    expect(findHardObjection(makeFacts(), rules, memory)?.reason).toBe('not-today');
  });

  test('all objections can be listed', () => {
    const facts = makeFacts({ rating: 1, durationMs: 1_000, skipCount: 50 });
    expect(listHardObjections(facts, rules, makeMemory()).map(({ reason }) => reason)).toEqual([
      'too-short',
      'rated-too-low',
      'skipped-often',
    ]);
  });
});

describe('rules that give way', () => {
  test.each([
    ['never heard', undefined, 0],
    ['heard three days ago', daysAgo(3), 0],
    ['heard two days ago', daysAgo(2), 1],
    ['heard today', daysAgo(0.2), 2],
  ])('%s', (_name, lastPlayedAtMs, slack) => {
    expect(heardSlackOf(makeFacts({ lastPlayedAtMs }), rules, makeMemory())).toBe(slack);
  });

  test('what was heard in this very turn does not count against its own list', () => {
    const facts = makeFacts({ lastPlayedAtMs: now - 60_000 });
    expect(heardSlackOf(facts, rules, makeMemory())).toBe(2);
    expect(heardSlackOf(facts, rules, makeMemory(), false)).toBe(0);
    expect(heardSlackOf(makeFacts({ lastPlayedAtMs: daysAgo(0.5) }), rules, makeMemory(), false)).toBe(2);
  });

  test.each([
    [8, 0],
    [7, 0],
    [5, 1],
    [1, 2],
  ])('listed %d days ago', (days, slack) => {
    expect(memorySlackOf(makeFacts(), rules, makeMemory({ listed: new Map([['1', daysAgo(days)]]) }))).toBe(slack);
  });

  test('rules of no days keep nothing out', () => {
    const off = { ...rules, unheardForDays: 0, memoryDays: 0 };
    const memory = makeMemory({ listed: new Map([['1', now]]) });
    const facts = makeFacts({ lastPlayedAtMs: now });
    expect([heardSlackOf(facts, off, memory), memorySlackOf(facts, off, memory)]).toEqual([0, 0]);
    expect(describeSlack(facts, off, memory)).toEqual([]);
  });

  test('say what they have against it', () => {
    const memory = makeMemory({ listed: new Map([['1', daysAgo(1.5)]]) });
    expect(describeSlack(makeFacts({ lastPlayedAtMs: daysAgo(2.5) }), rules, memory)).toEqual([
      { reason: 'played-lately', detail: 'was heard 2 days ago' },
      { reason: 'listed-lately', detail: 'stood in a list a day ago' },
    ]);
  });
});

test.each([
  [10, '5 stars'],
  [9, '4½ stars'],
  [2, '1 star'],
  [1, '½ star'],
  [0, '0 stars'],
])('a rating of %d is %s', (rating, words) => {
  expect(sayStars(rating)).toBe(words);
});
