import { findRecordingObjection } from '../../core/flow/recording-rules.ts';
import { createListBuilder, type Caps, type ListBuilder } from '../../core/flow/list-builder.ts';
import { primaryArtistKeyOf } from '../../core/match/keys.ts';
import type { TrackId } from '../../core/track.ts';
import { planAdventure } from './adventure.ts';
import type { ListedTrack } from './arrange-list.ts';
import type { DrawnList } from './draw-list.ts';
import type { KeptTracks } from './keep-tracks.ts';
import type { FlowSettings } from './flow-settings.ts';
import { nameTrack } from './name-track.ts';
import type { FlowField } from './open-field.ts';
import { toEntry } from './supply.ts';

/** A list by minutes may become so much longer or shorter on the way. */
const toleranceMs = 180_000;

/** The list with a reason for each track that joined it on the way. */
export interface Journey {
  readonly list: readonly ListedTrack[];
  readonly why: ReadonlyMap<TrackId, string>;
}

/** Turns the ordered list into a journey along the server's own ways, within every rule; the list as it is where there is no way. */
export const takeAdventure = async (
  field: FlowField,
  list: readonly ListedTrack[],
  { kept, unwanted }: KeptTracks,
  signal: AbortSignal,
): Promise<Journey> => {
  const { context } = field;
  const known = createListedBook(field, list);
  const steps = await planAdventure(
    {
      ids: list.map(({ track }) => track.id),
      server: context.server,
      cache: context.library.sourceCache,
      sectionOf: (id) => known(id)?.track.sectionId,
      artistOf: (id) => {
        const track = known(id)?.track;
        return track === undefined ? id : primaryArtistKeyOf(track);
      },
      beginWith: createDoor(field, list, known, unwanted),
      stays: new Set(kept.map(({ facts }) => facts.id)),
      nameOf: (id) => nameTrack(known(id)?.track),
      logger: context.logger,
    },
    signal,
  );
  const journey = steps?.map(({ id }) => known(id)).filter((entry) => entry !== undefined);
  if (steps === undefined || journey === undefined || journey.length !== list.length || !isAsLong(field, list, journey))
    return { list, why: new Map() };
  return {
    list: journey,
    why: new Map(steps.flatMap(({ id, why }) => (why === undefined ? [] : [[id, why] as const]))),
  };
};

/** Tracks of the list, and others of the field once they are asked for. */
type ListedBook = (id: TrackId) => ListedTrack | undefined;

const createListedBook = (field: FlowField, list: readonly ListedTrack[]): ListedBook => {
  const known = new Map<TrackId, ListedTrack>(list.map((entry) => [entry.track.id, entry]));
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const candidate = field.find(id);
    const track = candidate === undefined ? undefined : field.context.library.getTrack(id);
    if (candidate === undefined || track === undefined) return undefined;
    const entry = { candidate, track, tags: field.context.library.getTags(id) };
    known.set(id, entry);
    return entry;
  };
};

/** Who joins must break no rule, and not turn the dial; who was in the list need only find room beside them. */
const createDoor = (
  field: FlowField,
  list: readonly ListedTrack[],
  known: ListedBook,
  unwanted: ReadonlySet<TrackId>,
) => {
  const { settings } = field;
  const own = new Set(list.map(({ track }) => track.id));
  const caps = capsOf(settings, beginList(settings, list, list.length));
  return (ids: readonly TrackId[]) => {
    const inside = ids.flatMap((id) => known(id) ?? []);
    const builder = beginList(settings, inside, list.length);
    const counts = countSides(inside);
    return (id: TrackId): boolean => {
      const entry = known(id);
      if (entry === undefined || unwanted.has(id)) return false;
      const side = sideOf(entry);
      if (!own.has(id) && (counts[side] >= roomOf(settings, side, list.length) || !isWelcome(field, entry)))
        return false;
      if (builder.add(toEntry(entry), caps) !== undefined) return false;
      counts[side] += 1;
      return true;
    };
  };
};

type Side = 'familiar' | 'fresh';

const sideOf = ({ candidate }: ListedTrack): Side => (candidate.familiar ? 'familiar' : 'fresh');

const countSides = (entries: readonly ListedTrack[]): Record<Side, number> => {
  const familiar = entries.filter(({ candidate }) => candidate.familiar).length;
  return { familiar, fresh: entries.length - familiar };
};

const roomOf = ({ familiarity }: FlowSettings, side: Side, size: number): number =>
  Math.round((side === 'familiar' ? familiarity : 1 - familiarity) * size);

/** Needs nothing to give way for it. */
const isWelcome = ({ settings, copies }: FlowField, { candidate, track }: ListedTrack): boolean =>
  candidate.breadth === 0 &&
  !candidate.widened &&
  candidate.memory === 0 &&
  candidate.heard === 0 &&
  findRecordingObjection(track, settings.wantedVersions) === undefined &&
  copies.findObjection(track) === undefined &&
  copies.memorySlackOf(track) === 0 &&
  copies.heardSlackOf(track) === 0;

const beginList = ({ familiarity }: FlowSettings, entries: readonly ListedTrack[], size: number): ListBuilder => {
  const builder = createListBuilder({ length: { kind: 'tracks', tracks: size }, familiarity, mostWidened: size });
  for (const entry of entries) builder.keep(toEntry(entry));
  return builder;
};

/** As configured, or as far as the list itself had to stretch them. */
const capsOf = ({ rules }: FlowSettings, list: ListBuilder): Caps => {
  const { artist, album } = list.peaks();
  return { artistCap: Math.max(rules.maxPerArtist, artist), albumCap: Math.max(rules.maxPerAlbum, album) };
};

const isAsLong = ({ settings }: FlowField, list: DrawnList['entries'], journey: DrawnList['entries']): boolean => {
  if (settings.length.kind === 'tracks') return true;
  const sum = (entries: DrawnList['entries']): number =>
    entries.reduce((total, { track }) => total + (track.durationMs ?? 0), 0);
  return Math.abs(sum(journey) - sum(list)) <= toleranceMs;
};
