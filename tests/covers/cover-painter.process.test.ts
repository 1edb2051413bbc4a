import { createHash } from 'node:crypto';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { CoverFacts } from '../../src/covers/cover.ts';
import { createCoverPainter } from '../../src/covers/create-cover-painter.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { anyCodePoints } from '../fakes/any-code-points.ts';

// Every picture starts a process; a busy machine may take its time.
jest.setTimeout(60_000);

const facts: CoverFacts = {
  playlistName: 'Daily Flow',
  windowName: 'Evening',
  hours: '17:00 – 23:00',
  theme: 'Jazz · Classical',
  minuteOfDay: 17 * 60,
};
const painter = createCoverPainter({ logger: silentLogger() });
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
describe('a cover', () => {
  test('of the same facts has the same bytes, whoever draws it and however often', async () => {
    const other = createCoverPainter({ logger: silentLogger() });
    const drawn = await Promise.all([painter.draw(facts), painter.draw({ ...facts }), other.draw(facts)]);
    expect(new Set(drawn.map(({ png }) => digest(png))).size).toBe(1);
    expect(new Set(drawn.map(({ key }) => key)).size).toBe(1);
    expect(drawn[0]?.key).toBe(painter.keyOf(facts));
  });

  test('of other facts has other bytes', async () => {
    const [one, other] = await Promise.all([painter.draw(facts), painter.draw({ ...facts, minuteOfDay: 8 * 60 })]);
    expect(digest(one.png)).not.toBe(digest(other.png));
    expect(one.key).not.toBe(other.key);
  });

  test('fails as an internal error when the facts are no facts', async () => {
    const broken = { ...facts, windowName: undefined } as unknown as CoverFacts;
    await expect(painter.draw(broken)).rejects.toMatchObject({ name: 'HarmoniqError', code: 'internal' });
    await expect(painter.draw(facts)).resolves.toMatchObject({ key: painter.keyOf(facts) });
  });
});

describe('the key', () => {
  test.each<[string, Partial<CoverFacts>]>([
    ['the playlist', { playlistName: 'Kitchen' }],
    ['the window', { windowName: 'Evenings' }],
    ['the hours', { hours: '17:00 – 22:00' }],
    ['having no hours', { hours: undefined }],
    ['the theme', { theme: 'Jazz' }],
    ['the time of day', { minuteOfDay: 8 * 60 }],
    ['having no time of day', { minuteOfDay: undefined }],
    ['how lively it is', { liveliness: 0.5 }],
  ])('changes with %s', (_title, part) => {
    expect(painter.keyOf({ ...facts, ...part })).not.toBe(painter.keyOf(facts));
  });

  const anyFacts: fc.Arbitrary<CoverFacts> = fc.record({
    playlistName: anyCodePoints(),
    windowName: anyCodePoints(),
    hours: fc.option(fc.string(), { nil: undefined }),
    theme: anyCodePoints(),
    minuteOfDay: fc.option(fc.integer({ min: 0, max: 1439 }), { nil: undefined }),
    liveliness: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  });
  const inOrder = ({ playlistName, windowName, hours, theme, minuteOfDay, liveliness }: CoverFacts) =>
    JSON.stringify([playlistName, windowName, hours ?? null, theme, minuteOfDay ?? null, liveliness ?? null]);

  test('is the same exactly when the facts are', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (one, other) => {
        expect(painter.keyOf(one)).toMatch(/^[0-9a-f]{32}$/);
        expect(painter.keyOf(one)).toBe(painter.keyOf({ ...one }));
        expect(painter.keyOf(one) === painter.keyOf(other)).toBe(inOrder(one) === inOrder(other));
      }),
    );
  });

  test('does not confuse a text that moves from one field to the next', () => {
    expect(painter.keyOf({ ...facts, playlistName: 'ab', windowName: 'c' })).not.toBe(
      painter.keyOf({ ...facts, playlistName: 'a', windowName: 'bc' }),
    );
    expect(painter.keyOf({ ...facts, hours: undefined })).not.toBe(painter.keyOf({ ...facts, hours: '' }));
  });
});
