import { describe, expect, test } from '@jest/globals';
import { parseCredit } from '../../../src/core/match/artist.ts';
import { candidateKeys, primaryArtistKeyOf, songKeyOf, trackKeys } from '../../../src/core/match/keys.ts';
import { makeCandidate, makeTrack } from './make.ts';

const namesOf = (credit: string): readonly (string | undefined)[] => parseCredit(credit).names.map((name) => name[0]);

describe('artist credits', () => {
  test.each([
    'Simon & Garfunkel',
    'Earth, Wind & Fire',
    'Tyler, The Creator',
    'Florence + the Machine',
    'AC/DC',
    'Crosby, Stills, Nash & Young',
    'Belle and Sebastian',
    'Sleeping with Sirens',
    'Malcolm X',
    'X Ambassadors',
    '10,000 Maniacs',
    'Mumford & Sons',
    "Guns N' Roses",
    'Lmfao Feat Somebody & Somebody Karaoke Band',
    'Beatles, The',
    'The The',
    '!!!',
  ])('"%s" is one act', (credit) => {
    expect(parseCredit(credit).names).toHaveLength(1);
  });

  test.each([
    ['Macklemore & Ryan Lewis feat. Wanz', ['macklemore', 'ryanlewis', 'wanz']],
    ['Metro Boomin, Swae Lee, Lil Wayne & Offset', ['metroboomin', 'swaelee', 'lilwayne', 'offset']],
    ['Tyler, the Creator, Youngboy & Ty Dolla $ign', ['tylerthecreator', 'youngboy', 'tydollasign']],
    ['Par-T-One vs. INXS', ['partone', 'inxs']],
    ['Alice featuring Bob', ['alice', 'bob']],
    ['Alice ft Bob', ['alice', 'bob']],
    ['Skrillex x Diplo', ['skrillex', 'diplo']],
    ['Alice; Bob / Carol', ['alice', 'bob', 'carol']],
    ['Childish Gambino , Ariana Grande', ['childishgambino', 'arianagrande']],
  ])('"%s" names %j', (credit, names) => {
    expect(namesOf(credit)).toEqual(names);
  });

  test('a leader answers for the band, the band alone for nobody', () => {
    expect(parseCredit('Bob Marley & The Wailers').keys).toEqual(['bobmarleyandthewailers', 'bobmarley']);
  });
});

describe('keys of a track', () => {
  test('both artist fields, every name and guests of the title are keys', () => {
    const { artistKeys, titleKeys } = trackKeys({
      artist: 'Alice & Bob',
      albumArtist: 'The Collective',
      title: 'Song (feat. Carol) [2011 Remaster]',
    });
    expect([...artistKeys].sort()).toEqual(['alice', 'aliceandbob', 'bob', 'carol', 'collective']);
    expect(titleKeys).toEqual(['song']);
  });

  test('a compilation is filed under who plays, or under itself when nobody is named', () => {
    expect(trackKeys({ artist: 'Alice', albumArtist: 'Various Artists', title: 'Song' }).artistKeys).toEqual(['alice']);
    expect(trackKeys({ artist: 'Various Artists', albumArtist: 'Various Artists', title: 'Song' }).artistKeys).toEqual([
      'variousartists',
    ]);
  });

  test('the album is never a key', () => {
    const keys = trackKeys(makeTrack({ artist: 'Alice', album: 'Faith', title: 'Song' }));
    expect(keys.artistKeys).not.toContain('faith');
  });

  test.each(['a ', '(', '()', ' - ', '*', 'a, ', '山a ', 'feat. '])(
    'a text of "%s" without end has short keys',
    (piece) => {
      const endless = piece.repeat(100_000);
      const { artistKeys, titleKeys } = trackKeys({ artist: endless, albumArtist: endless, title: endless });
      for (const key of [...artistKeys, ...titleKeys]) expect(key.length).toBeLessThan(5_000);
    },
  );

  test('a candidate is looked up under each reading of its title', () => {
    const keys = candidateKeys(makeCandidate({ artist: 'Alice', title: 'Alice - Song (Official Video)' }));
    expect(keys.titleKeys).toContain('song');
    expect(keys.artistKeys).toEqual(['alice']);
  });
});

describe('the song key', () => {
  const keyFor = (title: string, artist = 'Alice', albumArtist = artist): string =>
    songKeyOf({ title, artist, albumArtist });

  test.each([
    ['Song', 'Song (2011 Remaster)'],
    ['Song', 'Song [Explicit]'],
    ['Song (feat. Bob)', 'song'],
    ['Song (Live)', 'Song - Live'],
    ['Song (X Remix)', 'Song - X Remix'],
  ])('"%s" and "%s" are copies', (one, other) => {
    expect(keyFor(one)).toBe(keyFor(other));
  });

  test.each([
    ['Song', 'Song (Live)'],
    ['Song', 'Song (Remix)'],
    ['Song, Pt. 1', 'Song, Pt. 2'],
    ['Song', 'Other Song'],
  ])('"%s" and "%s" are two songs', (one, other) => {
    expect(keyFor(one)).not.toBe(keyFor(other));
  });

  test('a guest in the credit and a compilation make no other song', () => {
    expect(keyFor('Song', 'Alice feat. Bob')).toBe(keyFor('Song'));
    expect(keyFor('Song', 'Alice', 'Various Artists')).toBe(keyFor('Song'));
    expect(keyFor('Song', 'Bob')).not.toBe(keyFor('Song'));
  });

  test('the primary artist is the first-named one', () => {
    expect(primaryArtistKeyOf({ artist: 'The Alice feat. Bob', albumArtist: 'Various Artists' })).toBe('alice');
  });
});
