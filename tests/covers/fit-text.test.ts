import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitText, type TextFrame } from '../../src/covers/fit-text.ts';

/** Every letter is one em wide, so that sizes and widths can be counted. */
const frame: TextFrame = {
  attempts: [
    { size: 10, maxLines: 1 },
    { size: 5, maxLines: 2 },
  ],
  width: 100,
  widthOf: (text) => text.length,
};

describe('a text in a frame', () => {
  test.each<[string, string, number, readonly string[]]>([
    ['stands large on one line', 'Jazz', 10, ['Jazz']],
    ['gets smaller before words are broken', 'Jazz and Classical', 5, ['Jazz and Classical']],
    ['is balanced over its lines', 'one two three four five', 5, ['one two three', 'four five']],
    ['is broken with a hyphen when a word is too long', 'a'.repeat(30), 5, [`${'a'.repeat(19)}-`, 'a'.repeat(11)]],
    ['is broken without one where letters are no letters', '='.repeat(30), 5, ['='.repeat(20), '='.repeat(10)]],
    [
      'is shortened when nothing else helps',
      'word '.repeat(12).trim(),
      5,
      ['word word word word', 'word word word word…'],
    ],
    [
      'has no separator before the ellipsis',
      'aaaaaaaaaaaaaaaa · bbbbbbbbbbbbbbbb · cccc',
      5,
      ['aaaaaaaaaaaaaaaa ·', 'bbbbbbbbbbbbbbbb…'],
    ],
    ['has no lines when it is empty', '', 5, []],
  ])('%s', (_title, text, size, lines) => {
    expect(fitText(text, frame)).toEqual({ size, lines });
  });

  test('never leaves it, and never tears a mark from its letter', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', '-', 'é', 'e\u0301', 'ท', 'ี่', 'م', '…', 'W'), { maxLength: 120 })
      .map((parts) => parts.join('').replace(/\s+/g, ' ').trim());
    fc.assert(
      fc.property(text, (whole) => {
        const { size, lines } = fitText(whole, frame);
        const most = frame.attempts.find((attempt) => attempt.size === size)?.maxLines ?? 0;
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) {
          expect(line.length * size).toBeLessThanOrEqual(frame.width);
          if (line !== lines[0]) expect(line).not.toMatch(/^\p{M}/u);
        }
      }),
    );
  });
});
