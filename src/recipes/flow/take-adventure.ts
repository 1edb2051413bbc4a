import { findRecordingObjection } from '../../core/flow/recording-rules.ts';
import { createListBuilder, type Caps, type ListBuilder, type ListEntry } from '../../core/flow/list-builder.ts';
import { primaryArtistKeyOf } from '../../core/match/keys.ts';
import type { TrackId } from '../../core/track.ts';
import { planAdventure } from './adventure.ts';
import type { ListedTrack } from './arrange-list.ts';
import type { DrawnList } from './draw-list.ts';
import type { KeptTracks } from './keep-tracks.ts';
import type { FlowField } from './open-field.ts';

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
  const caps = capsOf(field, list);
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
      admits: (id, chosen) => !unwanted.has(id) && mayJoin(field, list, known, caps, id, chosen),
      stays: new Set(kept.map(({ facts }) => facts.id)),
      nameOf: (id) => {
        const track = known(id)?.track;
        return track === undefined ? 'another' : `"${track.title}" by ${track.artist}`;
      },
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
const createListedBook = (field: FlowField, list: readonly ListedTrack[]) => {
  const known = new Map<TrackId, ListedTrack>(list.map((entry) => [entry.track.id, entry]));
  return (id: TrackId): ListedTrack | undefined => {
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

/** As configured, or as far as the list itself had to stretch them. */
const capsOf = (field: FlowField, list: readonly ListedTrack[]): Caps => {
  const { artist, album } = rebuild(field, list, list.length).peaks();
  const { maxPerArtist, maxPerAlbum } = field.settings.rules;
  return { artistCap: Math.max(maxPerArtist, artist), albumCap: Math.max(maxPerAlbum, album) };
};

const toEntry = ({ track, candidate }: ListedTrack): ListEntry => ({
  track,
  familiar: candidate.familiar,
  widened: candidate.widened,
});

const rebuild = ({ settings }: FlowField, entries: readonly ListedTrack[], size: number): ListBuilder => {
  const length = { kind: 'tracks', tracks: size } as const;
  const builder = createListBuilder({ length, familiarity: settings.familiarity, mostWidened: size });
  for (const entry of entries) builder.keep(toEntry(entry));
  return builder;
};

/** Who joins must break no rule, and not turn the dial; who was in the list need only find room beside them. */
const mayJoin = (
  field: FlowField,
  list: readonly ListedTrack[],
  known: (id: TrackId) => ListedTrack | undefined,
  caps: Caps,
  id: TrackId,
  chosen: ReadonlySet<TrackId>,
): boolean => {
  const entry = known(id);
  if (entry === undefined) return false;
  const isOwn = list.some((own) => own.track.id === id);
  if (!isOwn && !fits(field, list, known, entry, chosen)) return false;
  const taken = [...chosen].flatMap((other) => known(other) ?? []);
  return rebuild(field, taken, list.length).add(toEntry(entry), caps) === undefined;
};

const fits = (
  { settings }: FlowField,
  list: readonly ListedTrack[],
  known: (id: TrackId) => ListedTrack | undefined,
  { candidate, track }: ListedTrack,
  chosen: ReadonlySet<TrackId>,
): boolean => {
  if (candidate.breadth > 0 || candidate.widened || candidate.memory > 0 || candidate.heard > 0) return false;
  const sameKind = [...chosen].filter((other) => known(other)?.candidate.familiar === candidate.familiar).length;
  const share = candidate.familiar ? settings.familiarity : 1 - settings.familiarity;
  if (sameKind >= Math.round(share * list.length)) return false;
  return findRecordingObjection(track, settings.wantedVersions) === undefined;
};

const isAsLong = ({ settings }: FlowField, list: DrawnList['entries'], journey: DrawnList['entries']): boolean => {
  if (settings.length.kind === 'tracks') return true;
  const sum = (entries: DrawnList['entries']): number =>
    entries.reduce((total, { track }) => total + (track.durationMs ?? 0), 0);
  return Math.abs(sum(journey) - sum(list)) <= toleranceMs;
};
