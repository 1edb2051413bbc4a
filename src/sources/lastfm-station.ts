import { describeError, isAbort } from '../lib/errors.ts';
import { createHttpClient } from '../lib/http.ts';
import type { Logger } from '../lib/logger.ts';
import { asArray, isRecord, toName, toNumber, trackKey, uniqueBy, type Json } from './lastfm-parse.ts';
import type { LastfmSource, SourceTrack } from './source.ts';

export interface StationOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly backoffMs: number;
  readonly requestsPerSecond: number;
}

/** The site sends a page of HTML to anything that does not look like a browser. */
const browserLike = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36';

/** The website's own recommendations: undocumented, so whatever goes wrong is an empty batch and a line at debug level. */
export const createLastfmStation = (options: StationOptions): LastfmSource['getStation'] => {
  const client = createHttpClient({
    service: 'Last.fm station',
    baseUrl: options.url,
    headers: { 'user-agent': browserLike, accept: 'application/json', referer: `${options.url}/` },
    timeoutMs: 20_000,
    concurrency: 1,
    ratePerSecond: options.requestsPerSecond,
    retries: 3,
    backoffMs: options.backoffMs,
    logger: options.logger,
    // Status 500 is this site's cough; an HTML page instead of JSON will still be one a second later.
    mayRetry: (failure) => failure.code === 'bad-response' && (failure.status ?? 0) >= 500,
    maxBytes: 4 * 1024 * 1024,
  });
  return async (user, signal) => {
    try {
      const path = `/player/station/user/${encodeURIComponent(user)}/recommended`;
      const { data } = await client.request({ path, signal });
      return readStation(data);
    } catch (error) {
      if (isAbort(error)) throw error;
      options.logger.debug({ reason: describeError(error) }, 'The Last.fm station did not answer usefully');
      return [];
    }
  };
};

const readStation = (data: unknown): readonly SourceTrack[] => {
  const rows = isRecord(data) ? asArray(data.playlist) : [];
  return uniqueBy(
    rows.flatMap((row) => toStationTrack(row) ?? []),
    trackKey,
  );
};

/** `duration` is in seconds or null; names stand in `name`, older answers have `_name`. */
const toStationTrack = (row: Json): SourceTrack | undefined => {
  const title = toName(row.name) ?? toName(row._name);
  const first = asArray(row.artists).at(0);
  const artist = toName(first?.name) ?? toName(first?._name);
  if (title === undefined || artist === undefined) return undefined;
  const seconds = toNumber(row.duration) ?? 0;
  return {
    artist,
    title,
    durationMs: seconds > 0 ? Math.round(seconds * 1000) : undefined,
    mbRecordingId: undefined,
    listeners: undefined,
  };
};
