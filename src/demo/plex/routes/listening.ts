import { mix } from '../../music/hash.ts';
import { container, empty, failure, pageFacts, readPage, type Answer, type Exchange } from '../answers.ts';
import type { Play } from '../play.ts';
import { createRowWriter } from '../rows.ts';
import type { Shelf } from '../shelf.ts';
import type { PlexState, Route } from '../state.ts';
import { readStyle } from '../style.ts';
import { refusePage } from './listing.ts';

type Change = (state: PlexState, exchange: Exchange, shelf: Shelf, slot: number) => Answer;

/** Finds the track of `key`; both arguments are wanted. */
const onTrack =
  (change: Change): Route['answer'] =>
  (state, exchange) => {
    const key = exchange.query.get('key');
    if (key === undefined || exchange.query.get('identifier') !== 'com.plexapp.plugins.library') return failure(400);
    const item = state.catalogue.registry.resolve(Number(key));
    if (item?.kind !== 'track') return failure(404);
    const answer = change(state, exchange, state.catalogue.shelfAt(item.section), item.index);
    state.catalogue.touch();
    return answer;
  };

export const listeningRoutes: readonly Route[] = [
  { method: 'PUT', pattern: /^\/:\/rate$/, answer: onTrack(rate) },
  ...(['GET', 'PUT'] as const).flatMap((method): Route[] => [
    { method, pattern: /^\/:\/scrobble$/, answer: onTrack(scrobble) },
    { method, pattern: /^\/:\/unscrobble$/, answer: onTrack(unscrobble) },
  ]),
  { method: 'GET', pattern: /^\/status\/sessions\/history\/all$/, answer: listHistory },
  { method: 'GET', pattern: /^\/status\/sessions$/, answer: listSessions },
];

/** 0–10, or −1 to forget the rating. Nothing but the rating and its time changes. */
function rate(state: PlexState, exchange: Exchange, shelf: Shelf, slot: number): Answer {
  const rating = Number(exchange.query.get('rating') ?? Number.NaN);
  if (!(rating >= -1 && rating <= 10)) return failure(400);
  const ratedAt = Number(exchange.query.get('ratedAt') ?? state.catalogue.nowSeconds());
  if (ratedAt > state.catalogue.nowSeconds() + 60) return failure(400);
  const listening = shelf.listening(exchange.user.id);
  listening.userRating[slot] = rating < 0 ? Number.NaN : rating;
  listening.lastRatedAt[slot] = rating < 0 ? 0 : ratedAt;
  return empty(200);
}

/** Marks as played: counts, but leaves no trace in the history. */
function scrobble(state: PlexState, exchange: Exchange, shelf: Shelf, slot: number): Answer {
  const listening = shelf.listening(exchange.user.id);
  listening.viewCount[slot] = (listening.viewCount[slot] as number) + 1;
  listening.lastViewedAt[slot] = state.catalogue.nowSeconds();
  return empty(200);
}

function unscrobble(_state: PlexState, exchange: Exchange, shelf: Shelf, slot: number): Answer {
  const listening = shelf.listening(exchange.user.id);
  listening.viewCount[slot] = 0;
  listening.lastViewedAt[slot] = 0;
  return empty(200);
}

function listHistory(state: PlexState, exchange: Exchange): Answer {
  const { query, user } = exchange;
  const { historyQuery, historyTotals, guestHistory } = state.switches;
  if (user.id !== 1 && guestHistory === 'refused') return failure(401);
  const page = readPage(exchange);
  const refused = refusePage(state, page);
  if (refused) return refused;
  const plays = selectPlays(state, exchange);
  if (historyQuery === 'no-order' || historyQuery === 'ignore')
    plays.sort((left, right) => mix(left.id, 1, 161) - mix(right.id, 1, 161));
  else {
    const newestFirst = query.get('sort') === 'viewedAt:desc' ? -1 : 1;
    plays.sort((left, right) => newestFirst * (left.viewedAt - right.viewedAt));
  }
  const part = plays.slice(page.start, page.size === undefined ? undefined : page.start + page.size);
  const facts = historyTotals ? pageFacts(page, plays.length) : { attributes: {}, headers: {} };
  return container(
    facts.attributes,
    { name: 'Metadata', rows: part.map((play) => playRow(state, play)) },
    facts.headers,
  );
}

/** The owner sees everybody's plays, others at most their own. */
function selectPlays(state: PlexState, { query, user }: Exchange): Play[] {
  const { historyQuery, guestHistory } = state.switches;
  const number = (name: string): number | undefined => {
    const text = query.get(name);
    return text === undefined ? undefined : Number(text);
  };
  const filters = historyQuery === 'obey' || historyQuery === 'no-order';
  const [since, until] = filters ? [number('viewedAt>'), number('viewedAt<')] : [];
  const [account, key] = [number('accountID'), number('metadataItemID')];
  const section = query.get('librarySectionID');
  return state.history
    .all()
    .filter((play) => user.id === 1 || (guestHistory === 'own' && play.accountID === user.id))
    .filter((play) => since === undefined || play.viewedAt >= since)
    .filter((play) => until === undefined || play.viewedAt <= until)
    .filter((play) => account === undefined || play.accountID === account)
    .filter((play) => key === undefined || play.trackKey === key)
    .filter((play) => section === undefined || sectionKeyOf(state, play) === section);
}

const sectionKeyOf = (state: PlexState, play: Play): string =>
  play.section === 0 ? state.catalogue.movies.key : state.catalogue.shelfAt(play.section).key;

/** A play of a track that is gone has lost its rating key. */
function playRow(state: PlexState, play: Play): string {
  const ids = { viewedAt: play.viewedAt, accountID: play.accountID, deviceID: 14 };
  const historyKey = `/status/sessions/history/${play.id}`;
  const librarySectionID = sectionKeyOf(state, play);
  if (play.section === 0) {
    const film = state.catalogue.movies.movies.find((movie) => movie.key === play.trackKey);
    const key = `/library/metadata/${play.trackKey}`;
    return JSON.stringify({
      historyKey,
      key,
      ratingKey: String(play.trackKey),
      librarySectionID,
      title: film?.title,
      type: 'movie',
      ...ids,
    });
  }
  if (play.slot < 0)
    return JSON.stringify({
      historyKey,
      librarySectionID,
      title: 'Deleted Song',
      grandparentTitle: 'Somebody',
      type: 'track',
      ...ids,
    });
  const shelf = state.catalogue.shelfAt(play.section);
  const file = shelf.file(play.slot);
  const album = shelf.track.album[play.slot] as number;
  const there = shelf.track.gone[play.slot] === 0;
  return JSON.stringify({
    historyKey,
    key: there ? `/library/metadata/${play.trackKey}` : undefined,
    ratingKey: there ? ratingKeyOf(state, play) : undefined,
    librarySectionID,
    parentKey: `/library/metadata/${shelf.album.key[album]}`,
    grandparentKey: `/library/metadata/${shelf.artist.key[shelf.artistOf(album)]}`,
    title: file.title,
    parentTitle: shelf.albumTitle(album),
    grandparentTitle: shelf.artistName(shelf.artistOf(album)),
    type: 'track',
    ...ids,
  });
}

function ratingKeyOf(state: PlexState, play: Play): string | number | undefined {
  const forms = { text: String(play.trackKey), number: play.trackKey, 'key-only': undefined };
  return forms[state.switches.historyIds];
}

/** Only the owner may look. */
function listSessions(state: PlexState, exchange: Exchange): Answer {
  if (exchange.user.id !== 1) return failure(403);
  const style = readStyle(exchange, 'listing', state.switches);
  const rows = [...state.sessions.values()].flatMap((session) => {
    const item = state.catalogue.registry.resolve(session.trackKey);
    if (item === undefined) return [];
    const facts = {
      sessionKey: session.key,
      viewOffset: session.offsetMs,
      User: { id: String(session.user.id), title: session.user.title, thumb: '' },
      Player: {
        machineIdentifier: 'player-1',
        state: session.state,
        title: session.player,
        product: 'Plexamp',
        local: true,
      },
      Session: { id: `s${session.key}`, bandwidth: 900, location: 'lan' },
    };
    if (session.isVideo) {
      const title = state.catalogue.movies.movies[item.index]?.title;
      return [
        JSON.stringify({ ratingKey: String(session.trackKey), type: 'movie', title, librarySectionID: '1', ...facts }),
      ];
    }
    const shelf = state.catalogue.shelfAt(item.section);
    const extra = JSON.stringify({ librarySectionID: shelf.key, ...facts }).slice(1, -1);
    return [createRowWriter(shelf, 'track', 1, state.catalogue.tags, style)(item.index, `,${extra}`)];
  });
  return container({}, { name: 'Metadata', rows });
}
