import type { Recipe } from '../../core/recipe.ts';
import type { Track } from '../../core/track.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { toOneLine } from '../../lib/one-line.ts';
import type { ListeningSession } from '../../servers/server.ts';
import type { House } from '../house.ts';
import { findTrack } from './find-track.ts';
import type { FlowSummary } from './flow-summary.ts';
import { findMeantSession, type SessionFacts } from './meant-session.ts';

/** The track that a wish is about. */
export interface MeantTrack {
  readonly track: Track;
  /** `"Low – Words" (playing on Kitchen)`: to be put into a sentence. */
  readonly named: string;
  /** undefined = it was named, or the server told no player. */
  readonly player: string | undefined;
}

/** The track named, else the one being played. Throws `not-found` and says what is there instead. */
export const findMeantTrack = async (
  house: House,
  recipe: Recipe,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<MeantTrack> => {
  if (wanted === undefined) return findPlayingTrack(house, recipe, signal);
  const track = await findTrack(house, recipe, wanted, signal);
  return { track, named: quote(track), player: undefined };
};

/** What a wish would be about now, from what the server told of itself; nobody is asked. */
export const findNowPlaying = (house: House, recipe: Recipe): FlowSummary['nowPlaying'] => {
  const { playing } = house.activity.snapshot();
  if (playing.length === 0) return undefined;
  const meant = findMeantSession(playing, factsOf(house, recipe));
  const track = meant === undefined ? undefined : house.library.getTrack(meant.session.trackId);
  if (meant === undefined || track === undefined) return undefined;
  return { trackId: track.id, artist: track.artist, title: track.title, player: meant.session.player };
};

const findPlayingTrack = async (house: House, recipe: Recipe, signal: AbortSignal): Promise<MeantTrack> => {
  const sessions = (await house.server.listSessions(signal)).filter(({ state }) => state !== 'stopped');
  const meant = findMeantSession(sessions, factsOf(house, recipe));
  const track = meant === undefined ? undefined : house.library.getTrack(meant.session.trackId);
  if (meant === undefined || track === undefined) throw describeNothing(sessions);
  const { session, because } = meant;
  const where = `${session.state === 'paused' ? 'paused' : 'playing'}${session.player === undefined ? '' : ` on ${toName(session.player)}`}`;
  const why = because === undefined ? where : `${where}, ${because}`;
  return { track, named: `${quote(track)} (${why})`, player: session.player };
};

const factsOf = ({ library }: House, { id }: Recipe): SessionFacts => ({
  list: new Set(library.flow.getLastList(id)?.tracks),
  isKnown: (trackId) => library.getTrack(trackId) !== undefined,
});

const quote = ({ artist, title }: Pick<Track, 'artist' | 'title'>): string => `"${toName(artist)} – ${toName(title)}"`;

/** A sentence with a name in it shall be read to its end. */
const longestName = 100;

const toName = (text: string): string => {
  const points = [...toOneLine(text)];
  return points.length <= longestName
    ? points.join('')
    : `${points
        .slice(0, longestName - 1)
        .join('')
        .trimEnd()}…`;
};

const describeNothing = (sessions: readonly ListeningSession[]): HarmoniqError => {
  if (sessions.length === 0)
    return new HarmoniqError('not-found', 'Nothing is being played now, so no track is meant.', {
      hint: 'Start a track, or name one; Plex tells only its owner what plays.',
    });
  const players = [
    ...new Set(sessions.map(({ player }) => (player === undefined ? 'a player without a name' : toName(player)))),
  ];
  return new HarmoniqError('not-found', `What plays on ${players.join(' and ')} is not in Harmoniq's library.`, {
    hint: 'Name a track instead; a new file is known after the next sync.',
  });
};
