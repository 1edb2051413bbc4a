import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMatcher } from '../../../src/core/match/match.ts';
import { songKeyOf, trackKeys } from '../../../src/core/match/keys.ts';
import { createMemoryIndex } from '../../../src/core/match/memory-index.ts';
import type { Track } from '../../../src/core/track.ts';
import { makeCandidate, makeTrack } from './make.ts';

const visible = (text: string): boolean => text.replace(/[\s\p{C}\p{M}\p{Z}]/gu, '') !== '';
const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter(visible);
const word = fc.constantFrom(
  ...[
    'Velvet',
    'Moon',
    'Harbour',
    'Glass',
    'Ärger',
    'Zimt',
    'Кедр',
    'Свет',
    '夜',
    '星',
    'بحر',
    'אור',
    'Ωδή',
    '사랑',
    'Paper',
    'Lantern',
    '12',
    "Don't",
  ],
);
const songName = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const edition = fc.constantFrom(
  ...[
    ' (Remastered)',
    ' - 2011 Remaster',
    ' [Deluxe Edition]',
    ' (Explicit)',
    ' [Clean]',
    ' (Album Version)',
    ' - Single Version',
  ],
  ...[
    ' (feat. Guest Person)',
    ' [Bonus Track]',
    ' (Official Video)',
    ' - Remastered 2009',
    ' (Stereo)',
    ' (From "Some Film")',
    ' (1999)',
  ],
);
const marker = fc.constantFrom(
  ...[
    ' (Live)',
    ' - Live at Somewhere',
    ' (Acoustic)',
    ' [Demo]',
    ' (DJ Somebody Remix)',
    ' - Radio Edit',
    ' (Instrumental)',
  ],
  ...[
    ' (Karaoke Version)',
    ' (Cover)',
    ' (Re-Recorded)',
    ' (Mono)',
    ' (Extended Mix)',
    ' (Unplugged)',
    ' (A Cappella)',
    ' (Spanish Version)',
  ],
);

const find = (held: Partial<Track>, asked: Partial<Track>): string => {
  const matcher = createMatcher({ index: createMemoryIndex([makeTrack({ ...held, id: '1' })]), corrections: [] });
  const { match, miss } = matcher.match(makeCandidate({ artist: asked.artist ?? '', title: asked.title ?? '' }));
  return match === undefined ? miss.reason : 'found';
};

describe('laws of matching', () => {
  test('a track is found by its own names, whatever is in them', () => {
    fc.assert(
      fc.property(anyName, anyName, (artist, title) => {
        expect(find({ artist, title }, { artist, title })).toBe('found');
      }),
      { numRuns: 200 },
    );
  });

  test('a title that shows anything has a key, and so has every track with an artist', () => {
    fc.assert(
      fc.property(anyName, anyName, (artist, title) => {
        const { artistKeys, titleKeys } = trackKeys({ artist, albumArtist: artist, title });
        expect(titleKeys.length).toBeGreaterThan(0);
        expect(artistKeys.length).toBeGreaterThan(0);
        expect([...titleKeys, ...artistKeys]).not.toContain('');
      }),
      { numRuns: 200 },
    );
  });

  test('words about an edition never change the outcome', () => {
    fc.assert(
      fc.property(songName, songName, songName, edition, edition, (artist, one, other, first, second) => {
        const plain = find({ artist, title: one }, { artist, title: other });
        expect(find({ artist, title: one + first }, { artist, title: other + second })).toBe(plain);
      }),
    );
  });

  test('a version on one side alone always blocks', () => {
    fc.assert(
      fc.property(songName, songName, marker, edition, (artist, title, version, noise) => {
        expect(find({ artist, title }, { artist, title: title + version + noise })).toBe('only-other-version');
        expect(find({ artist, title: title + noise + version }, { artist, title })).toBe('only-other-version');
        expect(find({ artist, title: title + version }, { artist, title: title + version })).toBe('found');
      }),
    );
  });

  test('another artist is never accepted for an equal title', () => {
    fc.assert(
      fc.property(
        songName,
        fc.constantFrom('Zed Quartet', 'Квартет', '四人組'),
        songName,
        (artist, stranger, title) => {
          expect(find({ artist, title }, { artist: stranger, title })).not.toBe('found');
        },
      ),
    );
  });

  test('the answer depends neither on the order of the library nor on the call', () => {
    const copies = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 99 }).map(String),
        title: fc.constantFrom('Moon', 'Moon (Live)', 'Moons'),
        rating: fc.constantFrom(2, 4),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(copies, (facts) => {
        const tracks = facts.map((copy) => makeTrack(copy));
        const answers = [tracks, tracks.toReversed()].map((shelf) => {
          const matcher = createMatcher({ index: createMemoryIndex(shelf), corrections: [] });
          matcher.match(makeCandidate({ title: 'Moon' }));
          const { match, miss } = matcher.match(makeCandidate({ title: 'Moon' }));
          return match?.track.id ?? miss?.reason;
        });
        expect(answers[0]).toBe(answers[1]);
      }),
    );
  });

  test('edition words make a copy, a version makes another song', () => {
    fc.assert(
      fc.property(songName, edition, marker, (title, noise, version) => {
        const keyFor = (text: string): string => songKeyOf({ artist: 'A', albumArtist: 'A', title: text });
        expect(keyFor(title + noise)).toBe(keyFor(title));
        expect(keyFor(title + version)).not.toBe(keyFor(title));
      }),
    );
  });
});
