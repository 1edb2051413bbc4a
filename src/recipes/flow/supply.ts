import { createAffinity } from '../../core/flow/affinity.ts';
import type { Objection } from '../../core/flow/admission.ts';
import type { Rung } from '../../core/flow/ladder.ts';
import type { ListBuilder, ListEntry } from '../../core/flow/list-builder.ts';
import { findRecordingObjection } from '../../core/flow/recording-rules.ts';
import { dayMs } from '../../core/flow/durations.ts';
import { createLuck, drawPlaceOf } from '../../core/flow/weigh.ts';
import type { Track, TrackId } from '../../core/track.ts';
import { staysNear } from './breadths.ts';
import type { FlowCandidate } from './candidates.ts';
import type { FlowField } from './open-field.ts';
import { createOwnMoods } from './own-moods.ts';

/** A candidate whose track has been read. */
export interface Supplied {
  readonly candidate: FlowCandidate;
  readonly track: Track;
}

export const toEntry = ({ candidate, track }: Supplied): ListEntry => ({
  track,
  familiar: candidate.familiar,
  widened: candidate.widened,
});

/** Hands out candidates in the order of the draw, known and new ones apart, and reads no more of the library than it must. */
export interface Supply {
  /** The next candidate of the kind, or of the other kind when there is none; undefined = the rung has no more. */
  next(familiar: boolean): Supplied | undefined;
  /** Begins again with what this rung lets in beside what was refused for a cap before. */
  climbTo(rung: Rung): void;
  /** The track is in the list. */
  take(id: TrackId): void;
  /** Of which kind more were wanted than the rung has. */
  dry(): Record<'familiar' | 'fresh', boolean>;
}

export interface SupplyOptions {
  readonly field: FlowField;
  readonly builder: ListBuilder;
  /** Places of tracks that sound like what was wanted; they come first. */
  readonly preferred: ReadonlyMap<TrackId, number>;
  /** Tracks that come after all others of their rung. */
  readonly last: ReadonlySet<TrackId>;
  /** Told of each track that was read and refused. */
  readonly onRefused: (track: Track, objection: Objection) => void;
}

/** Tracks read for one list, whatever happens: a library of live takes must not be read whole. */
const mostRead = 3_000;

export const createSupply = ({ field, builder, preferred, last, onRefused }: SupplyOptions): Supply => {
  const { library } = field.context;
  const affinity = createAffinity({
    energy: field.settings.energy,
    taste: field.habits.taste,
    moods: field.criteria.home.filter(({ list }) => list === 'moods').flatMap(listNames),
    genres: field.criteria.home.filter(({ list }) => list === 'genres').flatMap(listNames),
    like: field.context.moment.seeds.map((id) => library.getTags(id)),
  });
  const gone = new Set<TrackId>();
  const tracks = new Map<TrackId, Track>();
  let rung = field.ladder[0] as Rung;
  const { familiarity } = field.settings;
  let sides = { familiar: createSide([], familiarity), fresh: createSide([], 1 - familiarity) };
  let read = 0;

  const ownMoods = createOwnMoods(library, field.criteria);
  const fits = new Map<TrackId, number>();
  const fitOf = (id: TrackId): number => {
    const fit = fits.get(id) ?? affinity(library.getTags(id)) * ownMoods(id);
    fits.set(id, fit);
    return fit;
  };

  const isOpen = ({ facts, memory, heard }: FlowCandidate): boolean =>
    memory <= rung.memory && heard <= rung.heard && !gone.has(facts.id);

  /** What the rung lets in, in the order of the draw; what a wider rung brings comes after. */
  const listOpen = (): readonly FlowCandidate[] => {
    const open: FlowCandidate[] = [];
    for (let breadth = 0; breadth <= rung.breadth; breadth += 1)
      for (const candidate of field.listCandidates(breadth)) if (isOpen(candidate)) open.push(candidate);
    const wished = open.filter(({ facts }) => preferred.has(facts.id) && !last.has(facts.id));
    wished.sort((a, b) => (preferred.get(a.facts.id) ?? 0) - (preferred.get(b.facts.id) ?? 0));
    const others = open.filter(({ facts }) => !preferred.has(facts.id) && !last.has(facts.id));
    return [...wished, ...others, ...open.filter(({ facts }) => last.has(facts.id))];
  };

  const hasRoom = ({ facts }: FlowCandidate): boolean =>
    builder.hasRoom(field.crowd.isSomebody(facts.artistId) ? facts.artistId : undefined, facts.albumId, rung);

  const gather = (side: Side, size: number): readonly FlowCandidate[] => {
    const block: FlowCandidate[] = [];
    while (block.length < size && side.at < side.candidates.length) {
      const candidate = side.candidates[side.at] as FlowCandidate;
      side.at += 1;
      if (!gone.has(candidate.facts.id) && hasRoom(candidate)) block.push(candidate);
    }
    return block;
  };

  const refill = (side: Side): void => {
    const block = gather(side, Math.min(blockSizeFor(side.share * field.settings.size), mostRead - read));
    if (block.length === 0) return;
    const missing = block.filter(({ facts }) => !tracks.has(facts.id)).map(({ facts }) => facts.id);
    for (const track of library.getTracks(missing)) tracks.set(track.id, track);
    read += missing.length;
    const heard = listHeard(field, rung, block);
    const usable = block.filter((candidate) => isInside(candidate) && isUsable(candidate.facts.id, heard));
    side.queue.push(...rank(usable, { fitOf, seed: field.settings.seed, preferred, last }));
  };

  const isInside = ({ widened, facts }: FlowCandidate): boolean =>
    !widened || staysNear(field.criteria, library.getTags(facts.id));

  const isUsable = (id: TrackId, heard: ReadonlySet<TrackId>): boolean => {
    const track = tracks.get(id);
    if (track === undefined) return false;
    const objection = findRecordingObjection(track, field.settings.wantedVersions);
    if (objection !== undefined) gone.add(id);
    const lately = heard.has(id)
      ? ({ reason: 'played-lately', detail: 'was played lately, as the play log says' } as const)
      : undefined;
    if (objection ?? lately) onRefused(track, (objection ?? lately) as Objection);
    return (objection ?? lately) === undefined;
  };

  const draw = (side: Side): Supplied | undefined => {
    for (;;) {
      if (side.queue.length === 0) {
        const before = side.at;
        refill(side);
        if (side.queue.length > 0 || side.at > before) continue;
        side.isDry = side.at >= side.candidates.length;
        return undefined;
      }
      const candidate = side.queue.shift() as FlowCandidate;
      const track = tracks.get(candidate.facts.id);
      if (track !== undefined && !gone.has(track.id) && isCopyWelcome(track)) return { candidate, track };
    }
  };

  /** What is said of a song is meant for each of its copies. */
  const isCopyWelcome = (track: Track): boolean => {
    const firm = field.copies.findObjection(track);
    if (firm !== undefined) gone.add(track.id);
    const isOpenNow =
      field.copies.memorySlackOf(track) <= rung.memory && field.copies.heardSlackOf(track) <= rung.heard;
    const objection = firm ?? (isOpenNow ? undefined : field.copies.describeSlack(track)[0]);
    if (objection !== undefined) onRefused(track, objection);
    return objection === undefined;
  };

  return {
    next: (familiar) =>
      familiar ? (draw(sides.familiar) ?? draw(sides.fresh)) : (draw(sides.fresh) ?? draw(sides.familiar)),
    climbTo(next) {
      rung = next;
      const open = listOpen();
      const known = open.filter(({ familiar }) => familiar);
      const fresh = open.filter(({ familiar }) => !familiar);
      // Where the one kind has nothing to give, the other brings it all.
      sides = {
        familiar: createSide(known, fresh.length === 0 ? 1 : familiarity),
        fresh: createSide(fresh, known.length === 0 ? 1 : 1 - familiarity),
      };
    },
    take: (id) => void gone.add(id),
    dry: () => ({ familiar: sides.familiar.isDry, fresh: sides.fresh.isDry }),
  };
};

interface Side {
  /** Of the list that shall come from it. */
  readonly share: number;
  readonly candidates: readonly FlowCandidate[];
  at: number;
  readonly queue: FlowCandidate[];
  /** More were wanted after the last one. */
  isDry: boolean;
}

const createSide = (candidates: readonly FlowCandidate[], share: number): Side => ({
  share,
  candidates,
  at: 0,
  queue: [],
  isDry: false,
});

const listNames = ({ tags }: { readonly tags: readonly { readonly names: readonly string[] }[] }): readonly string[] =>
  tags.flatMap(({ names }) => names);

/** A block is several times what is wanted, so that tags have a say in who of it comes in. */
const blockSizeFor = (wanted: number): number => Math.min(240, Math.max(30, Math.round(wanted * 3)));

/** Tracks that the play log knows of later than the mirror does. */
const listHeard = (
  { context, settings }: FlowField,
  rung: Rung,
  block: readonly FlowCandidate[],
): ReadonlySet<TrackId> => {
  const days = [settings.rules.unheardForDays, settings.rules.unheardForDays / 2, 0][rung.heard] ?? 0;
  if (!(days > 0)) return new Set();
  const ids = block.map(({ facts }) => facts.id);
  const counts = context.library.listens.countSince(ids, context.nowMs - days * dayMs);
  return new Set([...counts].filter(([, plays]) => plays > 0).map(([id]) => id));
};

/** Below it, a track that sounds right is put behind those whose tags fit as well. */
const poorFit = 0.4;

interface Ranking extends Pick<SupplyOptions, 'preferred' | 'last'> {
  readonly fitOf: (id: TrackId) => number;
  readonly seed: string;
}

/** The block in a new order: chance again, weighed by how the tags fit. What sounds right keeps its order; what was sent away comes last. */
const rank = (block: readonly FlowCandidate[], { fitOf, seed, preferred, last }: Ranking): readonly FlowCandidate[] => {
  const luckOf = createLuck(`${seed} tags`);
  return block
    .map((candidate, at) => {
      const { id } = candidate.facts;
      const fit = fitOf(id);
      const isWished = preferred.has(id) && !last.has(id);
      const place = isWished ? at : drawPlaceOf(fit, luckOf(id));
      return { candidate, tier: last.has(id) ? 3 : isWished ? (fit < poorFit ? 1 : 0) : 2, place };
    })
    .sort((a, b) => a.tier - b.tier || a.place - b.place)
    .map(({ candidate }) => candidate);
};
