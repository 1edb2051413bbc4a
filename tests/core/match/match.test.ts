import { describe, expect, test } from '@jest/globals';
import type { Candidate, Correction } from '../../../src/core/candidate.ts';
import type { LibraryIndex } from '../../../src/core/match/library-index.ts';
import { createMatcher, type MatchOutcome } from '../../../src/core/match/match.ts';
import { createMemoryIndex } from '../../../src/core/match/memory-index.ts';
import type { Track, TrackId } from '../../../src/core/track.ts';
import { makeCandidate, makeTrack } from './make.ts';

interface Shelf {
  readonly tracks: readonly Track[];
  readonly corrections?: readonly Correction[];
  readonly sticky?: (songKey: string) => TrackId | undefined;
}

const ask = (shelf: Shelf, candidate: Partial<Candidate>): MatchOutcome =>
  createMatcher({
    index: createMemoryIndex(shelf.tracks),
    corrections: shelf.corrections ?? [],
    getSticky: shelf.sticky,
  }).match(makeCandidate(candidate));

const idOf = (outcome: MatchOutcome): TrackId | undefined => outcome.match?.track.id;

const correct = (target: Correction['target'], title = 'Track Title'): Correction => ({
  artist: 'Example Artist',
  title,
  target,
  origin: 'configuration',
});

describe("the user's correction", () => {
  const right = makeTrack({ id: 'right', artist: 'Somebody Else', title: 'Another Name' });
  const wrong = makeTrack({ id: 'wrong' });

  test('a track wins over a perfect match', () => {
    const outcome = ask({ tracks: [right, wrong], corrections: [correct({ kind: 'track', trackId: 'right' })] }, {});
    expect(outcome.match).toMatchObject({ method: 'correction', confidence: 1, track: { id: 'right' } });
  });

  test('names are looked up in the library', () => {
    const target = { kind: 'names', artist: 'somebody else', title: 'another name' } as const;
    const outcome = ask({ tracks: [right, wrong], corrections: [correct(target)] }, { durationMs: 1_000 });
    expect(outcome.match).toMatchObject({ method: 'correction', confidence: 1, track: { id: 'right' } });
    expect(outcome.match?.candidate.title).toBe('Track Title');
  });

  test('names that the library does not hold are a miss of the candidate', () => {
    const target = { kind: 'names', artist: 'Somebody Else', title: 'Not There At All' } as const;
    const outcome = ask({ tracks: [right, wrong], corrections: [correct(target)] }, {});
    expect(outcome.miss).toMatchObject({ reason: 'no-such-title', candidate: { title: 'Track Title' } });
  });

  test('"I do not own this" refuses even a perfect match', () => {
    const outcome = ask({ tracks: [wrong], corrections: [correct({ kind: 'none' })] }, {});
    expect(outcome.miss?.reason).toBe('rejected-by-user');
  });

  test('it holds for any case, accent and punctuation, and not for another version', () => {
    const shelf = { tracks: [right, wrong], corrections: [correct({ kind: 'track', trackId: 'right' })] };
    expect(idOf(ask(shelf, { artist: 'EXAMPLE ARTIST', title: 'Träck - Title!' }))).toBe('right');
    expect(idOf(ask(shelf, { title: 'Track Title (Live)' }))).toBeUndefined();
  });

  test('of two the later wins; one whose track is gone is passed over', () => {
    const two = [correct({ kind: 'none' }), correct({ kind: 'track', trackId: 'right' })];
    expect(idOf(ask({ tracks: [right, wrong], corrections: two }, {}))).toBe('right');
    expect(idOf(ask({ tracks: [wrong], corrections: [correct({ kind: 'track', trackId: 'gone' })] }, {}))).toBe(
      'wrong',
    );
  });
});

describe('MusicBrainz ids', () => {
  test('an id finds the very track although the title is written otherwise', () => {
    const tracks = [
      makeTrack({ id: 'named' }),
      makeTrack({ id: 'tagged', title: 'Track Title (Live)', mbTrackId: 'mb' }),
    ];
    expect(ask({ tracks }, { mbTrackId: 'mb' }).match).toMatchObject({ method: 'mbid', track: { id: 'tagged' } });
  });

  test('a stale id that points to another song is not believed', () => {
    const tracks = [
      makeTrack({ id: 'named' }),
      makeTrack({ id: 'stale', artist: 'Nobody', title: 'Zebra', mbTrackId: 'mb' }),
    ];
    expect(ask({ tracks }, { mbTrackId: 'mb' }).match).toMatchObject({ method: 'exact', track: { id: 'named' } });
  });
});

describe('methods', () => {
  test('equal names are an exact match, with what agreed', () => {
    const { match } = ask({ tracks: [makeTrack({ durationMs: 200_000 })] }, { durationMs: 201_000 });
    expect(match).toMatchObject({ method: 'exact', confidence: 1, reason: 'same artist, same title, same length' });
  });

  test('a misspelt title is found inside its artist', () => {
    const { match } = ask({ tracks: [makeTrack({ title: 'Paranoid Zeppelin' })] }, { title: 'Paranoid Zepplin' });
    expect(match?.method).toBe('fuzzy');
    expect(match?.confidence).toBeLessThan(0.9);
  });

  test('a misspelt artist is found by an equal title', () => {
    const { match } = ask({ tracks: [makeTrack({ artist: 'Led Zeppelin' })] }, { artist: 'Led Zepplin' });
    expect(match?.method).toBe('fuzzy');
  });

  test('two slips at once need an equal length', () => {
    const tracks = [makeTrack({ artist: 'Led Zeppelin', title: 'Monster', durationMs: 180_000 })];
    const asked = { artist: 'Led Zepplin', title: 'Manster' };
    expect(ask({ tracks }, { ...asked, durationMs: 240_000 }).match).toBeUndefined();
  });

  test('a track of a compilation is found by who plays it', () => {
    const track = makeTrack({ albumArtist: 'Various Artists', album: 'Summer Hits' });
    expect(ask({ tracks: [track] }, {}).match?.method).toBe('exact');
    expect(ask({ tracks: [track] }, { artist: 'Various Artists' }).match).toBeUndefined();
  });

  test('a soloist on the band leader’s album is found by either name', () => {
    const track = makeTrack({ artist: 'Soloist', albumArtist: 'Bandleader' });
    expect(ask({ tracks: [track] }, { artist: 'Soloist' }).match).toBeDefined();
    expect(ask({ tracks: [track] }, { artist: 'Bandleader' }).match).toBeDefined();
  });

  test('the name of the album is not the artist', () => {
    const track = makeTrack({ artist: 'George', album: 'Example Artist' });
    expect(ask({ tracks: [track] }, {}).miss?.reason).toBe('no-such-artist');
  });
});

describe('length', () => {
  test.each([
    [
      '"Satisfaction" is "(I Can\'t Get No) Satisfaction" when it lasts as long',
      'Satisfaction',
      "(I Can't Get No) Satisfaction",
      2_000,
      true,
    ],
    ['and not when it does not', 'Satisfaction', "(I Can't Get No) Satisfaction", 9_000, false],
    ['"Dream" may be "Dreams" when it lasts as long', 'Velvet Dream', 'Velvet Dreams', 1_000, true],
    ['an exact name is never refused for its length alone', 'Song', 'Song', 90_000, true],
    ['a nearly exact one is', 'Velvet Monster', 'Velvet Manster', 90_000, false],
    ['a concert of unknown place may be this one', 'Song (Live)', 'Song (Live at Somewhere)', 4_000, true],
    ['but hardly if it lasts much longer', 'Song (Live)', 'Song (Live at Somewhere)', 90_000, false],
    ['an equal length never makes a remix the original', 'Song (Remix)', 'Song', 0, false],
  ])('%s', (_sentence, asked, held, gapMs, found) => {
    const outcome = ask(
      { tracks: [makeTrack({ title: held, durationMs: 200_000 + gapMs })] },
      { title: asked, durationMs: 200_000 },
    );
    expect(outcome.match !== undefined).toBe(found);
  });

  test('a shared guest and very different lengths are two songs', () => {
    const tracks = [makeTrack({ artist: 'Duo vs. Example Artist', title: 'Home', durationMs: 100_000 })];
    expect(ask({ tracks }, { title: 'Home', durationMs: 101_000 }).match).toBeDefined();
    expect(ask({ tracks }, { title: 'Home', durationMs: 200_000 }).miss?.reason).toBe('too-unsure');
  });
});

describe('albums played on a stage', () => {
  const live = makeTrack({ id: 'live', album: 'Live at the Velvet Hall', durationMs: 300_000 });

  test('a plain title on one is the concert, not the studio recording', () => {
    expect(ask({ tracks: [live] }, {}).miss?.reason).toBe('only-other-version');
    expect(idOf(ask({ tracks: [live] }, { title: 'Track Title (Live)' }))).toBe('live');
    expect(idOf(ask({ tracks: [live] }, { album: 'Live at the Velvet Hall' }))).toBe('live');
    expect(idOf(ask({ tracks: [live] }, { durationMs: 300_500 }))).toBe('live');
  });

  test.each(['Live Through This', 'Long Live Love', 'Alive', 'Born to Live', 'Live Your Life'])(
    '"%s" is no such album',
    (album) => {
      expect(ask({ tracks: [makeTrack({ album })] }, {}).match).toBeDefined();
    },
  );
});

describe('the best copy', () => {
  const choose = (copies: readonly Partial<Track>[], candidate: Partial<Candidate> = {}): TrackId | undefined =>
    idOf(ask({ tracks: copies.map((facts) => makeTrack(facts)) }, candidate));

  test.each<[string, Partial<Track>, Partial<Track>, Partial<Candidate>]>([
    ['of the candidate’s artist before a credited one', {}, { artist: 'Duo vs. Example Artist' }, {}],
    ['of an existing file before one that is gone', {}, { missingFile: true, rating: 10 }, {}],
    ['of the candidate’s album', { album: 'Red' }, { album: 'Blue', rating: 10 }, { album: 'Red' }],
    ['of the nearer length', { durationMs: 200_000 }, { durationMs: 212_000, rating: 10 }, { durationMs: 200_000 }],
    ['of an album before a compilation', {}, { album: 'Greatest Hits', rating: 10 }, {}],
    ['of an album before a sampler', {}, { albumArtist: 'Various Artists', rating: 10 }, {}],
    ['the user rates higher', { rating: 8 }, { rating: 4, playCount: 99 }, {}],
    ['played more often', { playCount: 5 }, { playCount: 1, bitrateKbps: 900 }, {}],
    ['of the higher bit rate', { bitrateKbps: 900 }, { bitrateKbps: 128, addedAtMs: 9 }, {}],
    ['added last', { addedAtMs: 9 }, { addedAtMs: 1 }, {}],
    ['with the smaller id when all else is equal', { id: '9' }, { id: '10' }, {}],
  ])('is the one %s', (_sentence, better, worse, candidate) => {
    const good = { id: 'm', ...better };
    const bad = { id: 'n', ...worse };
    expect(choose([good, bad], candidate)).toBe(good.id);
    expect(choose([bad, good], candidate)).toBe(good.id);
  });

  test('stays the one chosen last time as long as it is as exact and its file exists', () => {
    const better = makeTrack({ id: 'better', rating: 10 });
    const usual = makeTrack({ id: 'usual' });
    const sticky = (): TrackId => 'usual';
    expect(idOf(ask({ tracks: [better, usual], sticky }, {}))).toBe('usual');
    expect(idOf(ask({ tracks: [better, makeTrack({ id: 'usual', missingFile: true })], sticky }, {}))).toBe('better');
    expect(idOf(ask({ tracks: [better, makeTrack({ id: 'usual', title: 'Track Title (Live)' })], sticky }, {}))).toBe(
      'better',
    );
    expect(idOf(ask({ tracks: [better], sticky: () => 'gone' }, {}))).toBe('better');
  });
});

describe('misses', () => {
  test.each<[string, Partial<Track>, Partial<Candidate>, object]>([
    ['no name', {}, { artist: '  ' }, { reason: 'unusable-name' }],
    ['no title', {}, { title: '' }, { reason: 'unusable-name' }],
    [
      'nobody of that name',
      { artist: 'Zebra' },
      {},
      { reason: 'no-such-artist', nearest: { artist: 'Zebra', title: 'Track Title' } },
    ],
    ['the artist without the title', { title: 'Zebra' }, {}, { reason: 'no-such-title' }],
    [
      'only a remix',
      { title: 'Track Title (Remix)' },
      {},
      { reason: 'only-other-version', nearest: { title: 'Track Title (Remix)' } },
    ],
    [
      'only a longer name',
      { title: 'Track Title (of Glory)' },
      {},
      { reason: 'too-unsure', nearest: { title: 'Track Title (of Glory)' } },
    ],
  ])('%s: says so and names the nearest thing', (_sentence, held, asked, expected) => {
    const outcome = ask({ tracks: [makeTrack(held)] }, asked);
    expect(outcome.match).toBeUndefined();
    expect(outcome.miss).toMatchObject(expected);
  });

  test('an empty library holds nothing', () => {
    expect(ask({ tracks: [] }, {}).miss).toEqual({ candidate: makeCandidate({}), reason: 'no-such-artist' });
  });
});

describe('bounds', () => {
  test('an artist with tens of thousands of titles is not read track by track', () => {
    const tracks = Array.from({ length: 20_000 }, (_, at) => makeTrack({ title: `Sonata Number ${at}` }));
    const index = createMemoryIndex(tracks);
    let read = 0;
    const counting: LibraryIndex = {
      ...index,
      getTracks: (ids) => {
        read += ids.length;
        return index.getTracks(ids);
      },
    };
    createMatcher({ index: counting, corrections: [] }).match(makeCandidate({ title: 'Sonata Namber Twelf' }));
    expect(read).toBeLessThanOrEqual(4 * 24);
  });
});
