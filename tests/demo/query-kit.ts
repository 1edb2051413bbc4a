import { afterEach } from '@jest/globals';
import type { PlexStandIn } from '../../src/demo/plex/server.ts';
import { page, usePlex, type Kit, type Row } from './plex-kit.ts';

export const base = '/library/sections/3/all';
export const ids = (rows: readonly Row[] | undefined): readonly string[] => (rows ?? []).map((row) => row.ratingKey);
export const number = (row: Row, name: string): number | undefined => row[name] as number | undefined;
export const tagsOf = (row: Row, kind: string): readonly string[] =>
  ((row[kind] ?? []) as readonly { tag: string }[]).map((tag) => tag.tag);

export interface QueryKit extends Kit {
  /** All tracks as rows, in the order of their ids; read anew only after a change. */
  readonly rows: () => Promise<readonly Row[]>;
  /** The same with all their tags. */
  readonly details: () => Promise<readonly Row[]>;
  /** For changes to the library. */
  readonly mutate: () => PlexStandIn['mutate'];
  /** How many tracks a filter leaves. */
  readonly count: (filter: string) => Promise<number>;
  /** The tracks that fit, counted in the rows themselves. */
  readonly counted: (fits: (row: Row) => boolean) => Promise<number>;
  readonly choices: (kind: string, type: number) => Promise<readonly { key: string; title: string }[]>;
}

/** A server with 900 tracks, for questions to it. */
export function useQueries(): QueryKit {
  const kit = usePlex({ tracks: 900, seed: 7 });
  let known: Promise<readonly Row[]> | undefined;
  let detailed: Promise<readonly Row[]> | undefined;
  const rows = (): Promise<readonly Row[]> => (known ??= kit.tracks());
  const readDetails = async (): Promise<readonly Row[]> => {
    const all = ids(await rows());
    const found: Row[] = [];
    for (let start = 0; start < all.length; start += 300)
      found.push(...((await kit.get(`/library/metadata/${all.slice(start, start + 300).join(',')}`)).Metadata ?? []));
    return found;
  };

  afterEach(() => {
    Object.assign(kit.plex.switches, {
      unstableOrder: true,
      datesBeforeIncludeMissing: true,
      missingRatingIsMinusOne: true,
    });
  });

  return {
    get plex() {
      return kit.plex;
    },
    send: kit.send,
    get: kit.get,
    tracks: kit.tracks,
    uri: kit.uri,
    rows,
    details: () => (detailed ??= readDetails()),
    mutate: () => {
      known = undefined;
      detailed = undefined;
      return kit.plex.mutate;
    },
    count: async (filter) => (await kit.get(`${base}?type=10&${filter}&${page(0, 0)}`)).totalSize as number,
    counted: async (fits) => (await rows()).filter(fits).length,
    choices: async (kind, type) =>
      ((await kit.get(`/library/sections/3/${kind}?type=${type}`)).Directory ?? []) as unknown as {
        key: string;
        title: string;
      }[],
  };
}
