import { z } from 'zod';
import { decimal, flag, option, shortText, whole } from './option-types.ts';
import { windowsOption } from './window-options.ts';

const group = 'Daily Flow';

/** What each flow may set for itself and the built-in one takes from TIME_PLAYLIST_…; ranges stand here once. */
export const flowDials = {
  minRating: decimal(0, 5, 0.5),
  unrated: z.enum(['include', 'exclude']),
  excludePlayedDays: whole(0, 3_650),
  maxSkipCount: whole(0, 1_000),
  memoryDays: whole(0, 365),
  keepPercent: whole(0, 100),
  familiarity: whole(0, 100),
  maxPerArtist: whole(1, 1_000),
  maxPerAlbum: whole(1, 1_000),
  longestMinutes: whole(1, 1_440),
  sound: z.enum(['smooth', 'adventure', 'off']),
} as const;

/** Options of the playlist that follows the hour and the home. */
export const flowOptions = {
  enableTimePlaylist: option(flag.default(true), {
    group,
    addon: true,
    description: 'Playlist that changes with the time of day and with what happens in the house',
  }),
  playlistNameTime: option(shortText.default('Daily Flow'), {
    group,
    addon: true,
    description: 'Name of this playlist',
  }),
  playlistSizeTime: option(whole(1, 1_000).default(50), {
    group,
    addon: true,
    unit: 'tracks',
    description: 'Length of this playlist',
  }),
  timeWindows: option(windowsOption.optional(), {
    group,
    addon: true,
    kind: 'rich list',
    allowed: '`start-end:key=value,value;…` or a list',
    defaultText: 'five parts of the day, by mood',
    description: 'Windows of the day and what they play, e.g. 06:00-11:00:genres=Acoustic;17:00-24:00:moods=Relaxed',
  }),
  timePlaylistMinRating: option(flowDials.minRating.default(0), {
    group,
    addon: true,
    unit: 'stars',
    description: 'Fewest stars of a rated track',
  }),
  timePlaylistUnrated: option(flowDials.unrated.default('include'), {
    group,
    addon: true,
    description: 'What happens to tracks without a rating where a minimum is set',
  }),
  timePlaylistExcludePlayedDays: option(flowDials.excludePlayedDays.default(3), {
    group,
    addon: true,
    unit: 'days',
    description: 'Leaves out what was played within so many days',
  }),
  timePlaylistMaxSkipCount: option(flowDials.maxSkipCount.optional(), {
    group,
    addon: true,
    unit: 'skips',
    defaultText: 'skips only weigh',
    description: 'More skips than this keep a track out',
  }),
  timePlaylistMemoryDays: option(flowDials.memoryDays.default(3), {
    group,
    addon: true,
    unit: 'days',
    description: 'A track of any flow comes back after so many days',
  }),
  timePlaylistKeepPercent: option(flowDials.keepPercent.default(50), {
    group,
    addon: true,
    unit: '%',
    description: 'How much of the list stays when it is refreshed within a window',
  }),
  timePlaylistFamiliarity: option(flowDials.familiarity.default(60), {
    group,
    addon: true,
    unit: '%',
    description: '0 = tracks never heard first, 100 = well-known ones first; the other kind fills what is missing',
  }),
  timePlaylistMaxPerArtist: option(flowDials.maxPerArtist.default(2), {
    group,
    addon: true,
    unit: 'tracks',
    description: 'Most tracks of one artist',
  }),
  timePlaylistMaxPerAlbum: option(flowDials.maxPerAlbum.default(2), {
    group,
    addon: true,
    unit: 'tracks',
    description: 'Most tracks of one album',
  }),
  timePlaylistLongestMinutes: option(flowDials.longestMinutes.default(15), {
    group,
    addon: true,
    unit: 'min',
    description: 'Longer tracks stay out',
  }),
  timePlaylistLearn: option(flag.default(true), {
    group,
    addon: true,
    description: 'Learn from what is played in each window',
  }),
  timePlaylistSound: option(flowDials.sound.default('smooth'), {
    group,
    addon: true,
    description: "smooth = neighbours sound alike; adventure = along Plex's own sonic paths; off = shuffled",
  }),
  timePlaylistCovers: option(flag.default(true), {
    group,
    addon: true,
    description: 'Draw a cover for each window; a picture of your own is never replaced',
  }),
  timePlaylistFollowHome: option(flag.default(true), {
    group,
    addon: true,
    description: 'Let the rules of the home choose and colour windows',
  }),
  latitude: option(decimal(-90, 90).optional(), {
    group,
    unit: 'degrees',
    defaultText: "Home Assistant's own place",
    description: 'Where the sun of sunrise and sunset rises',
  }),
  longitude: option(decimal(-180, 180).optional(), {
    group,
    unit: 'degrees',
    defaultText: "Home Assistant's own place",
    description: 'Where the sun of sunrise and sunset rises; west is negative',
  }),
};
