import { dayMs } from '../../core/flow/durations.ts';
import { describeError, HarmoniqError, isAbort } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { MusicServer } from '../../servers/server.ts';

/** After so long a "no" is asked again, and which libraries there are: an analysis was finished, a Plex Pass was bought, a library came. */
const lifetimeMs = dayMs;

interface Standing {
  readonly sections: Map<string, { readonly analysed: boolean; readonly askedAtMs: number }>;
  allSections: { readonly ids: readonly string[]; readonly askedAtMs: number } | undefined;
  refusedAtMs: number | undefined;
  told: boolean;
}

/** One per server: whether a library is analysed does not change from one refresh to the next. */
const standings = new WeakMap<MusicServer, Standing>();

const standingOf = (server: MusicServer): Standing => {
  const known = standings.get(server);
  if (known !== undefined) return known;
  const standing: Standing = { sections: new Map(), allSections: undefined, refusedAtMs: undefined, told: false };
  standings.set(server, standing);
  return standing;
};

/** Both ways: a clock that was set back must not make a "no" last for years. */
const isRecent = (atMs: number | undefined, nowMs: number): boolean =>
  atMs !== undefined && Math.abs(nowMs - atMs) < lifetimeMs;

/** The account lacks the right: nothing is asked for a day, and the log says so once. */
const refuse = (server: MusicServer, nowMs: number, logger: Logger): void => {
  const standing = standingOf(server);
  standing.refusedAtMs = nowMs;
  if (standing.told) return;
  standing.told = true;
  logger.info('The account may not use sonic analysis (Plex Pass); lists are ordered by moods, genres and years');
};

const listAllSections = async (server: MusicServer, nowMs: number, signal: AbortSignal): Promise<readonly string[]> => {
  const standing = standingOf(server);
  const before = standing.allSections;
  if (before !== undefined && isRecent(before.askedAtMs, nowMs)) return before.ids;
  const ids = (await server.listMusicSections(signal)).map(({ id }) => id);
  standing.allSections = { ids, askedAtMs: nowMs };
  return ids;
};

const isAnalysed = async (
  server: MusicServer,
  sectionId: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<boolean> => {
  const { sections } = standingOf(server);
  const before = sections.get(sectionId);
  if (before !== undefined && (before.analysed || isRecent(before.askedAtMs, nowMs))) return before.analysed;
  const analysed = await server.hasSonicAnalysis(sectionId, signal);
  sections.set(sectionId, { analysed, askedAtMs: nowMs });
  return analysed;
};

const ask = async (
  server: MusicServer,
  sectionIds: readonly string[] | undefined,
  nowMs: number,
  logger: Logger,
  signal: AbortSignal,
): Promise<boolean> => {
  const standing = standingOf(server);
  if (isRecent(standing.refusedAtMs, nowMs)) return false;
  try {
    const ids = sectionIds ?? (await listAllSections(server, nowMs, signal));
    for (const id of ids) if (await isAnalysed(server, id, nowMs, signal)) return true;
  } catch (error) {
    if (isAbort(error) || signal.aborted || isUnreachable(error)) throw error;
    if (error instanceof HarmoniqError && error.code === 'unauthorized') refuse(server, nowMs, logger);
    else logger.debug({ reason: describeError(error) }, 'Could not ask for sonic analysis; went on without');
  }
  return false;
};

/** Away or under maintenance: what it would have said is not known, and nothing can be published either. */
export const isUnreachable = (error: unknown): error is HarmoniqError =>
  error instanceof HarmoniqError && error.code === 'unreachable';

export const probeSonic = { ask, refuse };
