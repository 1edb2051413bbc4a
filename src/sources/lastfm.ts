import { z } from 'zod';
import { HarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { createCachedCalls, lifetimes } from './lastfm-cache.ts';
import { createLastfmClient } from './lastfm-client.ts';
import { artistPlaysShape, similarArtistShape, trackPageShape, trackShape } from './lastfm-shapes.ts';
import { createLastfmPages } from './lastfm-pages.ts';
import { toArtistPlays, toSimilarArtist, toTrack, trackKey } from './lastfm-parse.ts';
import { createLastfmStation } from './lastfm-station.ts';
import type { LastfmSource, SourceCache, SourcePage, SourceTrack } from './source.ts';

export interface LastfmOptions {
  /** Address of the API, e.g. `https://ws.audioscrobbler.com`. */
  readonly url: string;
  /** Address of the website, for the station. */
  readonly stationUrl: string;
  readonly apiKey: string;
  readonly cache: SourceCache;
  readonly logger: Logger;
  readonly userAgent?: string | undefined;
  /** First pause between tries; doubles. Default 1 s. */
  readonly backoffMs?: number | undefined;
  /** How long Last.fm is left alone after "too many requests". Default 60 s, as its sheet of codes asks. */
  readonly rateLimitPauseMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** Default 4, below what Last.fm allows; a server of one's own may take more. */
  readonly requestsPerSecond?: number | undefined;
}

const chartPageSize = 200;
const artistPageSize = 50;
const tagPageSize = 200;
const largestLimit = 1_000;

/** Last.fm over its public API; what the methods promise stands in `source.ts`. */
export const createLastfm = (options: LastfmOptions): LastfmSource => {
  const { logger, cache } = options;
  const backoffMs = options.backoffMs ?? 1_000;
  const requestsPerSecond = options.requestsPerSecond ?? 4;
  const call = createLastfmClient({
    url: options.url,
    apiKey: options.apiKey,
    userAgent: options.userAgent ?? 'Harmoniq (self-hosted playlists)',
    logger,
    backoffMs,
    rateLimitPauseMs: options.rateLimitPauseMs ?? 60_000,
    timeoutMs: options.timeoutMs ?? 15_000,
    requestsPerSecond,
  });
  const pages = createLastfmPages(call);
  const cached = createCachedCalls(cache, logger);
  const station = createLastfmStation({
    url: options.stationUrl,
    logger,
    backoffMs,
    requestsPerSecond: requestsPerSecond / 4,
  });

  return {
    getChart: (page, signal) =>
      cached({
        key: `lastfm:chart:${chartPageSize}:${page}`,
        lifetimeMs: lifetimes.chart,
        schema: trackPageShape,
        staleIfError: false,
        load: () => pages.read(chartList, { page, limit: chartPageSize }, signal),
      }),

    getTopArtists: (user, period, limit, signal) =>
      cached({
        key: `lastfm:top-artists:${user.toLowerCase()}:${period}:${limit}`,
        lifetimeMs: lifetimes.user,
        schema: z.array(artistPlaysShape),
        staleIfError: false,
        load: () => pages.collect(topArtistsList, { user, period }, clampLimit(limit), signal),
      }),

    getTopTracks: (user, period, limit, signal) =>
      cached({
        key: `lastfm:top-tracks:${user.toLowerCase()}:${period}:${limit}`,
        lifetimeMs: lifetimes.user,
        schema: z.array(trackShape),
        staleIfError: false,
        load: () => pages.collect(topTracksList, { user, period }, clampLimit(limit), signal),
      }),

    getSimilarArtists: (artist, limit, signal) =>
      cached({
        key: `lastfm:similar:${artist.toLowerCase()}:${limit}`,
        lifetimeMs: lifetimes.artist,
        schema: z.array(similarArtistShape),
        staleIfError: true,
        load: async () =>
          (await pages.read(similarList, { artist, autocorrect: 1, limit: clampLimit(limit) }, signal)).items,
      }),

    getArtistTopTracks: (artist, page, signal): Promise<SourcePage<SourceTrack>> =>
      cached({
        key: `lastfm:artist-tracks:${artist.toLowerCase()}:${artistPageSize}:${page}`,
        lifetimeMs: lifetimes.artist,
        schema: trackPageShape,
        staleIfError: true,
        load: () => pages.read(artistTracksList, { artist, autocorrect: 1, page, limit: artistPageSize }, signal),
      }),

    getTagTracks: (tag, page, signal): Promise<SourcePage<SourceTrack>> =>
      cached({
        key: `lastfm:tag-tracks:${tag.toLowerCase()}:${tagPageSize}:${page}`,
        lifetimeMs: lifetimes.tag,
        schema: trackPageShape,
        staleIfError: true,
        load: () => pages.read(tagTracksList, { tag, page, limit: tagPageSize }, signal),
      }),

    getStation: station,

    async check(signal) {
      const answer = await call('chart.gettoptracks', { limit: 1 }, signal);
      if (answer !== undefined && 'tracks' in answer) return;
      throw new HarmoniqError('bad-response', 'The address answers, but not as Last.fm does.', {
        service: 'Last.fm',
        hint: 'Check LASTFM_URL.',
      });
    },
  };
};

const clampLimit = (limit: number): number => Math.min(Math.max(1, Math.trunc(limit)), largestLimit);

/** Where each method keeps its rows. */
const chartList = { method: 'chart.gettoptracks', root: 'tracks', row: 'track', parse: toTrack, key: trackKey };
const topTracksList = { ...chartList, method: 'user.gettoptracks', root: 'toptracks' };
const artistTracksList = { ...chartList, method: 'artist.gettoptracks', root: 'toptracks' };
const tagTracksList = { ...chartList, method: 'tag.gettoptracks' };
const byName = (item: { readonly name: string }): string => item.name.toLowerCase();
const topArtistsList = {
  method: 'user.gettopartists',
  root: 'topartists',
  row: 'artist',
  parse: toArtistPlays,
  key: byName,
};
const similarList = {
  method: 'artist.getsimilar',
  root: 'similarartists',
  row: 'artist',
  parse: toSimilarArtist,
  key: byName,
};
