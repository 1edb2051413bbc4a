import { describe, expect, test } from '@jest/globals';
import { toDoorJson } from '../../src/entrypoints/door-json.ts';
import {
  cleanText,
  formatAmount,
  formatDuration,
  formatInterval,
  formatMoment,
  formatShare,
} from '../../src/entrypoints/format.ts';

const now = Date.UTC(2026, 10, 21, 23, 30);

describe('moments are told in the configured zone', () => {
  test.each([
    [Date.UTC(2026, 10, 21, 23, 5), 'UTC', 'today 23:05'],
    [Date.UTC(2026, 10, 21, 23, 5), 'Europe/Berlin', 'today 00:05'],
    [Date.UTC(2026, 10, 21, 22, 55), 'Europe/Berlin', 'yesterday 23:55'],
    [Date.UTC(2026, 10, 22, 5), 'UTC', 'tomorrow 05:00'],
    [Date.UTC(2026, 9, 3, 5), 'UTC', '3 Oct 05:00'],
    [Date.UTC(2025, 11, 24, 5), 'UTC', '24 Dec 2025 05:00'],
    [Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin', '25 Oct 02:30'],
  ])('%i in %s is %s', (atMs, zone, told) => {
    expect(formatMoment(atMs, now, zone)).toBe(told);
  });
});

describe('figures', () => {
  test.each([
    [0, '0 %'],
    [0.5, '50 %'],
    [0.999, '99 %'],
    [1, '100 %'],
  ])('a share of %d is %s', (share, told) => expect(formatShare(share)).toBe(told));

  test.each([
    [0, '0 s'],
    [20, '0.1 s'],
    [400, '0.4 s'],
    [3_000, '3 s'],
    [125_000, '2 min 05 s'],
    [1_800_000, '30 min'],
    [4_200_000, '1 h 10 min'],
  ])('%d ms is %s', (ms, told) => expect(formatDuration(ms)).toBe(told));

  test.each([
    [1_440, 'day'],
    [2_880, '2 days'],
    [60, 'hour'],
    [360, '6 hours'],
    [90, '90 minutes'],
  ])('every %d minutes is every %s', (minutes, told) => expect(formatInterval(minutes)).toBe(told));

  test('one is singular', () => {
    expect([0, 1, 1_234].map((count) => formatAmount(count, 'track'))).toEqual(['0 tracks', '1 track', '1,234 tracks']);
  });
});

describe('cleaning', () => {
  test.each([
    ['a\u001B[31mred', 'a [31mred'],
    ['two\r\nlines', 'two lines'],
    ['right\u202Eleft', 'rightleft'],
    ['  spaced   out ', 'spaced out'],
    ['Sigur Rós 宇多田 🎵', 'Sigur Rós 宇多田 🎵'],
  ])('%j becomes %j', (text, clean) => expect(cleanText(text)).toBe(clean));
});

describe('JSON for the outside', () => {
  test('moments become ISO 8601 with offset, at any depth; lengths of time stay', () => {
    const at = Date.UTC(2026, 0, 1);
    expect(
      toDoorJson(
        { startedAtMs: at, etaMs: 5, inner: [{ lastMissedAtMs: at, gone: undefined, none: null }] },
        'Asia/Tokyo',
      ),
    ).toEqual({
      startedAt: '2026-01-01T09:00:00+09:00',
      etaMs: 5,
      inner: [{ lastMissedAt: '2026-01-01T09:00:00+09:00', none: null }],
    });
  });
});
