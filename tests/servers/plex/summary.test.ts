import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { updateSummary } from '../../../src/servers/plex/summary.ts';

const line = 'Updated by Harmoniq on 2026-11-21 08:00';
const older = 'Updated by Harmoniq on 2025-01-02 03:04';

describe('updateSummary', () => {
  test.each([
    ['an empty text becomes our line', '', line],
    ["our line goes below the user's text", 'Mine', `Mine\n${line}`],
    ['an older line is replaced at the end', `Mine\n${older}`, `Mine\n${line}`],
    ['at the beginning', `${older}\n\nMine `, `${line}\n\nMine `],
    ['in the middle of a sentence', `A (${older}) B`, `A (${line}) B`],
    ['the same line changes nothing', `Mine\n${line}`, `Mine\n${line}`],
    ['a text that only looks similar stays', 'Updated by Harmoniq on Monday', `Updated by Harmoniq on Monday\n${line}`],
  ])('%s', (_name, before, after) => {
    expect(updateSummary(before, line)).toBe(after);
  });

  test('what the user wrote around our line stays, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        fc.pre(!`${before}${after}`.includes('Updated by Harmoniq'));
        expect(updateSummary(`${before}${older}${after}`, line)).toBe(`${before}${line}${after}`);
        expect(updateSummary(before, line).startsWith(before)).toBe(true);
      }),
    );
  });

  test('a longer line of ours that becomes shorter is cut', () => {
    const evening = `${line} for Evening.`;
    expect(updateSummary(`Mine\n${evening} Chosen by hand.\nMore`, evening)).toBe(`Mine\n${evening}\nMore`);
    expect(updateSummary(`Mine\n${evening}`, evening)).toBe(`Mine\n${evening}`);
  });

  test('a longer line of ours is replaced whole', () => {
    expect(updateSummary(`Mine\n${older} · 40 tracks\nMore`, `${line} · 50 tracks`)).toBe(
      `Mine\n${line} · 50 tracks\nMore`,
    );
  });
});
