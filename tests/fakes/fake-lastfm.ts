import type { ArtistPlays, LastfmSource, SimilarArtist, SourceTrack } from '../../src/sources/source.ts';

export interface FakeLastfmWorld {
  readonly chart?: readonly SourceTrack[];
  readonly chartPageSize?: number;
  readonly topArtists?: Readonly<Record<string, readonly ArtistPlays[]>>;
  readonly topTracks?: readonly SourceTrack[];
  readonly similar?: Readonly<Record<string, readonly SimilarArtist[]>>;
  readonly tracks?: Readonly<Record<string, readonly SourceTrack[]>>;
  /** By tag in lower case. */
  readonly tags?: Readonly<Record<string, readonly SourceTrack[]>>;
  readonly tagPageSize?: number;
  readonly station?: readonly (readonly SourceTrack[])[];
  /** Thrown by every call whose name and first argument it accepts. */
  readonly fail?: (call: string, argument: string) => Error | undefined;
}

export const song = (artist: string, title: string): SourceTrack => ({
  artist,
  title,
  durationMs: undefined,
  mbRecordingId: undefined,
  listeners: undefined,
});

/** A Last.fm that answers from a table and remembers what it was asked. */
export const createFakeLastfm = (world: FakeLastfmWorld): LastfmSource & { readonly calls: readonly string[] } => {
  const calls: string[] = [];
  let stationDraws = 0;
  const ask = (call: string, argument: string, signal: AbortSignal): void => {
    signal.throwIfAborted();
    calls.push(`${call} ${argument}`);
    const failure = world.fail?.(call, argument);
    if (failure !== undefined) throw failure;
  };
  return {
    calls,
    async getChart(page, signal) {
      ask('chart', String(page), signal);
      const size = world.chartPageSize ?? 100;
      const chart = world.chart ?? [];
      return { items: chart.slice((page - 1) * size, page * size), last: page * size >= chart.length };
    },
    async getTopArtists(_user, period, limit, signal) {
      ask('top-artists', period, signal);
      return (world.topArtists?.[period] ?? []).slice(0, limit);
    },
    async getTopTracks(_user, period, limit, signal) {
      ask('top-tracks', period, signal);
      return (world.topTracks ?? []).slice(0, limit);
    },
    async getSimilarArtists(artist, limit, signal) {
      ask('similar', artist, signal);
      return (world.similar?.[artist] ?? []).slice(0, limit);
    },
    async getArtistTopTracks(artist, page, signal) {
      ask('artist-tracks', artist, signal);
      return { items: page === 1 ? (world.tracks?.[artist] ?? []) : [], last: true };
    },
    async getTagTracks(tag, page, signal) {
      ask('tag-tracks', `${tag} ${page}`, signal);
      const size = world.tagPageSize ?? 100;
      const tracks = world.tags?.[tag.toLowerCase()] ?? [];
      return { items: tracks.slice((page - 1) * size, page * size), last: page * size >= tracks.length };
    },
    async getStation(user, signal) {
      ask('station', user, signal);
      stationDraws += 1;
      return world.station?.[stationDraws - 1] ?? [];
    },
    async check(signal) {
      ask('check', '', signal);
    },
  };
};
