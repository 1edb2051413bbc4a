import { refuse, type Refusal } from './errors.ts';
import { artistShape, listOf, pageOf, similarSongShape, songShape, type PageOf } from './shapes.ts';
import { hashText, type World, type WorldSong } from './world.ts';

export interface Call {
  readonly method: string;
  readonly world: World;
  readonly users: ReadonlySet<string>;
  readonly privateUsers: ReadonlySet<string>;
  get(name: string): string | undefined;
}

type Method = (call: Call) => Record<string, unknown> | Refusal;
type Paged = (page: PageOf<WorldSong>, first: WorldSong | undefined) => Record<string, unknown>;

const chartSize = 900;
const countries = ['Germany', 'Sweden', 'Japan', 'Brazil', 'United States', 'Portugal', 'Greece', 'Spain', 'France'];
const knownTags = [
  'rock',
  'pop',
  'jazz',
  'electronic',
  'ambient',
  'folk',
  'metal',
  'indie',
  'soul',
  'chillout',
  'hip-hop',
  'upbeat',
  'chill',
];

/** Page and limit as asked; a limit out of bounds is refused. */
function readPaging(call: Call): { page: number; limit: number } | Refusal {
  const limit = Number(call.get('limit') ?? 50);
  const page = Number(call.get('page') ?? 1);
  if (!(limit >= 1 && limit <= 1_000)) return refuse(6, call.method, 'limit param out of bounds (1-1000)');
  if (!(page >= 1 && page <= 1_000_000)) return refuse(6, call.method, 'page param out of bounds (1-1000000)');
  return { page, limit };
}

function paged(call: Call, songs: readonly WorldSong[], write: Paged): Record<string, unknown> | Refusal {
  const paging = readPaging(call);
  return 'error' in paging ? paging : write(pageOf(songs, paging.page, paging.limit), songs[0]);
}

const ranked = (page: PageOf<WorldSong>, from = 0): readonly Record<string, unknown>[] =>
  page.items.map((song, nth) => songShape(song, { '@attr': { rank: String(page.from + nth - 1 + from) } }));

/** Rows of a tag's list tell nothing of plays and listeners. */
const withoutCounts = (rows: readonly Record<string, unknown>[]): readonly unknown[] =>
  rows.map((row) => ({ ...row, playcount: undefined, listeners: undefined }));

/** The user, or the refusal: nobody of that name, or a profile that hides its listening. */
function readUser(call: Call): string | Refusal {
  const user = call.get('user');
  if (user === undefined || user === '') return refuse(6, call.method, 'Invalid parameters - user is missing');
  if (call.privateUsers.has(user.toLowerCase())) return refuse(17, call.method);
  return call.users.has(user.toLowerCase()) ? user : refuse(6, call.method, 'User not found');
}

function ofUser(answer: (call: Call, user: string) => Record<string, unknown> | Refusal): Method {
  return (call) => {
    const user = readUser(call);
    return typeof user === 'string' ? answer(call, user) : user;
  };
}

/** The artist under the name that Last.fm prefers. */
function ofArtist(answer: (call: Call, artist: string) => Record<string, unknown> | Refusal): Method {
  return (call) => {
    const asked = call.get('artist');
    if (asked === undefined || asked === '') return refuse(6, call.method, 'Invalid parameters - artist is missing');
    const artist = call.world.findArtist(asked);
    return artist === undefined
      ? refuse(6, call.method, 'The artist you supplied could not be found')
      : answer(call, artist);
  };
}

export const methods: Readonly<Record<string, Method>> = {
  'chart.gettoptracks': (call) => {
    const songs = call.world.rank('chart', Math.min(chartSize, call.world.largest));
    return paged(call, songs, (page) => ({
      tracks: {
        ...listOf(
          'track',
          page.items.map((song) => songShape(song)),
          songs.length,
        ),
        '@attr': page.facts,
      },
    }));
  },
  'geo.gettoptracks': (call) => {
    const country = call.get('country') ?? '';
    if (!countries.includes(country)) return refuse(6, call.method, 'country param invalid');
    const songs = call.world.rank(`geo ${country}`, Math.min(500, call.world.largest));
    return paged(call, songs, (page) => ({
      tracks: { ...listOf('track', ranked(page), songs.length), '@attr': { country, ...page.facts } },
    }));
  },
  'tag.gettoptracks': (call) => {
    const tag = call.get('tag')?.toLowerCase() ?? '';
    const songs = knownTags.includes(tag) ? call.world.rank(`tag ${tag}`, Math.min(400, call.world.largest)) : [];
    return paged(call, songs, (page) => ({
      tracks: { ...listOf('track', withoutCounts(ranked(page, 1)), hashText(tag)), '@attr': { tag, ...page.facts } },
    }));
  },
  'user.getinfo': ofUser((call, user) => ({
    user: {
      name: user,
      realname: '',
      country: 'None',
      playcount: '48211',
      registered: { unixtime: '1200000000', '#text': 1_200_000_000 },
      image: [],
    },
  })),
  'user.gettopartists': ofUser((call, user) => {
    const paging = readPaging(call);
    if ('error' in paging) return paging;
    const names = call.world.topArtists(`${user} ${call.get('period') ?? 'overall'}`, 120);
    const page = pageOf(names, paging.page, paging.limit);
    const rows = page.items.map((name, nth) => ({
      ...artistShape(name),
      playcount: String(Math.max(1, 900 - (page.from + nth) * 7)),
      '@attr': { rank: String(page.from + nth) },
    }));
    return { topartists: { ...listOf('artist', rows, names.length), '@attr': { user, ...page.facts } } };
  }),
  'user.gettoptracks': ofUser((call, user) => {
    const songs = call.world.rank(
      `top ${user} ${call.get('period') ?? 'overall'}`,
      Math.min(300, call.world.largest),
      900,
    );
    return paged(call, songs, (page) => ({
      toptracks: { ...listOf('track', ranked(page, 1), songs.length), '@attr': { user, ...page.facts } },
    }));
  }),
  'user.getlovedtracks': ofUser((call, user) => {
    const songs = call.world.rank(`loved ${user}`, Math.min(140, call.world.largest), 850);
    return paged(call, songs, (page) => {
      const rows = page.items.map((song, nth) => ({
        ...songShape(song, {
          date: { uts: String(1_790_000_000 - (page.from + nth) * 40_000), '#text': '21 Nov 2026, 10:00' },
        }),
        playcount: undefined,
        listeners: undefined,
      }));
      return { lovedtracks: { ...listOf('track', rows, songs.length), '@attr': { user, ...page.facts } } };
    });
  }),
  'artist.getsimilar': ofArtist((call, artist) => {
    const limit = Number(call.get('limit') ?? 100);
    const rows = call.world
      .similarTo(artist, Math.min(limit, 60))
      .map(({ name, match }) => ({ ...artistShape(name), match: match.toFixed(6), image: [] }));
    return { similarartists: { ...listOf('artist', rows, hashText(artist)), '@attr': { artist } } };
  }),
  'artist.gettoptracks': ofArtist((call, artist) =>
    paged(call, call.world.songsOf(artist), (page) => ({
      toptracks: { ...listOf('track', ranked(page, 1), hashText(artist)), '@attr': { artist, ...page.facts } },
    })),
  ),
  'artist.gettoptags': ofArtist((call, artist) => {
    const hash = hashText(artist);
    const tags = ['seen live', ...knownTags.filter((_, nth) => (hash >>> nth) % 3 === 0)];
    const rows = tags.map((name, nth) => ({ count: 100 - nth * 17, name, url: `https://www.last.fm/tag/${name}` }));
    return { toptags: { ...listOf('tag', rows, hash), '@attr': { artist } } };
  }),
  'track.getsimilar': ofArtist((call, artist) => {
    const track = call.get('track') ?? '';
    const known = call.world.songsOf(artist).some((song) => song.title.toLowerCase() === track.toLowerCase());
    const limit = Math.min(Number(call.get('limit') ?? 100), 100);
    // Deep cuts have no neighbours: every third song.
    const songs =
      known && hashText(track) % 3 !== 0
        ? call.world.rank(`near ${artist} ${track}`, Math.min(limit, call.world.largest))
        : [];
    const rows = songs.map((song, nth) => similarSongShape(song, 1 - nth / 101));
    return { similartracks: { ...listOf('track', rows, hashText(track)), '@attr': { artist } } };
  }),
};

/** Methods that Last.fm has withdrawn. */
export const withdrawn: Readonly<Record<string, number>> = { 'user.getartisttracks': 27 };
