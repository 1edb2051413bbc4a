import { joinKinds, type ResolvedList, type ResolvedName } from '../../core/flow/resolve-criteria.ts';
import { primaryArtistKeyOf } from '../../core/match/keys.ts';
import type { TrackId } from '../../core/track.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { ReadList, ReadPart } from './criteria.ts';
import { findTagTracks } from './tag-tracks.ts';

/** What the tags of a list stand for, and sentences about whose word was taken. */
export interface ReadTags {
  readonly list: ReadList;
  readonly notes: readonly string[];
}

/**
 * The tracks that Last.fm's listeners filed under each tag, where those are enough for a list; else the library's own words, beside the few that there are. With
 * `both` the two count in any case: who wants a word kept out wants all of it kept out.
 */
export const readTags = async (
  context: ChooseContext,
  { list, parts: names }: ResolvedList,
  settings: Pick<FlowSettings, 'size' | 'rules'>,
  both: boolean,
  signal: AbortSignal,
): Promise<ReadTags> => {
  const parts: ReadPart[] = [];
  const notes: string[] = [];
  const tagged = new Map<TrackId, string>();
  for (const name of names) {
    const { ids, trouble } = await findTagTracks(context, name.wanted, signal);
    for (const id of ids) if (!tagged.has(id)) tagged.set(id, name.wanted);
    const isCovered = !both && isEnough(context, ids, settings);
    parts.push({ tags: isCovered ? [] : name.tags, trackIds: ids });
    if (trouble !== undefined) notes.push(describeTrouble(name, trouble, ids.length > 0));
    else if (!both && context.sources.lastfm !== undefined) notes.push(...describeSource(name, ids.length, isCovered));
  }
  const tags = joinKinds(parts.flatMap((part) => part.tags));
  return { list: { list, tags, trackIds: [...tagged.keys()], tagged, parts }, notes };
};

/** Enough for a list of its size with some left to choose from, or under the limit for each artist. */
const isEnough = (
  { library }: ChooseContext,
  ids: readonly TrackId[],
  { size, rules }: Pick<FlowSettings, 'size' | 'rules'>,
): boolean => {
  if (ids.length < size) return false;
  if (ids.length >= 2 * size) return true;
  const artists = Map.groupBy(library.getTracks(ids), primaryArtistKeyOf);
  const fitting = [...artists.values()].reduce((sum, tracks) => sum + Math.min(rules.maxPerArtist, tracks.length), 0);
  return fitting >= size;
};

const describeTrouble = ({ wanted, tags }: ResolvedName, trouble: string, remembered: boolean): string => {
  const instead = remembered
    ? 'what it said before counts'
    : tags.length > 0
      ? "the library's own moods, styles and genres stand in"
      : 'nothing in the library stands in for it';
  return `Last.fm could not say what is "${wanted}" (${trouble.replace(/\.$/, '')}); ${instead}.`;
};

const describeSource = ({ wanted, tags }: ResolvedName, found: number, isCovered: boolean): readonly string[] => {
  const tracks = found === 1 ? 'track' : 'tracks';
  if (isCovered || (found > 0 && tags.length === 0))
    return [`"${wanted}" goes by Last.fm's listeners: ${found} ${tracks} of the library.`];
  if (tags.length === 0) return [];
  return found === 0
    ? [`Last.fm's listeners call no track of the library "${wanted}"; its own moods, styles and genres stand in.`]
    : [
        `Last.fm's listeners call only ${found} ${tracks} of the library "${wanted}"; its own moods, styles and genres count as well.`,
      ];
};
