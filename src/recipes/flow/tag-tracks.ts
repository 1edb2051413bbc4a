import { z } from 'zod';
import type { Candidate } from '../../core/candidate.ts';
import { dayMs } from '../../core/flow/durations.ts';
import type { LibraryIndex } from '../../core/match/library-index.ts';
import { createMatcher, type Matcher } from '../../core/match/match.ts';
import type { Track, TrackId } from '../../core/track.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { LastfmSource, SourceTrack } from '../../sources/source.ts';
import { toSongKey } from '../lastfm-source.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import { breathe } from './breathe.ts';

/** A thousand songs: where a library is deep, the first few hundred are not enough for lists that do not repeat. */
const mostPages = 5;
/** What of a tag's songs the library has changes slowly, and finding out takes a while. */
const lifetimeMs = dayMs;
/** Candidates matched between two breaths: other parts of the house must get their turn. */
const breathEvery = 10;

const idsShape = z.array(z.string());

/** Why Last.fm could not be asked; the library's own words then have to do. */
export interface TagTracks {
  readonly ids: readonly TrackId[];
  /** In one sentence; undefined = it answered, or there is no key. */
  readonly trouble: string | undefined;
}

/** Tracks of the library that Last.fm's listeners filed under the tag. Empty without a key. Throws only for an abort. */
export const findTagTracks = async (
  context: Pick<ChooseContext, 'sources' | 'library' | 'sectionIds'>,
  tag: string,
  signal: AbortSignal,
): Promise<TagTracks> => {
  const { lastfm } = context.sources;
  if (lastfm === undefined) return { ids: [], trouble: undefined };
  const { sourceCache } = context.library;
  const key = `flow:tag:${tag.toLowerCase()}:${context.sectionIds?.join(',') ?? ''}`;
  const kept = sourceCache.get(key);
  const known = idsShape.safeParse(kept?.value);
  if (kept?.fresh === true && known.success) return { ids: known.data, trouble: undefined };
  try {
    const songs = await listSongs(lastfm, tag, signal);
    const ids = await matchSongs(context, songs, signal);
    sourceCache.set(key, ids, lifetimeMs);
    return { ids, trouble: undefined };
  } catch (error) {
    if (signal.aborted || !(error instanceof HarmoniqError)) throw error;
    return { ids: known.success ? known.data : [], trouble: error.message };
  }
};

const listSongs = async (lastfm: LastfmSource, tag: string, signal: AbortSignal): Promise<readonly SourceTrack[]> => {
  const songs = new Map<string, SourceTrack>();
  for (let page = 1; page <= mostPages; page += 1) {
    const { items, last } = await lastfm.getTagTracks(tag, page, signal);
    for (const song of items) if (!songs.has(toSongKey(song))) songs.set(toSongKey(song), song);
    if (last) break;
  }
  return [...songs.values()];
};

const matchSongs = async (
  { library, sectionIds }: Pick<ChooseContext, 'library' | 'sectionIds'>,
  songs: readonly SourceTrack[],
  signal: AbortSignal,
): Promise<readonly TrackId[]> => {
  const matcher: Matcher = createMatcher({
    index: withinSections(library.index, sectionIds),
    corrections: library.listCorrections(),
    getSticky: (songKey) => library.getStickyTrack(songKey),
  });
  const ids = new Set<TrackId>();
  for (const [at, song] of songs.entries()) {
    if (at % breathEvery === breathEvery - 1) await breathe(signal);
    const { match } = matcher.match(toCandidate(song, at));
    if (match !== undefined) ids.add(match.track.id);
  }
  return [...ids];
};

const toCandidate = (song: SourceTrack, at: number): Candidate => ({
  artist: song.artist,
  title: song.title,
  durationMs: song.durationMs,
  mbRecordingId: song.mbRecordingId,
  source: 'lastfm-tag',
  why: 'a tag of Last.fm',
  weight: 1 / (at + 1),
});

const withinSections = (index: LibraryIndex, sectionIds: readonly string[] | undefined): LibraryIndex => {
  if (sectionIds === undefined) return index;
  const sections = new Set(sectionIds);
  const keep = (tracks: readonly Track[]): readonly Track[] => tracks.filter((track) => sections.has(track.sectionId));
  return {
    ...index,
    findByArtistAndTitle: (artistKey, titleKey) => keep(index.findByArtistAndTitle(artistKey, titleKey)),
    findByTitle: (titleKey, limit) => keep(index.findByTitle(titleKey, limit)),
    findByMbTrackId: (mbTrackId) => keep(index.findByMbTrackId(mbTrackId)),
    getTracks: (ids) => keep(index.getTracks(ids)),
  };
};
