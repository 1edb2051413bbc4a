import { heardSlackOf } from '../../core/flow/admission.ts';
import type { TrackId } from '../../core/track.ts';
import { byPlace, type FlowCandidate } from './candidates.ts';
import { readRefreshes } from './flow-settings.ts';
import type { FlowField } from './open-field.ts';

/** What of the list that this turn already has stays. */
export interface KeptTracks {
  /** In the order of that list. */
  readonly kept: readonly FlowCandidate[];
  /** The very same was asked for before: everything stays that still may. */
  readonly same: boolean;
  /** Tracks of it, and their copies, that somebody wanted to be rid of for now, by skipping them or by asking for a new list. They come last. */
  readonly unwanted: ReadonlySet<TrackId>;
}

const nothingKept: KeptTracks = { kept: [], same: false, unwanted: new Set() };

export const keepTracks = (field: FlowField): KeptTracks => {
  const { own } = field.last;
  if (own === undefined) return nothingKept;
  const listed = own.tracks.map((id) => field.find(id)).filter((candidate) => candidate !== undefined);
  const skipped = listed.filter((candidate) => isSkippedInTurn(field, candidate)).map(({ facts }) => facts.id);
  const welcome = listed.filter(({ facts }) => !skipped.includes(facts.id));
  if (own.madeFor === field.settings.madeFor)
    return { kept: welcome, same: true, unwanted: withSameTakes(field, skipped) };
  const refreshed = readRefreshes(own.madeFor) !== readRefreshes(field.settings.madeFor);
  const unheard = listUnheardSongs(field, welcome, refreshed);
  const kept = chooseShare(
    field,
    welcome.filter((candidate) => unheard.has(candidate.facts.id) && stillQualifies(field, candidate, refreshed)),
    own.tracks.length,
  );
  const staying = new Set(kept.map(({ facts }) => facts.id));
  const leaving = refreshed ? own.tracks.filter((id) => !staying.has(id)) : [];
  return { kept, same: false, unwanted: new Set([...withSameTakes(field, skipped), ...withCopies(field, leaving)]) };
};

/** Who skips a live take may like the song. */
const withSameTakes = ({ context, copies }: FlowField, ids: readonly TrackId[]): ReadonlySet<TrackId> =>
  new Set([...ids, ...context.library.getTracks(ids).flatMap((track) => copies.listSameTakeIds(track))]);

/** In a new list another recording would be the same song again. */
const withCopies = ({ context, copies }: FlowField, ids: readonly TrackId[]): ReadonlySet<TrackId> =>
  new Set([...ids, ...context.library.getTracks(ids).flatMap((track) => copies.listIds(track))]);

/** Somebody skipped it while this window was on: it goes at once. */
const isSkippedInTurn = ({ memory }: FlowField, { facts }: FlowCandidate): boolean =>
  (memory.skips.get(facts.id) ?? []).some((atMs) => atMs >= memory.turnStartMs);

/** Who asks for a new list does not want what was heard a moment ago; else the turn's own plays do not count. */
const stillQualifies = (
  { settings, memory }: FlowField,
  { facts, breadth, widened }: FlowCandidate,
  refreshed: boolean,
): boolean => breadth === 0 && !widened && heardSlackOf(facts, settings.rules, memory, refreshed) === 0;

/** Those of which no other copy was heard lately. */
const listUnheardSongs = (
  { context, copies }: FlowField,
  candidates: readonly FlowCandidate[],
  ownTurn: boolean,
): ReadonlySet<TrackId> => {
  const tracks = context.library.getTracks(candidates.map(({ facts }) => facts.id));
  return new Set(tracks.filter((track) => copies.heardSlackOf(track, ownTurn) === 0).map(({ id }) => id));
};

/** As many as the share says, those with the best places in the new draw, and of known and new ones no more than the dial allows. */
const chooseShare = (
  { settings }: FlowField,
  candidates: readonly FlowCandidate[],
  listSize: number,
): readonly FlowCandidate[] => {
  const { rules, size, familiarity } = settings;
  const wanted = Math.round(rules.keepShare * Math.min(listSize, size));
  const familiarMost = Math.round(familiarity * size);
  const room = { familiar: familiarMost, fresh: size - familiarMost };
  const chosen = new Set<FlowCandidate>();
  for (const candidate of [...candidates].sort(byPlace)) {
    if (chosen.size >= wanted) break;
    const side = candidate.familiar ? 'familiar' : 'fresh';
    if (room[side] <= 0) continue;
    room[side] -= 1;
    chosen.add(candidate);
  }
  return candidates.filter((candidate) => chosen.has(candidate));
};
