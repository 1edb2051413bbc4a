import { HarmoniqError } from '../../lib/errors.ts';
import type { ItemTags } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
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
 * Which tracks have a mood or a genre, asked tag by tag: the number of requests grows with the tags, not with the tracks, and only ids travel.
 * undefined = this server cannot be asked so, or reading by key is faster; both are timed once. What it says is checked against a few items first,
 * because a server that does not know a filter sends everything.
 */
export const readTagsByQuestion = async (
  client: PlexClient,
  byKey: KeyReader,
  sectionId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Iterable<readonly ItemTags[]> | undefined> => {
  const choices = await listChoices(client, sectionId, signal);
  const probe = choices?.[0];
  if (choices === undefined || probe === undefined) return undefined;
  if (!(await isFaster(client, byKey, sectionId, probe, choices.length, ids, signal))) return undefined;

  const collector = createTagCollector(ids);
  let checked = false;
  for await (const { choice, page } of readAnswers(client, sectionId, choices, signal)) {
    if (page.rows.length === 0) continue;
    if (!checked) {
      if (!isTrimmed(page.rows) || !(await tellsTheTruth(byKey, choice, page.rows, signal))) return undefined;
      checked = true;
    }
    collector.add(choice, page.rows);
  }
  return checked ? collector.read() : undefined;
};

/** One batch of items against one question, each times the number that would be needed. */
const isFaster = async (
  client: PlexClient,
  byKey: KeyReader,
  sectionId: string,
  probe: TagChoice,
  choices: number,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<boolean> => {
  await byKey.tryLean(ids, signal);
  const sample = pickSample(ids, keysPerRequest);
  const batchMs = await measure(async () => {
    for await (const _batch of byKey.read(sample, signal));
  });
  const questionMs = await measure(() => ask(client, sectionId, probe, signal).next());
  const questions = choices + (ids.length * tagsPerTrack) / idPageSize;
  return questionMs * questions < (batchMs * ids.length) / keysPerRequest;
};

const measure = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

const ask = (client: PlexClient, sectionId: string, choice: TagChoice, signal: AbortSignal): AsyncGenerator<RawPage> =>
  readPages(client, {
    path: sectionPath(sectionId),
    query: [['type', levelNumbers.track], [choice.field, choice.key], ['sort', 'id'], ...idsOnly],
    pageSize: idPageSize,
    heavy: true,
    signal,
  });

/** The tags in use; undefined when the server has no such lists. */
const listChoices = async (
  client: PlexClient,
  sectionId: string,
  signal: AbortSignal,
): Promise<readonly TagChoice[] | undefined> => {
  const lists = await Promise.all(
    (['mood', 'genre'] as const).map(async (name): Promise<readonly TagChoice[] | undefined> => {
      const path = `/library/sections/${encodeURIComponent(sectionId)}/${name}`;
      try {
        const query = createQuery(['type', levelNumbers.track], ...pagingPairs(0, 1_000));
        const answer = await client.request({ path, query, headers: pagingHeaders(0, 1_000), signal });
        const { rows, total } = readContainer(answer, path);
        if ((total ?? 0) > rows.length) return undefined;
        return rows.flatMap((row) => readChoice(row, name));
      } catch (error) {
        // Genres of tracks exist since Plex 1.40; without moods there is nothing to gain.
        if (error instanceof HarmoniqError && [400, 404].includes(error.status ?? 0))
          return name === 'genre' ? [] : undefined;
        throw error;
      }
    }),
  );
  return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
};

const readChoice = (row: Row, name: 'mood' | 'genre'): readonly TagChoice[] => {
  const key = toText(row['key']);
  const title = toText(row['title']) ?? toText(row['tag']);
  if (key === undefined || title === undefined) return [];
  const id = /[?&]\w+=([^&]+)$/.exec(key)?.[1] ?? /([^/]+)$/.exec(key)?.[1] ?? key;
  return [{ kind: name === 'mood' ? 'moods' : 'genres', field: `track.${name}`, key: id, name: title }];
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
    agreeing += batch.filter((tags) => tags[choice.kind].includes(choice.name)).length;
  return ids.length > 0 && agreeing === ids.length;
};
