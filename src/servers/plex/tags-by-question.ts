import { HarmoniqError } from '../../lib/errors.ts';
import type { ItemTags } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { idsOnly, levelNumbers, sectionPath } from './listing.ts';
import { readId } from './map.ts';
import { readPages, type RawPage } from './pages.ts';
import { createQuery, pagingHeaders, pagingPairs } from './query.ts';
import { readTagsByKey } from './tags-by-key.ts';

type Kind = 'genres' | 'moods';
interface Choice {
  readonly kind: Kind;
  readonly field: string;
  readonly key: string;
  readonly name: string;
}

const idPageSize = 1_000;
const itemsPerYield = 1_000;
/** A row with this many keys was trimmed as asked; whole rows would cost more than reading item by item. */
const keysOfTrimmedRow = 8;
/** About so many tags a track has, as far as the number of requests goes. */
const tagsPerTrack = 4;
/** A batch of whole items weighs as much as this many pages of ids. */
const weightOfBatch = 3;
/** Tracks whose tags are looked up to see whether the server told the truth. */
const probed = 3;

/**
 * Which tracks have a mood or a genre, asked tag by tag: the number of requests grows with the tags, not with the tracks, and only ids travel.
 * undefined = this server cannot be asked so, or reading by key is cheaper. What it says is checked against a few items first, because a server that
 * does not know a filter sends everything.
 */
export const readTagsByQuestion = async (
  client: PlexClient,
  sectionId: string,
  ids: readonly string[],
  keysPerBatch: number,
  signal: AbortSignal,
): Promise<Iterable<readonly ItemTags[]> | undefined> => {
  const choices = await listChoices(client, sectionId, signal);
  if (choices === undefined) return undefined;
  const requests = choices.length + (ids.length * tagsPerTrack) / idPageSize;
  if (requests >= (ids.length / keysPerBatch) * weightOfBatch) return undefined;
  if (choices.length === 0) return (await hasTags(client, ids, signal)) ? undefined : [];

  const collected = createCollector(ids);
  let checked = false;
  for await (const { choice, page } of readAnswers(client, sectionId, choices, signal)) {
    if (page.rows.length === 0) continue;
    if (!checked) {
      if (!isTrimmed(page.rows) || !(await tellsTheTruth(client, choice, page.rows, signal))) return undefined;
      checked = true;
    }
    collected.add(choice, page.rows);
  }
  if (!checked && (await hasTags(client, ids, signal))) return undefined;
  return collected.toTags();
};

/** The tags in use; undefined when the server has no such lists. */
const listChoices = async (
  client: PlexClient,
  sectionId: string,
  signal: AbortSignal,
): Promise<readonly Choice[] | undefined> => {
  const lists = await Promise.all(
    (['mood', 'genre'] as const).map(async (name): Promise<readonly Choice[] | undefined> => {
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

const readChoice = (row: Row, name: 'mood' | 'genre'): readonly Choice[] => {
  const key = toText(row['key']);
  const title = toText(row['title']) ?? toText(row['tag']);
  if (key === undefined || title === undefined) return [];
  const id = /[?&]\w+=([^&]+)$/.exec(key)?.[1] ?? /([^/]+)$/.exec(key)?.[1] ?? key;
  return [{ kind: name === 'mood' ? 'moods' : 'genres', field: `track.${name}`, key: id, name: title }];
};

/** All answers to all questions, two questions under way at a time. */
async function* readAnswers(
  client: PlexClient,
  sectionId: string,
  choices: readonly Choice[],
  signal: AbortSignal,
): AsyncGenerator<{ readonly choice: Choice; readonly page: RawPage }> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  const ask = (choice: Choice) => {
    const pages = readPages(client, {
      path: sectionPath(sectionId),
      query: [['type', levelNumbers.track], [choice.field, choice.key], ['sort', 'id'], ...idsOnly],
      pageSize: idPageSize,
      heavy: true,
      signal: either,
    });
    const first = pages.next();
    first.catch(() => undefined);
    return { choice, pages, first };
  };
  try {
    const under = choices.slice(0, 2).map(ask);
    let next = under.length;
    for (let current = under.shift(); current !== undefined; current = under.shift()) {
      const { choice, pages } = current;
      for (let step = await current.first; step.done !== true; step = await pages.next())
        yield { choice, page: step.value };
      const following = choices[next];
      next += 1;
      if (following !== undefined) under.push(ask(following));
    }
  } finally {
    left.abort();
  }
}

const isTrimmed = (rows: readonly Row[]): boolean => Object.keys(rows[0] ?? {}).length <= keysOfTrimmedRow;

/** Do the first tracks of the answer really carry the tag? */
const tellsTheTruth = async (
  client: PlexClient,
  choice: Choice,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<boolean> => {
  const ids = rows
    .slice(0, probed)
    .map(readId)
    .filter((id) => id !== undefined);
  let agreeing = 0;
  for await (const batch of readTagsByKey(client, ids, signal))
    agreeing += batch.filter((tags) => tags[choice.kind].includes(choice.name)).length;
  return ids.length > 0 && agreeing === ids.length;
};

/** Does any of a few tracks across the library carry a tag? */
const hasTags = async (client: PlexClient, ids: readonly string[], signal: AbortSignal): Promise<boolean> => {
  const step = Math.max(1, Math.floor(ids.length / 50));
  const sample = ids.filter((_, index) => index % step === 0);
  for await (const batch of readTagsByKey(client, sample, signal)) if (batch.length > 0) return true;
  return false;
};

/** Tags by track in two flat lists of numbers: a set of tags per track would take ten times the memory. */
const createCollector = (ids: readonly string[]) => {
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const newest = new Int32Array(ids.length).fill(-1);
  const names: Choice[] = [];
  let tagOf = new Uint16Array(1024);
  let before = new Int32Array(1024);
  let links = 0;

  const add = (choice: Choice, rows: readonly Row[]): void => {
    if (names.at(-1) !== choice) names.push(choice);
    for (const row of rows) {
      const index = indexes.get(readId(row) ?? '');
      if (index === undefined) continue;
      if (links === tagOf.length) {
        tagOf = grow(tagOf, new Uint16Array(links * 2));
        before = grow(before, new Int32Array(links * 2));
      }
      tagOf[links] = names.length - 1;
      before[links] = newest[index] ?? -1;
      newest[index] = links;
      links += 1;
    }
  };
  const read = (index: number): ItemTags | undefined => {
    const tags = { genres: new Set<string>(), moods: new Set<string>() };
    let link = newest[index] ?? -1;
    if (link < 0) return undefined;
    for (; link >= 0; link = before[link] ?? -1) {
      const choice = names[tagOf[link] ?? 0];
      if (choice !== undefined) tags[choice.kind].add(choice.name);
    }
    return { id: ids[index] ?? '', genres: [...tags.genres], styles: [], moods: [...tags.moods] };
  };
  function* toTags(): Generator<readonly ItemTags[]> {
    let batch: ItemTags[] = [];
    for (let index = 0; index < ids.length; index += 1) {
      const tags = read(index);
      if (tags !== undefined) batch.push(tags);
      if (batch.length === itemsPerYield || index === ids.length - 1) {
        if (batch.length > 0) yield batch;
        batch = [];
      }
    }
  }
  return { add, toTags };
};

const grow = <T extends Uint16Array | Int32Array>(from: T, to: T): T => {
  to.set(from);
  return to;
};
