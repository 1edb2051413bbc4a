import { parseJson } from '../../lib/parse-json.ts';
import type { ServerEvent } from '../server.ts';
import { isRow, toCount, toNumber, toRows, toText, type Row } from './coerce.ts';
import { readId } from './map.ts';
import { readState } from './sessions.ts';

/** What is longer is no notification that tells us anything. */
const longestText = 1_000_000;
const musicLevels: readonly (number | undefined)[] = [8, 9, 10];
/** Plex's words for "taken in" and "deleted"; deletions come without a level. */
const processed = 5;
const deleted = 9;
const nothing: readonly ServerEvent[] = [];

/**
 * What a message of Plex means to us; mostly nothing. Never throws, whatever comes in. Over a WebSocket messages come in a `NotificationContainer`; over
 * server-sent events some servers leave it out and name the kind beside it (`eventName`).
 */
export const readNotification = (text: string, eventName?: string): readonly ServerEvent[] => {
  const message = text.length > longestText ? undefined : parseJson(text);
  if (!isRow(message)) return nothing;
  const containers = 'NotificationContainer' in message ? toRows(message['NotificationContainer']) : [message];
  return containers.flatMap((container) => readContainer(container, toText(container['type']) ?? eventName));
};

const readContainer = (container: Row, kind: string | undefined): readonly ServerEvent[] => {
  if (kind === 'playing')
    return toRows(container['PlaySessionStateNotification'])
      .map(readPlaying)
      .filter((event) => event !== undefined);
  if (kind === 'timeline') return readTimeline(toRows(container['TimelineEntry']));
  if (kind === 'activity')
    return toRows(container['ActivityNotification'])
      .map(readActivity)
      .filter((event) => event !== undefined);
  return nothing;
};

/** Videos play, too; where the guid gives them away they are passed over. */
const readPlaying = (row: Row): ServerEvent | undefined => {
  const trackId = readId(row);
  const sessionId = toText(row['sessionKey']);
  const state = readState(row['state']);
  if (trackId === undefined || sessionId === undefined || state === undefined) return undefined;
  if (/^plex:\/\/(movie|episode|season|show|clip)\//.test(toText(row['guid']) ?? '')) return undefined;
  return { kind: 'playing', sessionId, trackId, state, positionMs: toCount(row['viewOffset']) ?? 0 };
};

/** A scan sends one entry for each step of each item: one event per library is enough. */
const readTimeline = (rows: readonly Row[]): readonly ServerEvent[] => {
  const sections = new Set<string | undefined>();
  for (const row of rows) {
    if ((toText(row['identifier']) ?? library) !== library) continue;
    const [level, state] = [toNumber(row['type']), toNumber(row['state'])];
    const isMusic = musicLevels.includes(level) && (state === processed || state === deleted);
    if (isMusic || (state === deleted && (level ?? -1) < 0)) sections.add(readSectionId(row['sectionID']));
  }
  return [...sections].map((sectionId) => ({ kind: 'library-changed', sectionId }));
};
const library = 'com.plexapp.plugins.library';

/** A scan or a refresh that came to its end. */
const readActivity = (row: Row): ServerEvent | undefined => {
  const activity = toRows(row['Activity'])[0];
  const kind = toText(activity?.['type']) ?? '';
  if (row['event'] !== 'ended' || !/^library\.(update|refresh)\./.test(kind)) return undefined;
  return { kind: 'library-changed', sectionId: readSectionId(toRows(activity?.['Context'])[0]?.['librarySectionID']) };
};

/** Zero and less stand for "none in particular". */
const readSectionId = (value: unknown): string | undefined => {
  const text = toText(value);
  return text === undefined || Number(text) <= 0 ? undefined : text;
};
