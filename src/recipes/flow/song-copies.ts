import {
  describeSlack,
  heardSlackOf,
  listHardObjections,
  memorySlackOf,
  type AdmissionRules,
  type FlowMemory,
  type Objection,
  type Slack,
} from '../../core/flow/admission.ts';
import { dayMs } from '../../core/flow/durations.ts';
import { isSameTake } from '../../core/flow/recording-rules.ts';
import { workKeyOf } from '../../core/match/keys.ts';
import type { Track, TrackId } from '../../core/track.ts';
import type { Library } from '../../library/library.ts';

/** What a song's other copies in the library say of it: who does not want to hear a song does not mean the file. */
export interface SongCopies {
  /** Without the track itself, whatever the recording. */
  listIds(track: Track): readonly TrackId[];
  /** Those that hold the very same recording. */
  listSameTakeIds(track: Track): readonly TrackId[];
  /** A rule that is never relaxed speaks against another copy; undefined = none does. */
  findObjection(track: Track): Objection | undefined;
  /** How far the memory of lists must give way for the other copies. */
  memorySlackOf(track: Track): Slack;
  /** The same for "not heard for so many days"; with `ownTurn` false plays in the present turn do not count. */
  heardSlackOf(track: Track, ownTurn?: boolean): Slack;
  /** What lies behind the two, in words. */
  describeSlack(track: Track): readonly Objection[];
}

/** Asks the library about each song once, and only when somebody asks about it. */
export const createSongCopies = (
  { index, listens }: Pick<Library, 'index' | 'listens'>,
  rules: AdmissionRules,
  memory: FlowMemory,
): SongCopies => {
  const copiesOf = perTrack((track) => findCopies(index, track));
  /** By the play log, which knows of plays before the mirror does. */
  const loggedSlackOf = perTrack((track): Slack => {
    const ids = copiesOf(track).map(({ id }) => id);
    if (ids.length === 0 || !(rules.unheardForDays > 0)) return 0;
    const wasHeardIn = (days: number): boolean => {
      const counts = listens.countSince(ids, memory.nowMs - days * dayMs);
      return [...counts.values()].some((plays) => plays > 0);
    };
    if (!wasHeardIn(rules.unheardForDays)) return 0;
    return wasHeardIn(rules.unheardForDays / 2) ? 2 : 1;
  });

  return {
    listIds: (track) => copiesOf(track).map(({ id }) => id),
    listSameTakeIds: (track) =>
      copiesOf(track)
        .filter((copy) => isSameTake(copy, track))
        .map(({ id }) => id),
    findObjection: (track) =>
      copiesOf(track)
        .flatMap((copy) => objectTo(copy, track, rules, memory))
        .at(0),
    memorySlackOf: (track) => most(copiesOf(track).map((copy) => memorySlackOf(copy, rules, memory))),
    heardSlackOf(track, ownTurn = true) {
      const slacks = copiesOf(track).map((copy) => heardSlackOf(copy, rules, memory, ownTurn));
      return most(ownTurn ? [...slacks, loggedSlackOf(track)] : slacks);
    },
    describeSlack(track) {
      const objections = copiesOf(track).flatMap((copy) =>
        describeSlack(copy, rules, memory).map((objection) => nameCopy(objection, copy)),
      );
      const isTold = objections.some(({ reason }) => reason === 'played-lately');
      if (isTold || loggedSlackOf(track) === 0) return objections;
      return [
        ...objections,
        { reason: 'played-lately', detail: 'was played lately, as the play log says (another copy)' },
      ];
    },
  };
};

const perTrack = <Answer>(ask: (track: Track) => Answer): ((track: Track) => Answer) => {
  const known = new Map<TrackId, Answer>();
  return (track) => {
    if (!known.has(track.id)) known.set(track.id, ask(track));
    return known.get(track.id) as Answer;
  };
};

const findCopies = (index: Library['index'], track: Track): readonly Track[] => {
  const key = workKeyOf(track);
  const [artist = '', title = ''] = key.split('|');
  if (artist === '' || title === '') return [];
  return index
    .findByArtistAndTitle(artist, title)
    .filter((other) => other.id !== track.id && workKeyOf(other) === key)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
};

/**
 * Who does not want a song today means any recording of it. Skips and stars speak of the recording alone: whoever skips a live take may like the song; and too
 * few stars for a copy are not for a track that has stars of its own.
 */
const objectTo = (copy: Track, track: Track, rules: AdmissionRules, memory: FlowMemory): readonly Objection[] =>
  listHardObjections(copy, rules, memory)
    .filter(({ reason }) => {
      if (reason === 'not-today') return true;
      const speaks = reason === 'skipped-often' || (reason === 'rated-too-low' && track.rating === undefined);
      return speaks && isSameTake(copy, track);
    })
    .map((objection) => nameCopy(objection, copy));

const nameCopy = ({ reason, detail }: Objection, { album }: Track): Objection => ({
  reason,
  detail: `${detail} (another copy${album === '' ? '' : `, on ${album}`})`,
});

const most = (slacks: readonly Slack[]): Slack => slacks.reduce((high, slack) => (slack > high ? slack : high), 0);
