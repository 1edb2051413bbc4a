import type { Config, PlaylistOptions } from '../../config/schema.ts';
import { defaultWindows } from '../../core/flow/default-windows.ts';
import type { FlowPlan, FlowRules } from '../../core/flow/window.ts';

/**
 * What a flow shall do: its windows and rules. What `playlist` leaves open is as TIME_WINDOWS and TIME_PLAYLIST_… have it; `playlist` undefined = the built-in flow.
 * Stars become ratings of 0–10, percent shares of 0–1, minutes milliseconds.
 */
export const configureFlow = (config: Config, playlist: PlaylistOptions | undefined): FlowPlan => ({
  windows: playlist?.windows ?? config.timeWindows ?? defaultWindows,
  rules: configureRules(config, playlist),
  followsHome: playlist?.follow_home ?? config.timePlaylistFollowHome,
});

const configureRules = (config: Config, playlist: PlaylistOptions | undefined): FlowRules => ({
  minRating: (playlist?.min_rating ?? config.timePlaylistMinRating) * 2,
  unrated: playlist?.unrated ?? config.timePlaylistUnrated,
  unheardForDays: playlist?.exclude_played_days ?? config.timePlaylistExcludePlayedDays,
  maxSkips: playlist?.max_skip_count ?? config.timePlaylistMaxSkipCount,
  memoryDays: playlist?.memory_days ?? config.timePlaylistMemoryDays,
  keepShare: (playlist?.keep_percent ?? config.timePlaylistKeepPercent) / 100,
  familiarity: (playlist?.familiarity ?? config.timePlaylistFamiliarity) / 100,
  maxPerArtist: playlist?.max_per_artist ?? config.timePlaylistMaxPerArtist,
  maxPerAlbum: playlist?.max_per_album ?? config.timePlaylistMaxPerAlbum,
  longestMs: (playlist?.longest_minutes ?? config.timePlaylistLongestMinutes) * 60_000,
  learn: playlist?.learn ?? config.timePlaylistLearn,
  sound: playlist?.sound ?? config.timePlaylistSound,
  cover: playlist?.covers ?? config.timePlaylistCovers,
});
