import type { ArtistPlays, SimilarArtist } from '../sources/source.ts';

/** An artist like those the user plays. */
export interface Neighbour {
  readonly name: string;
  /** Share of the user's plays × similarity, summed over all artists that lead here. */
  readonly score: number;
  readonly why: string;
}

/** Whom the user plays anyway needs no recommendation, but beats an empty list. */
const knownArtistFactor = 0.2;

/** Merges what several artists have for neighbours; the strongest lead gives the reason. Best first, ties by name. */
export const rankNeighbours = (
  leads: readonly { readonly artist: ArtistPlays; readonly similar: readonly SimilarArtist[] }[],
  played: readonly ArtistPlays[],
): readonly Neighbour[] => {
  const known = new Set(played.map(({ name }) => name.toLowerCase()));
  const mostPlays = Math.max(1, ...played.map(({ plays }) => plays));
  const found = new Map<string, { name: string; score: number; best: number; why: string }>();
  for (const { artist, similar } of leads) {
    for (const { name, similarity } of similar) {
      const key = name.toLowerCase();
      if (key === artist.name.toLowerCase()) continue;
      const lead = (Math.max(1, artist.plays) / mostPlays) * similarity * (known.has(key) ? knownArtistFactor : 1);
      const entry = found.get(key) ?? { name, score: 0, best: 0, why: '' };
      entry.score += lead;
      if (lead > entry.best || entry.why === '') {
        entry.best = lead;
        entry.why = `because you play ${artist.name}`;
      }
      found.set(key, entry);
    }
  }
  return [...found.values()]
    .map(({ name, score, why }) => ({ name, score, why }))
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
};
