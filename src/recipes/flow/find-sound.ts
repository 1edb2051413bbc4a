import { createRandom } from '../../core/random.ts';
import type { TrackId } from '../../core/track.ts';
import type { FlowCandidate } from './candidates.ts';
import { expandSonically, tracksPerSeed, type SonicSeed } from './expand-sonically.ts';
import type { KeptTracks } from './keep-tracks.ts';
import { nameTrack } from './name-track.ts';
import type { FlowField } from './open-field.ts';
import type { SonicReader } from './sonic.ts';

/** Tracks that sound like what is wanted. */
export interface SoundAlike {
  /** Place in the order of preference. */
  readonly places: ReadonlyMap<TrackId, number>;
  /** One clause for each. */
  readonly why: ReadonlyMap<TrackId, string>;
}

export const noSound: SoundAlike = { places: new Map(), why: new Map() };

/** A seed somebody named brings more than one of chance, the end of the list before less. */
const wishedShare = 2;
const handOverShare = 0.5;
/** More seeds than are used: some yield nothing. */
const spareSeeds = 5;

/** What the server's sonic analysis says is near to what somebody wanted more of, to what stays, and to the best of the draw. */
export const findSound = async (
  field: FlowField,
  { kept }: KeptTracks,
  reader: SonicReader,
  signal: AbortSignal,
): Promise<SoundAlike> => {
  const { settings, last } = field;
  const request = {
    seeds: listSeeds(field, kept),
    reader,
    weightOf: (id: TrackId) => weighForSound(field, field.find(id)),
    artistOf: (id: TrackId) => artistOf(field, id),
    nameOf: (id: TrackId) => nameTrack(field.context.library.getTrack(id)),
    size: settings.size,
    mix: { isFirstSort: (id: TrackId) => field.find(id)?.familiar ?? false, share: settings.familiarity },
    random: createRandom(`${settings.seed} sound`),
  };
  const candidates = await expandSonically(request, signal);
  const handOver = last.before;
  return {
    places: new Map(candidates.map(({ id }, at) => [id, at])),
    why: new Map(
      candidates.map(({ id, seed, why }) => [
        id,
        seed === handOver && id !== seed ? 'goes on from the list before' : why,
      ]),
    ),
  };
};

/** In question are tracks that need nothing to give way. */
const weighForSound = ({ last }: FlowField, candidate: FlowCandidate | undefined): number => {
  if (candidate === undefined || candidate.breadth > 0 || candidate.widened) return 0;
  const isOwn = last.own?.tracks.includes(candidate.facts.id) ?? false;
  return isOwn || (candidate.memory === 0 && candidate.heard === 0) ? candidate.weight : 0;
};

const artistOf = ({ crowd, context }: FlowField, id: TrackId): string | undefined => {
  const track = context.library.getTrack(id);
  return crowd.isSomebody(track?.artistId) ? track?.artistId : track?.artist;
};

const listSeeds = (field: FlowField, kept: readonly FlowCandidate[]): readonly SonicSeed[] => {
  const { context, settings, last } = field;
  const wanted = Math.max(2, Math.round(settings.size / tracksPerSeed)) * spareSeeds;
  const drawn = field
    .listCandidates(0)
    .filter((candidate) => weighForSound(field, candidate) > 0)
    .slice(0, wanted);
  const seeds = new Map<TrackId, SonicSeed>();
  const add = (seed: SonicSeed): void => {
    if (!seeds.has(seed.id)) seeds.set(seed.id, seed);
  };
  for (const id of context.moment.seeds) add({ id, share: wishedShare });
  if (last.before !== undefined) add({ id: last.before, share: handOverShare });
  for (const { facts } of kept.slice(0, Math.ceil(wanted / 2))) add({ id: facts.id });
  for (const { facts } of drawn) add({ id: facts.id });
  return [...seeds.values()];
};
