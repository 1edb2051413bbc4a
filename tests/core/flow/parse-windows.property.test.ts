import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import { printWindows } from '../../../src/core/flow/print-windows.ts';
import { energies, type Window } from '../../../src/core/flow/window.ts';
import { anyCodePoints } from '../../fakes/any-code-points.ts';

const value = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    fc.stringMatching(/^[-:;,="'/&a-z“”：；，－ ]{1,12}$/),
  )
  .map((text) => text.replace(/[\p{Cc}\p{Z}\u200B\u2060\uFEFF]+/gu, ' ').trim())
  .filter((text) => text !== '');
const list = fc.uniqueArray(value, { maxLength: 3, selector: (text) => text.toLowerCase() });
const years = fc.array(
  fc
    .tuple(fc.integer({ min: 1000, max: 2999 }), fc.nat(20))
    .map(([from, more]) => ({ from, to: Math.min(2999, from + more) })),
  { maxLength: 2 },
);
const criteria = fc.record({
  genres: list,
  styles: list,
  moods: list,
  tags: list,
  labels: list,
  artists: list,
  years,
});
/** Windows of one day cannot overlap when each has hours of its own. */
const written = fc
  .array(
    fc.record({
      include: criteria,
      exclude: criteria,
      name: value.filter((name) => !['auto', 'none', 'unknown', 'unavailable'].includes(name.toLowerCase())),
      minRating: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
      familiarity: fc.option(
        fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
        { nil: undefined },
      ),
      energy: fc.option(fc.constantFrom(...energies), { nil: undefined }),
      length: fc.option(
        fc.oneof(
          fc.record({ kind: fc.constant('tracks' as const), tracks: fc.integer({ min: 1, max: 1000 }) }),
          fc.record({ kind: fc.constant('minutes' as const), minutes: fc.integer({ min: 1, max: 1440 }) }),
        ),
        { nil: undefined },
      ),
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) =>
    parts.map((part, index): Window => ({
      ...part,
      id: '',
      start: { kind: 'clock', minute: part.days.length === 0 ? 0 : index * 250 + 7 },
      end: { kind: 'clock', minute: part.days.length === 0 ? 1440 : index * 250 + 257 },
    })),
  );

describe('whatever is written', () => {
  test('windows that are printed are read back the same', () => {
    fc.assert(
      fc.property(written, (windows) => {
        const text = printWindows(windows);
        const { windows: back, problems } = parseWindows(text);
        expect(problems).toEqual([]);
        expect(back.map((window) => ({ ...window, id: '' }))).toEqual(windows);
        expect(parseWindows(printWindows(back)).windows).toEqual(back);
        expect(new Set(back.map(({ id }) => id)).size).toBe(back.length);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  const scrap = fc.constantFrom(
    ...[
      ':',
      ';',
      ',',
      '-',
      '=',
      '"',
      '“',
      ' ',
      '\n',
      '06:00',
      '24:00',
      'sunset',
      '30m',
      'genres',
      'name',
      'days',
      'mon',
      '１',
      '＝',
      '😀',
      '\uD83D',
      '\u0000',
    ],
  );
  test('any text gives windows or problems, quickly, and never both', () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 200 }),
      anyCodePoints({ maxLength: 100 }),
      fc.array(scrap, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const { windows, problems } = parseWindows(text);
        expect(windows.length > 0).toBe(problems.length === 0);
        for (const problem of problems)
          expect(problem).toMatch(/^at character \d+: .+\.$|^and in (one more place|\d+ more places)\.$/s);
        if (windows.length > 0) expect(parseWindows(printWindows(windows)).windows).toEqual(windows);
      }),
      { seed: 4, numRuns: 1_500 },
    );
  });

  test.each([';', ':', '-', '"', 'a', ' ', '\n', '6-7;', '6-7:', 'sunset', 'sunset-1h', ',=', '6-7:genres="', '\na'])(
    'twenty thousand characters of %j come to an end',
    (sign) => {
      const text = sign.repeat(Math.floor(20_000 / sign.length));
      expect(parseWindows(text).problems.length).toBeGreaterThan(0);
      expect(parseWindows(`${text}${sign.repeat(20_000)}`).problems).toEqual(['is longer than 20000 characters.']);
    },
  );
});
