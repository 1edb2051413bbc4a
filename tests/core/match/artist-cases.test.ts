import { expect, test } from '@jest/globals';
import { meets } from './meets.ts';

/** Two spellings or credits of one artist. */
const sameArtists: readonly (readonly [string, string])[] = [
  ['Jane Doe', 'JANE DOE'],
  ['Jane Doe', 'Doe, Jane'],
  ['Jane Doe', 'Jane  Doe'],
  ['Jane Doe', "'Jane' Doe"],
  ['Jané Doe', 'Jane Doe'],
  ['The Black Keys', 'The Blakc Keys'],
  ['Bob Marley', 'Bob Marley & The Wailers'],
  ['Simon and Garfunkel', 'Simon & Garfunkel'],
  ['Florence and the Machine', 'Florence + The Machine'],
  ['AC/DC', 'ACDC'],
  ['AC DC', 'AC/DC'],
  ['Pink', 'P!nk'],
  ['Kesha', 'Ke$ha'],
  ['ASAP Rocky', 'A$AP Rocky'],
  ['Beyonce', 'Beyoncé'],
  ['Bjork', 'Björk'],
  ['Sigur Ros', 'Sigur Rós'],
  ['Motorhead', 'Motörhead'],
  ['Mø', 'MO'],
  ['Кино', 'Kino'],
  ['宇多田ヒカル', '宇多田ヒカル'],
  ['Jay-Z', 'Jay Z'],
  ['JAY Z', 'JAŸ-Z'],
  ['Jay-Z', 'JAY-Z & Kanye West'],
  ['Kanye West', 'JAY-Z & Kanye West'],
  ["Guns N' Roses", 'Guns and Roses'],
  ['Guns N’ Roses', 'Guns N Roses'],
  ['R.E.M.', 'REM'],
  ['N.W.A', 'NWA'],
  ['N.W.A.', 'N.W.A'],
  ['Emerson, Lake & Palmer', 'Emerson Lake and Palmer'],
  ['Outkast', 'OutKast'],
  ['Beatles', 'The Beatles'],
  ['The Beatles', 'Beatles, The'],
  ['David Guetta', 'David Guetta feat. Sia'],
  ['Sia', 'David Guetta feat. Sia'],
  ['David Guetta & Sia', 'David Guetta feat. Sia'],
  ['Sia, David Guetta', 'David Guetta & Sia'],
  ['Hootie and the Blowfish', 'Hootie & The Blowfish'],
  ['Nick Cave', 'Nick Cave & the Bad Seeds'],
  ['Led Zepplin', 'Led Zeppelin'],
  ['Britney Speers', 'Britney Spears'],
  ['Eminem', 'Eminem & Rihanna'],
  ['Mark Ronson', 'Mark Ronson ft. Bruno Mars'],
  ['Bruno Mars', 'Mark Ronson ft. Bruno Mars'],
  ['Example Artist - Topic', 'Example Artist'],
  ['ExampleArtistVEVO', 'Example Artist'],
  ['Janelle Monáe', 'Janelle Monae'],
  ['Alt-J', 'alt-J (∆)'],
  ['BTS', 'BTS (방탄소년단)'],
  ['방탄소년단', 'BTS (방탄소년단)'],
];

/** Names that look alike and are not. */
const otherArtists: readonly (readonly [string, string])[] = [
  ['Jane Doe', 'J. Doe'],
  ['Jane Doe', 'Jane'],
  ['Jane Doe', 'Doe'],
  ['Jane Doe', 'Jane O. Doe'],
  ['The Black Keys', 'The Black Peas'],
  ['The Black Keys', 'Black Kids'],
  ['Queen', 'Queens of the Stone Age'],
  ['Prince', 'Prince & The Revolution'],
  ['Simon', 'Simon & Garfunkel'],
  ['Garfunkel', 'Simon & Garfunkel'],
  ['Florence', 'Florence + The Machine'],
  ['Tyler', 'Tyler, The Creator'],
  ['Earth', 'Earth, Wind & Fire'],
  ['Кино', 'Алиса'],
  ['The Beatles', 'The Beatles Revival Band'],
  ['LMFAO', 'The Karaoke Crew'],
  ['Foo feat. Sia', 'David Guetta feat. Sia'],
  ['Crosby Stills & Nash', 'Crosby, Stills, Nash & Young'],
  ['The Bad Seeds', 'Nick Cave & the Bad Seeds'],
  ['Various Artists', 'Queen'],
  ['Lynrd Skynrd', 'Lynyrd Skynyrd'],
  ['Heart', 'Hearts'],
  ['Nirvana', 'Nirvana (UK)'],
];

const title = 'Example Track';

test.each(sameArtists)('"%s" meets "%s"', (one, other) => {
  expect(meets({ artist: one, title }, { artist: other, title })).toBe(true);
  expect(meets({ artist: other, title }, { artist: one, title })).toBe(true);
});

test.each(otherArtists)('"%s" is not "%s": a cover is never accepted', (one, other) => {
  expect(meets({ artist: one, title }, { artist: other, title })).toBe(false);
  expect(meets({ artist: other, title }, { artist: one, title })).toBe(false);
});

test.each([
  [
    { artist: 'Alice', title: 'Song feat. Bob' },
    { artist: 'Alice and Bob', title: 'Song' },
  ],
  [
    { artist: 'Alice and Bob', title: 'Song' },
    { artist: 'Alice', title: 'Song (feat. Bob)' },
  ],
  [
    { artist: 'Sia', title: 'Titanium' },
    { artist: 'David Guetta', title: 'Titanium (feat. Sia)' },
  ],
  [
    { artist: 'David Guetta feat. Sia', title: 'Titanium' },
    { artist: 'David Guetta', title: 'Titanium [feat. Sia]' },
  ],
  [
    { artist: 'Alice', title: 'Alice - Song (Official Video)' },
    { artist: 'Alice', title: 'Song' },
  ],
  [
    { artist: 'Alice', title: 'The new "Velvet Song" featuring Bob' },
    { artist: 'Alice', title: 'Velvet Song' },
  ],
])('%j is found as %j', (asked, held) => {
  expect(meets(asked, held)).toBe(true);
});

test.each([
  [
    { artist: 'Miley Cyrus', title: 'Song (Parody of "Velvet" by Bob)' },
    { artist: 'Bob', title: 'Velvet' },
  ],
  [
    { artist: 'Karaoke Crew feat. Sia', title: 'Titanium (Karaoke Version)' },
    { artist: 'Sia', title: 'Titanium' },
  ],
  [
    { artist: 'Alice feat. Sia', title: 'Home' },
    { artist: 'Bob feat. Sia', title: 'Home' },
  ],
  [
    { artist: '', title: 'Home' },
    { artist: 'Bob', title: 'Home' },
  ],
  [
    { artist: 'Bob', title: ' ' },
    { artist: 'Bob', title: 'Home' },
  ],
])('%j is not %j', (asked, held) => {
  expect(meets(asked, held)).toBe(false);
});
