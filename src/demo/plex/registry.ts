const itemKinds = ['artist', 'album', 'track', 'movie', 'playlist'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** What a rating key stands for: an index into the tables of a section. */
export interface Item {
  readonly kind: ItemKind;
  /** Position of the section in the server's list; -1 for a playlist. */
  readonly section: number;
  readonly index: number;
}

/** Hands out rating keys, one row of numbers for the whole server, and knows what each stands for. */
export interface Registry {
  allocate(kind: ItemKind, section: number, index: number): number;
  resolve(key: number): Item | undefined;
  release(key: number): void;
}

export function createRegistry(firstKey: number, capacity: number): Registry {
  let kinds = new Uint8Array(capacity);
  let sections = new Int8Array(capacity);
  let indexes = new Int32Array(capacity);
  let used = 0;

  function enlarge(): void {
    const size = kinds.length * 2;
    const [oldKinds, oldSections, oldIndexes] = [kinds, sections, indexes];
    kinds = new Uint8Array(size);
    sections = new Int8Array(size);
    indexes = new Int32Array(size);
    kinds.set(oldKinds);
    sections.set(oldSections);
    indexes.set(oldIndexes);
  }

  return {
    allocate(kind, section, index) {
      if (used === kinds.length) enlarge();
      kinds[used] = itemKinds.indexOf(kind) + 1;
      sections[used] = section;
      indexes[used] = index;
      return firstKey + used++;
    },
    resolve(key) {
      const place = key - firstKey;
      const kind = kinds[place];
      if (kind === undefined || kind === 0) return undefined;
      return {
        kind: itemKinds[kind - 1] as ItemKind,
        section: sections[place] as number,
        index: indexes[place] as number,
      };
    },
    release(key) {
      kinds[key - firstKey] = 0;
    },
  };
}
