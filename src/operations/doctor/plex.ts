import type { Config } from '../../config/schema.ts';
import { findNearest } from '../../config/environment-names.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { Library } from '../../library/library.ts';
import type { MusicSection, MusicServer, ServerIdentity } from '../../servers/server.ts';
import { doubtful, examine, failed, fine, notChecked, toFinding, type Check, type Finding } from './check.ts';
import { probeServer } from './server-probes.ts';

export interface ServerPatient {
  readonly config: Config;
  readonly server: MusicServer;
  readonly library: Library;
  readonly now: () => number;
}

const timeoutMs = 15_000;
export const serverCheckNames = [
  'Plex server',
  'Plex token',
  'Music libraries',
  'Sonic analysis',
  'Library mirror',
  'Plex filters',
  'Plex paging',
  'Clock',
] as const;

/** Everything that is asked of the media server; reads only. What cannot be looked at because an earlier thing is broken says so. */
export const checkServer = async (patient: ServerPatient, signal: AbortSignal): Promise<readonly Check[]> => {
  const door = await checkDoor(patient, signal);
  if (door.some((check) => check.state === 'fail'))
    return [...door, ...skipFrom(door.length, 'Plex did not let Harmoniq in')];
  const { check, sections } = await checkSections(patient, signal);
  const before = [...door, check];
  if (sections.length === 0) return [...before, ...skipFrom(before.length, 'no music library was found')];
  const [sonic, mirror, probes] = await Promise.all([
    examine('Sonic analysis', timeoutMs, signal, (bounded) => checkSonic(patient, sections, bounded)),
    examine('Library mirror', timeoutMs, signal, (bounded) => checkMirror(patient, sections, bounded)),
    probeServer(patient, sections, signal),
  ]);
  return [...before, sonic, mirror, ...probes];
};

const skipFrom = (index: number, because: string): readonly Check[] =>
  serverCheckNames.slice(index).map((name) => notChecked(name, because));

/** A refused token is an answer too: the server is there. */
const checkDoor = async ({ server }: ServerPatient, signal: AbortSignal): Promise<readonly Check[]> => {
  const startedAt = performance.now();
  let refusal: HarmoniqError | undefined;
  let identity: ServerIdentity | undefined;
  const reach = await examine('Plex server', timeoutMs, signal, async (bounded) => {
    try {
      identity = await server.getIdentity(bounded);
    } catch (error) {
      if (!(error instanceof HarmoniqError) || error.code !== 'unauthorized') throw error;
      refusal = error;
    }
    const ms = Math.round(performance.now() - startedAt);
    return fine(
      `${identity === undefined ? 'It' : `${identity.name}, version ${identity.version},`} answered in ${ms} ms.`,
    );
  });
  if (reach.state === 'fail') return [reach];
  return [reach, { name: 'Plex token', ...(refusal === undefined ? fine('Accepted.') : refusedToken(refusal)) }];
};

const refusedToken = (refusal: HarmoniqError): Finding => ({
  ...toFinding(refusal),
  advice: refusal.hint ?? 'Fetch a new token with "harmoniq login" and set PLEX_TOKEN.',
});

const checkSections = async (
  { config, server }: ServerPatient,
  signal: AbortSignal,
): Promise<{ readonly check: Check; readonly sections: readonly MusicSection[] }> => {
  let sections: readonly MusicSection[] = [];
  const check = await examine('Music libraries', timeoutMs, signal, async (bounded) => {
    const all = await server.listMusicSections(bounded);
    sections = all.filter((section) => config.plexMusicLibraryNames.includes(section.title));
    return judgeNames(config.plexMusicLibraryNames, all);
  });
  return { check, sections };
};

const judgeNames = (wanted: readonly string[], sections: readonly MusicSection[]): Finding => {
  const titles = sections.map((section) => section.title);
  if (titles.length === 0)
    return failed(
      'The server has no music library that this account may see.',
      'Add a library of the type Music in Plex, or use the token of an account that has access.',
      'not-found',
    );
  const lost = wanted.filter((name) => !titles.includes(name));
  if (lost.length === 0) return fine(`Found ${wanted.map(quote).join(', ')}.`);
  const guesses = lost.flatMap((name) => findNearest(name, titles) ?? []);
  return failed(
    `There is no music library ${lost.map(quote).join(', ')}; the server has ${titles.map(quote).join(', ')}.`,
    guesses.length === 0
      ? 'Set PLEX_MUSIC_LIBRARY_NAMES to names from that list.'
      : `Did you mean ${guesses.map(quote).join(', ')}? Set PLEX_MUSIC_LIBRARY_NAMES.`,
    'not-found',
  );
};

const quote = (name: string): string => `"${name}"`;

const checkSonic = async (
  { server }: ServerPatient,
  sections: readonly MusicSection[],
  signal: AbortSignal,
): Promise<Finding> => {
  const without: string[] = [];
  for (const section of sections)
    if (!(await server.hasSonicAnalysis(section.id, signal))) without.push(quote(section.title));
  if (without.length === 0) return fine('Present.');
  return doubtful(
    `None in ${without.join(', ')}.`,
    'Harmoniq works without it. With Plex Pass, switch on "Analyze audio tracks for sonic features" in the library settings.',
  );
};

const checkMirror = async (
  { server, library }: ServerPatient,
  sections: readonly MusicSection[],
  signal: AbortSignal,
): Promise<Finding> => {
  const mirrored = new Map(library.getCoverage().map((part) => [part.section, part.mirrored]));
  const states: { readonly text: string; readonly whole: boolean }[] = [];
  for (const section of sections) {
    const onServer = await server.countItems(section.id, 'track', signal);
    const here = mirrored.get(section.title) ?? 0;
    states.push({ text: `${quote(section.title)}: ${here} of ${onServer} tracks`, whole: here === onServer });
  }
  const found = `${states.map((state) => state.text).join('; ')}.`;
  return states.every((state) => state.whole) ? fine(found) : doubtful(found, 'Run "harmoniq sync".');
};
