import type { Change, MusicSection, MusicServer } from '../../servers/server.ts';
import { doubtful, examine, failed, fine, type Check, type Finding } from './check.ts';

export interface ProbePatient {
  readonly config: { readonly plexPageSize: number };
  readonly server: MusicServer;
  readonly now: () => number;
}

const timeoutMs = 20_000;
const dayMs = 86_400_000;
const toleratedSkewMs = 60_000;
const changes: readonly Change[] = ['updated', 'added', 'played', 'rated', 'skipped'];

/**
 * Three properties that differ between servers and that nobody documents: are the filters of the incremental sync obeyed, do pages have the
 * size asked for, and how far is the server's clock from ours (plex-api.md §7).
 */
export const probeServer = async (
  patient: ProbePatient,
  sections: readonly MusicSection[],
  signal: AbortSignal,
): Promise<readonly Check[]> => {
  const [section] = sections;
  if (section === undefined) return [];
  let first: FirstPage | undefined;
  const paging = await examine('Plex paging', timeoutMs, signal, async (bounded) => {
    first = await readFirstPage(patient.server, section.id, undefined, bounded);
    return first === undefined ? fine('The library is empty.') : judgePage(first, patient.config.plexPageSize);
  });
  const [filters, clock] = await Promise.all([
    examine('Plex filters', timeoutMs, signal, (bounded) =>
      checkFilters(patient, section.id, first?.total ?? 0, bounded),
    ),
    examine('Clock', timeoutMs, signal, async () => judgeClock(first?.serverTimeMs, patient.now())),
  ]);
  return [filters, paging, clock];
};

interface FirstPage {
  readonly rows: number;
  readonly total: number;
  readonly unreadable: number;
  readonly serverTimeMs: number;
}

/** One page, then the listing is left: no second one is asked for. undefined = the listing has no page at all. */
const readFirstPage = async (
  server: MusicServer,
  sectionId: string,
  changed: { readonly what: Change; readonly sinceMs: number } | undefined,
  signal: AbortSignal,
): Promise<FirstPage | undefined> => {
  for await (const page of server.listItems(sectionId, 'track', { changed }, signal))
    return {
      rows: page.nextOffset - page.offset,
      total: page.total,
      unreadable: page.unreadable,
      serverTimeMs: page.serverTimeMs,
    };
  return undefined;
};

const judgePage = ({ rows, total, unreadable }: FirstPage, pageSize: number): Finding => {
  if (unreadable > 0)
    return doubtful(
      `${unreadable} of the first ${rows} tracks cannot be read (no id or no title).`,
      'Look at these tracks in Plex: they are left out.',
    );
  if (rows < Math.min(pageSize, total))
    return doubtful(
      `A page of ${pageSize} was asked for, ${rows} rows came.`,
      `Set PLEX_PAGE_SIZE to ${Math.max(50, rows)}.`,
    );
  return fine(`Pages come as asked for (${rows} of ${total} tracks).`);
};

/**
 * Nothing can have changed tomorrow, but for a few files with a date in the future. A server that answers with most of the library does not know
 * the filter.
 */
const checkFilters = async (
  { server, now }: ProbePatient,
  sectionId: string,
  total: number,
  signal: AbortSignal,
): Promise<Finding> => {
  const sinceMs = now() + dayMs;
  const ignored: string[] = [];
  for (const what of changes) {
    const page = await readFirstPage(server, sectionId, { what, sinceMs }, signal);
    if (page !== undefined && page.total > total / 2) ignored.push(what);
  }
  if (ignored.length === 0) return fine('The server tells what has been changed, added, played, rated and skipped.');
  return doubtful(
    `The server does not sort out by: ${ignored.join(', ')}.`,
    'Incremental syncs read more than they need; "harmoniq sync --full" stays right in any case.',
  );
};

const judgeClock = (serverTimeMs: number | undefined, nowMs: number): Finding => {
  if (serverTimeMs === undefined)
    return doubtful('The server told no time.', 'Nothing to do unless schedules run at odd hours.');
  const skewMs = serverTimeMs - nowMs;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= toleratedSkewMs) return fine(`Within ${Math.max(1, seconds)} s of the server's.`);
  const found = `The server's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's.`;
  const advice = 'Switch on time synchronisation (NTP) on both machines.';
  return seconds > 3_600 ? failed(found, advice, 'conflict') : doubtful(found, advice);
};
