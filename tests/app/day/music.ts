import type { PlexStandIn } from '../../../src/demo/plex/server.ts';

interface Item {
  readonly ratingKey: string;
  readonly parentRatingKey?: string;
  readonly grandparentRatingKey?: string;
  readonly Genre?: readonly { readonly tag: string }[];
  readonly Style?: readonly { readonly tag: string }[];
  readonly Mood?: readonly { readonly tag: string }[];
}

/** Asks the server itself, beside the product, what its tracks carry: their own words and those of their album and artist. */
export const createMusicJudge = (plex: PlexStandIn) => {
  const known = new Map<string, Item>();

  const learn = async (ids: readonly (string | undefined)[]): Promise<void> => {
    const missing = [...new Set(ids)].filter((id) => id !== undefined && !known.has(id));
    if (missing.length === 0) return;
    const headers = { accept: 'application/json', 'x-plex-token': plex.token };
    const ask = (): Promise<Response> => fetch(`${plex.url}/library/metadata/${missing.join()}`, { headers });
    let answer = await ask();
    // Under maintenance after a start; the limit of the test ends a server that stays so.
    while (answer.status === 503) answer = await ask();
    const { MediaContainer } = (await answer.json()) as { readonly MediaContainer: { readonly Metadata?: Item[] } };
    for (const item of MediaContainer.Metadata ?? []) known.set(item.ratingKey, item);
  };

  return {
    /** The share of the tracks that carry one of these words, 0–1. */
    async shareOf(trackIds: readonly string[], words: RegExp): Promise<number> {
      await learn(trackIds);
      const tracks = trackIds.map((id) => known.get(id));
      await learn(tracks.flatMap((track) => [track?.parentRatingKey, track?.grandparentRatingKey]));
      const fitting = tracks.filter((track) =>
        [track?.ratingKey, track?.parentRatingKey, track?.grandparentRatingKey]
          .map((id) => known.get(id ?? ''))
          .flatMap((item) => [...(item?.Genre ?? []), ...(item?.Style ?? []), ...(item?.Mood ?? [])])
          .some(({ tag }) => words.test(tag)),
      );
      return fitting.length / tracks.length;
    },
  };
};
