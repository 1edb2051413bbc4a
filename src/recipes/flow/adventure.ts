import { spaceArtists } from '../../core/sequence.ts';
import type { TrackId } from '../../core/track.ts';
import { describeError, isAbort } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Library } from '../../library/library.ts';
import type { MusicServer } from '../../servers/server.ts';
import { mergeLeg, splitLegs, type Leg } from './adventure-legs.ts';
import { sonicLifetimeMs } from './sonic-lifetimes.ts';

export interface AdventureRequest {
  /** The list in its smooth order; some of it become the anchors. */
  readonly ids: readonly TrackId[];
  readonly server: Pick<MusicServer, 'findSonicPath'>;
  /** Answers are kept as long as those about nearest tracks. */
  readonly cache: Library['sourceCache'];
  /** The library the track is in; a path stays within one. undefined = not known. */
  readonly sectionOf: (id: TrackId) => string | undefined;
  readonly artistOf: (id: TrackId) => string;
  /** Begins a list with these tracks, each once; what it gives back lets a track join unless a rule speaks against it (caps, one copy of a song, the window's). */
  readonly beginWith: (ids: readonly TrackId[]) => (id: TrackId) => boolean;
  /** Tracks of the list that must stay in it. */
  readonly stays: ReadonlySet<TrackId>;
  readonly nameOf: (id: TrackId) => string;
  readonly logger: Logger;
}

export interface AdventureStep {
  readonly id: TrackId;
  /** Why a track is there that the list did not have before: `on the way from "A" by B to "C" by D`; undefined = it was in it. */
  readonly why: string | undefined;
}

/** Requests for paths in one refresh. */
export const mostPaths = 6;
/** Tracks of a path. Few of them may be in the list, so a path is asked for finer than it will be. */
const pathLength = 60;

/**
 * The list as a journey: between a few of its tracks the server's own ways through the sound take the place of what stood there, as far as they may be in the
 * list; the length stays the same. undefined = the server knows no way, or one that leaves the list short: it stays as it is. Throws only for an abort.
 */
export const planAdventure = async (
  request: AdventureRequest,
  signal: AbortSignal,
): Promise<readonly AdventureStep[] | undefined> => {
  const legs = splitLegs(request.ids, mostPaths);
  const paths = await readPaths(request, legs, signal);
  if (paths.every((path) => path.length === 0)) return undefined;
  const own = new Set(request.ids);
  const chosen = new Set([...legs.flatMap(({ from, to }) => [from, to]), ...request.stays].filter((id) => own.has(id)));
  const join = request.beginWith([...chosen]);
  const reasons = new Map<TrackId, string>();
  const admit = (id: TrackId): boolean => {
    if (chosen.has(id) || !join(id)) return false;
    chosen.add(id);
    return true;
  };
  const merged = legs.map((leg, nth) => {
    const fresh = mergeLeg(leg, paths[nth] ?? [], request.stays, admit);
    for (const id of fresh)
      if (!own.has(id)) reasons.set(id, `on the way from ${request.nameOf(leg.from)} to ${request.nameOf(leg.to)}`);
    return fresh;
  });
  const way = [...request.ids.slice(0, 1), ...merged.flatMap((between, nth) => [...between, (legs[nth] as Leg).to])];
  // Caps may have kept a leg short: what stood in the list before makes up for it.
  const rest = request.ids.filter((id) => admit(id)).slice(0, request.ids.length - way.length);
  if (way.length + rest.length < request.ids.length) return undefined;
  return spaceArtists([...way, ...rest], request.artistOf).map((id) => ({ id, why: reasons.get(id) }));
};

/** One after another: a server computes a path for a while, and there are few. Stops asking when two failed in a row. */
const readPaths = async (
  request: AdventureRequest,
  legs: readonly Leg[],
  signal: AbortSignal,
): Promise<readonly (readonly TrackId[])[]> => {
  const paths: (readonly TrackId[])[] = [];
  let failures = 0;
  for (const leg of legs) {
    try {
      paths.push(failures < 2 ? await readPath(request, leg, signal) : []);
      failures = failures < 2 ? 0 : failures;
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      failures += 1;
      paths.push([]);
      request.logger.debug({ reason: describeError(error) }, 'The server did not tell a way through the sound.');
    }
  }
  return paths;
};

/** Without the ends. */
const readPath = async (
  { server, cache, sectionOf }: AdventureRequest,
  { from, to }: Leg,
  signal: AbortSignal,
): Promise<readonly TrackId[]> => {
  const section = sectionOf(from);
  if (section === undefined || section !== sectionOf(to)) return [];
  const key = `sonic-path ${section} ${from} ${to} ${pathLength}`;
  const known = cache.get(key);
  if (known?.fresh === true && Array.isArray(known.value)) return known.value.filter((id) => typeof id === 'string');
  const path = await server.findSonicPath(section, from, to, pathLength, signal);
  const between = path.filter((id) => id !== from && id !== to);
  cache.set(key, between, between.length > 0 ? sonicLifetimeMs.found : sonicLifetimeMs.nothing);
  return between;
};
