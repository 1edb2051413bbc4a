import type { ItemsPage, TagsPage } from './page-writer.ts';
import type { Cell } from './bulk-insert.ts';
import type { OwnedTags } from './store-tags.ts';

/** Pages as flat lists: one long array passes between threads many times faster than thousands of small ones. */
export interface PackedItems extends Omit<ItemsPage, 'rows'> {
  readonly cells: readonly Cell[];
  readonly width: number;
}
export interface PackedTags extends Omit<TagsPage, 'items'> {
  /** For each item its number, how many genres, styles, moods and labels it has (-1: labels are not told), and their names. */
  readonly cells: readonly (string | number)[];
}

export const packItems = ({ rows, ...page }: ItemsPage): PackedItems => ({
  ...page,
  cells: rows.flat(),
  width: rows[0]?.length ?? 1,
});

export const unpackItems = ({ cells, width, ...page }: PackedItems): ItemsPage => ({
  ...page,
  rows: Array.from({ length: cells.length / width }, (_, index) => cells.slice(index * width, (index + 1) * width)),
});

export const packTags = ({ level, items }: TagsPage): PackedTags => {
  const cells: (string | number)[] = [];
  for (const { owner, genres, styles, moods, labels } of items) {
    cells.push(owner, genres.length, styles.length, moods.length, labels?.length ?? -1);
    cells.push(...genres, ...styles, ...moods, ...(labels ?? []));
  }
  return { level, cells };
};

export const unpackTags = ({ level, cells }: PackedTags): TagsPage => {
  const items: OwnedTags[] = [];
  let at = 0;
  const names = (count: number): readonly string[] => cells.slice(at, (at += count)) as string[];
  while (at < cells.length) {
    const [owner, genres, styles, moods, labels] = cells.slice(at, (at += 5)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const told = { owner, genres: names(genres), styles: names(styles), moods: names(moods) };
    items.push(labels < 0 ? told : { ...told, labels: names(labels) });
  }
  return { level, items };
};
