import { z } from 'zod';
import { flowDials } from './flow-options.ts';
import { cron, flag, names, shortText, text, whole } from './option-types.ts';
import { windowsOption } from './window-options.ts';

export const recipeKinds = ['lastfm-charts', 'lastfm-recs', 'flow'] as const;
export const listenPeriods = ['overall', '7day', '1month', '3month', '6month', '12month'] as const;

/** A playlist the user defines in `harmoniq.yaml` or the add-on's list. */
export const playlistSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,47}$/, { error: 'must be 1–48 lower-case letters, digits and dashes' })
    .optional(),
  kind: z.enum(recipeKinds),
  name: shortText,
  enabled: flag.default(true),
  size: whole(1, 1_000).optional(),
  max_per_artist: whole(1, 1_000).optional(),
  mode: z.enum(['replace', 'append']).optional(),
  cron: cron.optional(),
  adopt: flag.default(false),
  libraries: names.optional(),
  user: text.optional(),
  period: z.enum(listenPeriods).optional(),
  station: flag.optional(),
  windows: windowsOption.optional(),
  min_rating: flowDials.minRating.optional(),
  unrated: flowDials.unrated.optional(),
  exclude_played_days: flowDials.excludePlayedDays.optional(),
  max_skip_count: flowDials.maxSkipCount.optional(),
  memory_days: flowDials.memoryDays.optional(),
  keep_percent: flowDials.keepPercent.optional(),
  familiarity: flowDials.familiarity.optional(),
  max_per_album: flowDials.maxPerAlbum.optional(),
  longest_minutes: flowDials.longestMinutes.optional(),
  learn: flag.optional(),
  sound: flowDials.sound.optional(),
  covers: flag.optional(),
  follow_home: flag.optional(),
});
export type PlaylistOptions = z.output<typeof playlistSchema>;

/** The user's word on a song that was matched wrongly. */
export const correctionSchema = z.strictObject({
  artist: text,
  title: text,
  to: z.union(
    [
      z.literal('none'),
      z.strictObject({
        rating_key: z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String),
      }),
      z.strictObject({ artist: text, title: text, album: text.optional() }),
    ],
    { error: 'must be none, {rating_key: …} or {artist: …, title: …}' },
  ),
});
export type CorrectionOptions = z.output<typeof correctionSchema>;
