import { z } from 'zod';
import type { ArtistPlays, SimilarArtist, SourcePage, SourceTrack } from './source.ts';

/** The source's answers as they lie in the cache. JSON has no undefined: absent facts are absent there and undefined again here. */
const count = z.number().nonnegative().optional();
const text = z.string().optional();

export const trackShape: z.ZodType<SourceTrack> = z
  .object({ artist: z.string(), title: z.string(), durationMs: count, mbRecordingId: text, listeners: count })
  .transform(({ artist, title, durationMs, mbRecordingId, listeners }) => ({
    artist,
    title,
    durationMs,
    mbRecordingId,
    listeners,
  }));

export const trackPageShape: z.ZodType<SourcePage<SourceTrack>> = z.object({
  items: z.array(trackShape),
  last: z.boolean(),
});

export const artistPlaysShape: z.ZodType<ArtistPlays> = z
  .object({ name: z.string(), plays: z.number(), mbid: text })
  .transform(({ name, plays, mbid }) => ({ name, plays, mbid }));

export const similarArtistShape: z.ZodType<SimilarArtist> = z
  .object({ name: z.string(), similarity: z.number(), mbid: text })
  .transform(({ name, similarity, mbid }) => ({ name, similarity, mbid }));
