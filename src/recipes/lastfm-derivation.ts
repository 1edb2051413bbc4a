import { createRandom, shuffleWeighted } from '../core/random.ts';
import type { Logger } from '../lib/logger.ts';
import type { ArtistPlays, LastfmSource, ListenPeriod } from '../sources/source.ts';
import { rankNeighbours, type Neighbour } from './lastfm-neighbours.ts';
import { createForgiveness, type Forgiveness } from './forgiveness.ts';
import { createShelves, type Recommendation } from './lastfm-shelves.ts';
import { toSongKey } from './lastfm-source.ts';

export interface Taste {
  readonly lastfm: LastfmSource;
  readonly user: string;
  readonly period: ListenPeriod;
  readonly seed: string;
  readonly logger: Logger;
}

/** How many of the user's artists count, and how many are asked for their like before the first tracks come. */
const topArtists = 60;
const artistsPerWave = 15;
/** The user knows these: recommending them would be an echo. */
const knownTracks = 300;
const similarPerArtist = 40;

/**
 * Batches of recommendations, a few requests each: artists like those the user plays, heavier played and more similar ones likely earlier, some
 * tracks of each in turn; then the rest of their tracks; in the end the lesser known tracks of the user's own artists. The day's seed draws.
 */
export async function* deriveRecommendations(
  taste: Taste,
  signal: AbortSignal,
): AsyncGenerator<readonly Recommendation[]> {
  const played = await readPlayed(taste, signal);
  if (played.length === 0) return;
  const known = await taste.lastfm.getTopTracks(taste.user, taste.period, knownTracks, signal);
  const forgive = createForgiveness(taste.logger);
  const shelves = createShelves({
    seed: taste.seed,
    known: new Set(known.map(toSongKey)),
    readTracks: async (artist) =>
      (await forgive.in(taste.lastfm.getArtistTopTracks(artist, 1, signal), { items: [], last: true })).items,
  });
  const drawn = shuffleWeighted(played, ({ plays }) => Math.max(1, plays), createRandom(`${taste.seed}:artists`));
  const met = new Set<string>();

  for (let at = 0; at < drawn.length; at += artistsPerWave) {
    const neighbours = await findNeighbours(taste, forgive, drawn.slice(at, at + artistsPerWave), played, signal);
    yield* shelves.open(neighbours.filter(({ name }) => !met.has(name.toLowerCase()) && met.add(name.toLowerCase())));
  }
  yield* shelves.finish();
  const own = drawn.filter(({ name }) => !met.has(name.toLowerCase()));
  yield* shelves.open(own.map(({ name }) => ({ name, why: `more of ${name}, whom you play often` })));
  yield* shelves.finish();
  if (shelves.isBare()) forgive.complain();
}

/** A quiet spell is no lack of taste: whoever played nothing lately is judged by all time. */
const readPlayed = async ({ lastfm, user, period }: Taste, signal: AbortSignal): Promise<readonly ArtistPlays[]> => {
  const lately = await lastfm.getTopArtists(user, period, topArtists, signal);
  return lately.length > 0 || period === 'overall' ? lately : lastfm.getTopArtists(user, 'overall', topArtists, signal);
};

/** Artists like those of the wave, in the day's order. */
const findNeighbours = async (
  taste: Taste,
  forgive: Forgiveness,
  wave: readonly ArtistPlays[],
  played: readonly ArtistPlays[],
  signal: AbortSignal,
): Promise<readonly Neighbour[]> => {
  const similar = await Promise.all(
    wave.map(async (artist) => ({
      artist,
      similar: await forgive.in(taste.lastfm.getSimilarArtists(artist.name, similarPerArtist, signal), []),
    })),
  );
  const ranked = rankNeighbours(similar, played);
  const random = createRandom(`${taste.seed}:neighbours:${wave[0]?.name ?? ''}`);
  // Squared: a long tail of faint likenesses must not outweigh the few close ones.
  return shuffleWeighted(ranked, (neighbour) => neighbour.score ** 2, random);
};
