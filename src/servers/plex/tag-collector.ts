import type { ItemTags } from '../server.ts';
import type { Row } from './coerce.ts';
import { readId } from './map.ts';

/** A tag in use, and the filter that finds its tracks. */
export interface TagChoice {
  readonly kind: 'genres' | 'moods' | 'labels';
  readonly field: string;
  readonly key: string;
  readonly name: string;
}

const itemsPerBatch = 1_000;

/** Gathers answers "these tracks have this tag" and turns them round. Two flat lists of numbers: a set per track would take ten times the memory. */
export const createTagCollector = (ids: readonly string[], knowsLabels: boolean) => {
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const newest = new Int32Array(ids.length).fill(-1);
  const choices: TagChoice[] = [];
  let tagOf = new Uint16Array(1_024);
  let before = new Int32Array(1_024);
  let links = 0;

  const add = (choice: TagChoice, rows: readonly Row[]): void => {
    if (choices.at(-1) !== choice) choices.push(choice);
    for (const row of rows) {
      const index = indexes.get(readId(row) ?? '');
      if (index === undefined) continue;
      if (links === tagOf.length) {
        tagOf = enlarge(tagOf, new Uint16Array(links * 2));
        before = enlarge(before, new Int32Array(links * 2));
      }
      tagOf[links] = choices.length - 1;
      before[links] = newest[index] ?? -1;
      newest[index] = links;
      links += 1;
    }
  };

  const readOne = (index: number): ItemTags | undefined => {
    const names = { genres: new Set<string>(), moods: new Set<string>(), labels: new Set<string>() };
    let link = newest[index] ?? -1;
    if (link < 0) return undefined;
    for (; link >= 0; link = before[link] ?? -1) {
      const choice = choices[tagOf[link] ?? 0];
      if (choice !== undefined) names[choice.kind].add(choice.name);
    }
    return {
      id: ids[index] ?? '',
      genres: [...names.genres],
      styles: [],
      moods: [...names.moods],
      ...(knowsLabels ? { labels: [...names.labels] } : {}),
    };
  };

  function* read(): Generator<readonly ItemTags[]> {
    let batch: ItemTags[] = [];
    for (let index = 0; index < ids.length; index += 1) {
      const tags = readOne(index);
      if (tags !== undefined) batch.push(tags);
      if (batch.length < itemsPerBatch) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
  return { add, read };
};

const enlarge = <T extends Uint16Array | Int32Array>(from: T, to: T): T => {
  to.set(from);
  return to;
};
