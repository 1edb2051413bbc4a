import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { renderTable } from '../../../src/entrypoints/cli/table.ts';
import type { Ui } from '../../../src/entrypoints/cli/ui.ts';
import { wrapText } from '../../../src/entrypoints/cli/wrap-text.ts';
import { anyCodePoints } from '../../fakes/any-code-points.ts';

const ui = (width: number): Ui => ({
  json: false,
  width,
  paint: (_tone, text) => text,
  show: () => undefined,
  note: () => undefined,
  fail: () => undefined,
});

interface Row {
  readonly artist: string;
  readonly title: string;
  readonly plays: number;
}

const render = (width: number, rows: readonly Row[]): string[] =>
  renderTable(ui(width), rows, [
    { head: 'Artist', value: ({ artist }) => artist, flexible: true },
    { head: 'Title', value: ({ title }) => title, flexible: true },
    { head: 'Plays', value: ({ plays }) => String(plays), right: true },
  ]).split('\n');

describe('tables', () => {
  test('align columns, numbers to the right', () => {
    expect(
      render(80, [
        { artist: 'Low', title: 'Lullaby', plays: 7 },
        { artist: 'Sigur Rós', title: 'Untitled', plays: 1234 },
      ]),
    ).toEqual(['Artist     Title     Plays', 'Low        Lullaby       7', 'Sigur Rós  Untitled   1234']);
  });

  test('wide letters count as two columns', () => {
    const [, first = '', second = ''] = render(80, [
      { artist: '宇多田ヒカル', title: 'x', plays: 1 },
      { artist: 'Low', title: 'x', plays: 1 },
    ]);
    expect(stringWidth(first.slice(0, first.indexOf('x')))).toBe(stringWidth(second.slice(0, second.indexOf('x'))));
  });

  test('long titles are cut with an ellipsis only when the terminal is narrow', () => {
    const rows = [{ artist: 'Low', title: 'A title that goes on and on and on and on and on', plays: 1 }];
    expect(render(40, rows)[1]).toContain('…');
    expect(render(Infinity, rows)[1]).toContain('on and on and on and on and on');
  });

  test('fit the terminal whatever the titles are, and leave no control character through', () => {
    const text = anyCodePoints({ maxLength: 60 });
    const row = fc.record({ artist: text, title: text, plays: fc.nat(99_999) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 40, max: 160 }), (rows, width) => {
        for (const line of render(width, rows)) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });

  test('a title cannot bring terminal commands along', () => {
    const [, line = ''] = render(80, [{ artist: 'Evil\u001B[2J\u001B]0;owned\u0007', title: 'a\nb\tc', plays: 1 }]);
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line).toContain('a b c');
  });
});

describe('wrapping', () => {
  test('breaks between words and keeps them all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 60 }),
        (words, width) => {
          const lines = wrapText(words.join(' '), width);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
