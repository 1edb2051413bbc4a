import type { ItemTags } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { isUnknown } from './explain.ts';
import { idsOnly, levelNumbers, sectionPath } from './listing.ts';
import { readId } from './map.ts';
import { readPages, type RawPage } from './pages.ts';
import { createQuery, pagingHeaders, pagingPairs } from './query.ts';
import { keysPerRequest, pickSample, type KeyReader } from './tags-by-key.ts';
import { createTagCollector, type TagChoice } from './tag-collector.ts';

/** One answer to one question. */
interface Answered {
  readonly choice: TagChoice;
  readonly page: RawPage;
}

const idPageSize = 1_000;
/** A row with this many keys was trimmed as asked; whole rows would cost more than reading item by item. */
const keysOfTrimmedRow = 8;
/** About so many tags a track has, as far as the number of requests goes. */
const tagsPerTrack = 4;
/** Tracks whose tags are looked up to see whether the server told the truth. */
const probed = 3;

/**
 * Which tracks have a mood, a genre or a label, asked tag by tag: the number of requests grows with the tags, not with the tracks, and only ids travel.
 * undefined = this server cannot be asked so, or reading by key is faster; both are timed once. What it says of a kind is checked against a few items first,
 * because a server that does not know a filter sends everything.
 */
export const readTagsByQuestion = async (
  client: PlexClient,
  byKey: KeyReader,
  sectionId: string,
  ids: readonly string[],
  signal: AbortSignal,
  clock: () => number = () => performance.now(),
): Promise<Iterable<readonly ItemTags[]> | undefined> => {
  const { choices, knowsLabels } = await listChoices(client, sectionId, signal);
  const probe = choices?.[0];
  if (choices === undefined || probe === undefined) return undefined;
  if (!(await isFaster(client, byKey, sectionId, probe, choices.length, ids, clock, signal))) return undefined;

  const collector = createTagCollector(ids, knowsLabels);
  const checked = new Set<TagChoice['kind']>();
  for await (const { choice, page } of readAnswers(client, sectionId, choices, signal)) {
    if (page.rows.length === 0) continue;
    if (!checked.has(choice.kind)) {
      if (!isTrimmed(page.rows) || !(await tellsTheTruth(byKey, choice, page.rows, signal))) return undefined;
      checked.add(choice.kind);
    }
    collector.add(choice, page.rows);
  }
  return checked.size > 0 ? collector.read() : undefined;
};

/** One batch of items against one question, each times the number that would be needed. */
const isFaster = async (
  client: PlexClient,
  byKey: KeyReader,
  sectionId: string,
  probe: TagChoice,
  choices: number,
  ids: readonly string[],
  clock: () => number,
  signal: AbortSignal,
): Promise<boolean> => {
  await byKey.tryLean(ids, signal);
  const sample = pickSample(ids, keysPerRequest);
  const batchMs = await measure(clock, async () => {
    for await (const _batch of byKey.read(sample, signal));
  });
  const questionMs = await measure(clock, () => ask(client, sectionId, probe, signal).next());
  const needed = choices + (ids.length * tagsPerTrack) / idPageSize;
  return questionMs * needed < (batchMs * ids.length) / keysPerRequest;
};

const measure = async (clock: () => number, work: () => Promise<unknown>): Promise<number> => {
  const startedAt = clock();
  await work();
  return clock() - startedAt;
};

const ask = (client: PlexClient, sectionId: string, choice: TagChoice, signal: AbortSignal): AsyncGenerator<RawPage> =>
  readPages(client, {
    path: sectionPath(sectionId),
    query: [['type', levelNumbers.track], [choice.field, choice.key], ['sort', 'id'], ...idsOnly],
    pageSize: idPageSize,
    heavy: true,
    signal,
  });

const questions = { mood: 'moods', genre: 'genres', label: 'labels' } as const;
type Question = keyof typeof questions;

/** The tags in use; `choices` undefined when the server has no such lists. Labels are asked for only where the library has any. */
const listChoices = async (
  client: PlexClient,
  sectionId: string,
  signal: AbortSignal,
): Promise<{ readonly choices: readonly TagChoice[] | undefined; readonly knowsLabels: boolean }> => {
  const [moods, genres, labels] = await Promise.all(
    (['mood', 'genre', 'label'] as const).map((name) => readChoices(client, sectionId, name, signal)),
  );
  // Genres of tracks exist since Plex 1.40, and not every server lists labels; without moods there is nothing to gain.
  const complete = moods?.kind === 'list' && genres?.kind !== 'too-long' && labels?.kind !== 'too-long';
  const choices = complete
    ? [moods, genres, labels].flatMap((list) => (list?.kind === 'list' ? list.choices : []))
    : undefined;
  return { choices, knowsLabels: labels?.kind === 'list' };
};

type ChoiceList =
  { readonly kind: 'list'; readonly choices: readonly TagChoice[] } | { readonly kind: 'unknown' | 'too-long' };

const readChoices = async (
  client: PlexClient,
  sectionId: string,
  name: Question,
  signal: AbortSignal,
): Promise<ChoiceList> => {
  const path = `/library/sections/${encodeURIComponent(sectionId)}/${name}`;
  try {
    const query = createQuery(['type', levelNumbers.track], ...pagingPairs(0, 1_000));
    const answer = await client.request({ path, query, headers: pagingHeaders(0, 1_000), signal });
    const { rows, total } = readContainer(answer, path);
    if ((total ?? 0) > rows.length) return { kind: 'too-long' };
    return { kind: 'list', choices: rows.flatMap((row) => readChoice(row, name)) };
  } catch (error) {
    if (signal.aborted || !isUnknown(error)) throw error;
    return { kind: 'unknown' };
  }
};

const readChoice = (row: Row, name: Question): readonly TagChoice[] => {
  const key = toText(row['key']);
  const title = toText(row['title']) ?? toText(row['tag']);
  if (key === undefined || title === undefined) return [];
  const id = /[?&]\w+=([^&]+)$/.exec(key)?.[1] ?? /([^/]+)$/.exec(key)?.[1] ?? key;
  return [{ kind: questions[name], field: `track.${name}`, key: id, name: title }];
};

/** All answers to all questions, the next question under way while the caller works. */
async function* readAnswers(
  client: PlexClient,
  sectionId: string,
  choices: readonly TagChoice[],
  signal: AbortSignal,
): AsyncGenerator<Answered> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  const start = (choice: TagChoice) => {
    const pages = ask(client, sectionId, choice, either);
    const first = pages.next();
    first.catch(() => undefined);
    return { choice, pages, first };
  };
  try {
    const underWay = choices.slice(0, 2).map(start);
    let next = underWay.length;
    for (let current = underWay.shift(); current !== undefined; current = underWay.shift()) {
      const { choice, pages, first } = current;
      for (let step = await first; step.done !== true; step = await pages.next()) yield { choice, page: step.value };
      const following = choices[next];
      next += 1;
      if (following !== undefined) underWay.push(start(following));
    }
  } finally {
    left.abort();
  }
}

const isTrimmed = (rows: readonly Row[]): boolean => Object.keys(rows[0] ?? {}).length <= keysOfTrimmedRow;

/** Do the first tracks of the answer really carry the tag? */
const tellsTheTruth = async (
  byKey: KeyReader,
  choice: TagChoice,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<boolean> => {
  const ids = rows
    .slice(0, probed)
    .map(readId)
    .filter((id) => id !== undefined);
  let agreeing = 0;
  for await (const batch of byKey.read(ids, signal))
    agreeing += batch.filter((tags) => tags[choice.kind]?.includes(choice.name) === true).length;
  return ids.length > 0 && agreeing === ids.length;
};
