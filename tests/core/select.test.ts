import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Match } from '../../src/core/candidate.ts';
import { songKeyOf } from '../../src/core/match/keys.ts';
import { createSelector, select } from '../../src/core/select.ts';
import type { Track } from '../../src/core/track.ts';
import { makeCandidate, makeTrack } from './match/make.ts';

const makeMatch = (facts: Partial<Track>, weight = 1): Match => {
  const track = makeTrack(facts);
  const candidate = makeCandidate({ artist: track.artist, title: track.title, weight });
  return { candidate, track, confidence: 1, method: 'exact', reason: 'same artist, same title' };
};

const rules = { size: 10, maxPerArtist: 2, songKeyOf };
const titlesOf = (picks: readonly { readonly match: Match }[]): readonly string[] =>
  picks.map(({ match }) => match.track.title);

describe('selecting', () => {
  test('takes the heaviest first and keeps the order of equals', () => {
    const matches = [
      makeMatch({ title: 'B', artist: '1' }, 1),
      makeMatch({ title: 'C', artist: '2' }, 1),
      makeMatch({ title: 'A', artist: '3' }, 9),
      makeMatch({ title: 'D', artist: '4' }, Number.NaN),
    ];
    expect(titlesOf(select({ matches, ...rules }).picks)).toEqual(['A', 'B', 'C', 'D']);
  });

  test('a pick says why its source wanted it', () => {
    const match = makeMatch({});
    expect(select({ matches: [match], ...rules }).picks).toEqual([{ match, reason: 'a test wants it' }]);
  });

  test.each<[string, Match[], object]>([
    [
      'a second copy of a song',
      [makeMatch({ title: 'A' }), makeMatch({ title: 'A (Remastered)' })],
      { reason: 'duplicate-song', detail: 'already in the list as Example Artist - A' },
    ],
    [
      'the same track for two candidates',
      [makeMatch({ id: 'x', title: 'A' }), makeMatch({ id: 'x', title: 'A' })],
      { reason: 'duplicate-song' },
    ],
    [
      'a third track of one artist',
      ['A', 'B', 'C'].map((title) => makeMatch({ title })),
      { reason: 'artist-cap', detail: 'Example Artist already has 2 in the list' },
    ],
    [
      'a third with a guest',
      [
        makeMatch({ title: 'A' }),
        makeMatch({ title: 'B' }),
        makeMatch({ title: 'C', artist: 'Example Artist feat. Bob' }),
      ],
      { reason: 'artist-cap' },
    ],
    ['a file that is gone', [makeMatch({ missingFile: true })], { reason: 'file-missing' }],
    ['an excluded track', [makeMatch({ id: 'no' })], { reason: 'excluded' }],
  ])('leaves out %s, and says so', (_sentence, matches, drop) => {
    const { drops } = select({ matches, ...rules, excludedTrackIds: new Set(['no']) });
    expect(drops).toHaveLength(1);
    expect(drops[0]).toMatchObject(drop);
    expect(drops[0]?.match).toBe(matches.at(-1));
  });

  test('a live take and the studio recording are two songs', () => {
    const matches = [makeMatch({ title: 'A' }), makeMatch({ title: 'A (Live)' })];
    expect(select({ matches, ...rules }).picks).toHaveLength(2);
  });

  test('the list ends at its size', () => {
    const matches = ['1', '2', '3'].map((artist) => makeMatch({ artist }));
    const { picks, drops, full } = select({ matches, ...rules, size: 2 });
    expect([picks.length, full]).toEqual([2, true]);
    expect(drops).toMatchObject([{ reason: 'list-full', detail: 'the list already has 2 tracks' }]);
  });

  test.each([0, -1, Number.NaN])('a size of %d lets nothing in', (size) => {
    expect(select({ matches: [makeMatch({})], ...rules, size })).toMatchObject({ picks: [], full: true });
  });

  test('a dropped copy does not use up its artist or song', () => {
    const matches = [makeMatch({ title: 'A', missingFile: true }), makeMatch({ title: 'A' })];
    expect(select({ matches, ...rules, maxPerArtist: 1 }).picks).toHaveLength(1);
  });
});

describe('selecting batch by batch', () => {
  test('later batches fill what earlier ones left open and never push anything out', () => {
    const selector = createSelector({ ...rules, size: 3, maxPerArtist: 1 });
    const first = selector.add([makeMatch({ artist: '1', title: 'A' }), makeMatch({ artist: '1', title: 'B' })]);
    expect([titlesOf(first.picks), first.drops.length, first.full]).toEqual([['A'], 1, false]);
    const second = selector.add([makeMatch({ artist: '2', title: 'C' }, 99), makeMatch({ artist: '3', title: 'D' })]);
    expect([titlesOf(second.picks), second.drops.length, second.full]).toEqual([['C', 'D'], 0, true]);
    expect(titlesOf(selector.result().picks)).toEqual(['A', 'C', 'D']);
    expect(selector.add([makeMatch({ artist: '4' })]).drops).toMatchObject([{ reason: 'list-full' }]);
  });

  test('what was answered before does not change afterwards', () => {
    const selector = createSelector(rules);
    selector.add([makeMatch({})]);
    const before = selector.result();
    selector.add([makeMatch({ artist: 'Another', title: 'B' })]);
    expect(before.picks).toHaveLength(1);
  });
});

describe('laws of selecting', () => {
  const facts = fc.record({
    artist: fc.constantFrom('A', 'B', 'A feat. B', 'C'),
    title: fc.constantFrom('One', 'One (Remaster)', 'Two', 'Two (Live)', 'Three'),
    missingFile: fc.boolean(),
    id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
  });
  const batches = fc.array(fc.array(fc.tuple(facts, fc.integer({ min: 0, max: 3 })), { maxLength: 8 }), {
    maxLength: 4,
  });

  test('every match ends as exactly one pick or drop; size, cap and one copy a song are kept', () => {
    fc.assert(
      fc.property(
        batches,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 3 }),
        (shape, size, maxPerArtist) => {
          const given = shape.map((batch) => batch.map(([fact, weight]) => makeMatch(fact, weight)));
          const selector = createSelector({ size, maxPerArtist, songKeyOf, excludedTrackIds: new Set(['8']) });
          for (const batch of given) selector.add(batch);
          const { picks, drops, full } = selector.result();
          const ended = [...picks, ...drops].map(({ match }) => match);
          expect(new Set(ended)).toEqual(new Set(given.flat()));
          expect(ended).toHaveLength(given.flat().length);
          expect(picks.length).toBeLessThanOrEqual(size);
          expect(full).toBe(picks.length === size);
          expect(new Set(picks.map(({ match }) => songKeyOf(match.track))).size).toBe(picks.length);
          for (const artist of ['A', 'B', 'C']) {
            const share = picks.filter(({ match }) => match.track.artist.startsWith(artist));
            expect(share.length).toBeLessThanOrEqual(maxPerArtist);
          }
        },
      ),
    );
  });
});
