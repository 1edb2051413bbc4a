import type { Candidate } from '../core/candidate.ts';
import type { Recipe } from '../core/recipe.ts';
import { HarmoniqError } from '../lib/errors.ts';
import { deriveRecommendations } from './lastfm-derivation.ts';
import { readRecsOptions } from './lastfm-recs-options.ts';
import type { Recommendation } from './lastfm-shelves.ts';
import { requireLastfm, toSongKey } from './lastfm-source.ts';
import { drawStation, interleave } from './lastfm-station-mix.ts';
import type { CandidateKind, GatherContext } from './recipe-kind.ts';

/**
 * Recommendations from the user's own taste. Last.fm itself no longer gives any, so they are derived: the artists the user plays → similar
 * artists → their top tracks; on demand the website's station is mixed in.
 */
export const lastfmRecs: CandidateKind = {
  kind: 'lastfm-recs',
  order: 'spread',
  configure(config, playlist) {
    const user = playlist?.user ?? config.lastfmUser;
    return {
      options: {
        user,
        period: playlist?.period ?? config.lastfmPeriod,
        station: playlist?.station ?? config.lastfmStation,
      },
      missingOption:
        config.lastfmApiKey === undefined ? 'LASTFM_API_KEY' : user === undefined ? 'LASTFM_USER' : undefined,
    };
  },
  gather: (context, recipe, signal) => numberCandidates(gatherBatches(context, recipe, signal)),
};

type Batches = AsyncGenerator<readonly Recommendation[]>;

async function* gatherBatches(context: GatherContext, recipe: Recipe, signal: AbortSignal): Batches {
  const lastfm = requireLastfm(context.sources);
  const { user, period, station } = readRecsOptions(recipe.options);
  const drawn = station ? await drawStation(lastfm, user, context.seed, signal) : [];
  const derived = deriveRecommendations({ lastfm, user, period, seed: context.seed, logger: context.logger }, signal);
  let found = false;
  for await (const batch of interleave(derived, drawn)) {
    found ||= batch.length > 0;
    yield batch;
  }
  if (!found) throw nothingKnown(user);
}

const nothingKnown = (user: string): HarmoniqError =>
  new HarmoniqError('not-found', `Last.fm knows no listening of "${user}" to start from.`, {
    service: 'Last.fm',
    hint: 'Check LASTFM_USER, and that this account scrobbles what is played.',
  });

/** The order of arrival is the order of merit; each song comes once. */
async function* numberCandidates(batches: Batches): AsyncGenerator<readonly Candidate[]> {
  const seen = new Set<string>();
  for await (const batch of batches) {
    const fresh = batch.filter(({ track }) => !seen.has(toSongKey(track)) && seen.add(toSongKey(track)));
    const before = seen.size - fresh.length;
    yield fresh.map(({ track, why }, index) => ({
      artist: track.artist,
      title: track.title,
      durationMs: track.durationMs,
      mbRecordingId: track.mbRecordingId,
      source: lastfmRecs.kind,
      why,
      weight: 1 / (before + index + 1),
    }));
  }
}
