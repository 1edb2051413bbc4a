import { describeSlack, listHardObjections, type Objection } from '../../core/flow/admission.ts';
import { planOf } from '../../core/flow/flow-recipe.ts';
import { joinWords } from '../../core/flow/ladder.ts';
import { findRecordingObjection } from '../../core/flow/recording-rules.ts';
import type { TrackFacts } from '../../core/flow/track-facts.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Tags, Track } from '../../core/track.ts';
import type { PoolQuery } from '../../library/library.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import { staysNear } from './breadths.ts';
import type { FlowCandidate } from './candidates.ts';
import { readFlowSettings } from './flow-settings.ts';
import { openField, type FlowField } from './open-field.ts';
import { amongIds, anyTrack, toClause } from './pool-query.ts';
import type { ReadCriteria } from './criteria.ts';
import { readCriteria } from './read-criteria.ts';
import { describeList, listReasons } from './reasons.ts';
import { readToldReasons } from './told-reasons.ts';

/** What a flow would do with one track at this moment. */
export interface TrackVerdict {
  /** `listed`: it is in the list that was published. `may-come`: nothing is against it. `only-if-short`: when too few others match. `kept-out`: not at all. */
  readonly verdict: 'listed' | 'may-come' | 'only-if-short' | 'kept-out';
  /** One sentence for a person. */
  readonly sentence: string;
  /** How much likelier than the typical track of the window; undefined = it is not drawn from. */
  readonly timesLikelier: number | undefined;
}

/** Looks at the track as `choose` would. Writes nothing but caches. Throws only for an abort. */
export const judgeTrack = async (
  context: ChooseContext,
  recipe: Recipe,
  track: Track,
  signal: AbortSignal,
): Promise<TrackVerdict> => {
  const settings = readFlowSettings(context, recipe);
  const criteria = await readCriteria(context, settings, signal);
  const field = await openField(context, recipe, settings, criteria, signal, [track.id]);
  const tags = context.library.getTags(track.id);
  const found = field.find(track.id);
  const candidate = found?.widened === true && !staysNear(criteria, tags) ? undefined : found;
  const firm = [...(criteria.hopeless ? [hopeless] : []), ...listFirmObjections(field, track, tags, candidate)];
  const soft = listSoftObjections(field, track, candidate);
  const isListed = field.last.own?.tracks.includes(track.id) ?? false;
  const verdict = isListed ? 'listed' : firm.length > 0 ? 'kept-out' : soft.length > 0 ? 'only-if-short' : 'may-come';
  const reasons = candidate === undefined ? [] : listReasons(field, { candidate, track }, tags, undefined);
  const told = isListed ? readToldReasons(context.library, recipe.id).get(track.id) : undefined;
  const inFavour = told === undefined ? reasons : [told];
  return {
    verdict,
    sentence: say(verdict, isListed ? nameListedWindow(field, recipe) : settings.window.name, inFavour, {
      firm,
      soft,
    }),
    timesLikelier: verdict === 'may-come' ? compareWeight(field, candidate) : undefined,
  };
};

/** The list may have been made for another window, and brought back. */
const nameListedWindow = ({ last, settings }: FlowField, recipe: Recipe): string =>
  planOf(recipe).windows.find(({ id }) => id === last.own?.windowId)?.name ?? settings.window.name;

const hopeless: Objection = {
  reason: 'excluded',
  detail: 'cannot match, as the window asks for nothing that the library knows',
};

const say = (
  verdict: TrackVerdict['verdict'],
  window: string,
  reasons: readonly string[],
  { firm, soft }: { readonly firm: readonly Objection[]; readonly soft: readonly Objection[] },
): string => {
  const against = joinWords([...firm, ...soft].map(({ detail }) => detail));
  const inFavour = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  if (verdict === 'listed') {
    const next = firm.length > 0 ? 'leaves it out' : 'takes it only when too few others match';
    return `It is in the list of ${window}${inFavour}.${against === '' ? '' : ` A new list ${next}, because it ${against}.`}`;
  }
  if (verdict === 'kept-out') return `${window} does not take it, because it ${against}.`;
  if (verdict === 'only-if-short') return `${window} takes it only when too few others match, because it ${against}.`;
  return `It may come into ${window}${inFavour}.`;
};

const listFirmObjections = (
  field: FlowField,
  track: Track,
  tags: Tags,
  candidate: FlowCandidate | undefined,
): readonly Objection[] => {
  const { context, settings, memory, criteria } = field;
  // The library's pools know no tracks without a file.
  if (track.missingFile) return [{ reason: 'file-missing', detail: 'has lost its file' }];
  const objections: Objection[] = candidate === undefined ? [...listUnmet(context, criteria, track, tags)] : [];
  const facts = readFacts(context, track);
  if (facts !== undefined) objections.push(...listHardObjections(facts, settings.rules, memory));
  const recording = findRecordingObjection(track, settings.wantedVersions);
  const copy = field.copies.findObjection(track);
  return [...objections, ...[recording, copy].filter((objection) => objection !== undefined)];
};

const listSoftObjections = (
  { settings, memory, ladder, copies }: FlowField,
  track: Track,
  candidate: FlowCandidate | undefined,
): readonly Objection[] => {
  if (candidate === undefined) return [];
  const widened = ladder.find(({ breadth }) => breadth === candidate.breadth && breadth > 0);
  const beyond =
    widened === undefined
      ? []
      : [{ reason: 'excluded' as const, detail: "does not meet the window's criteria in full" }];
  return [...beyond, ...describeSlack(candidate.facts, settings.rules, memory), ...copies.describeSlack(track)];
};

const readFacts = ({ library }: ChooseContext, { id }: Track): TrackFacts | undefined =>
  library.findPool(amongIds(anyTrack, [id])).tracks[0];

/** Which of the criteria it does not meet, each in words. */
const listUnmet = (
  { library, sectionIds }: ChooseContext,
  { include, exclude, artists, notArtists, years, notYears }: ReadCriteria,
  track: Track,
  tags: Tags,
): readonly Objection[] => {
  const fails = (part: Partial<PoolQuery>): boolean =>
    library.findPool(amongIds({ ...anyTrack, ...part }, [track.id])).total === 0;
  const unwanted = exclude.flatMap((list) => describeList(list, track, tags) ?? []);
  const details = [
    ...(fails({ sectionIds }) ? ['is in another library'] : []),
    ...include
      .filter((list) => fails({ all: [toClause(list)] }))
      .map(({ list }) => `carries none of the wanted ${list}`),
    ...unwanted.map((carried) => `carries the unwanted ${carried}`),
    ...(fails({ artists }) ? ['is by none of the wanted artists'] : []),
    ...(fails({ notArtists }) ? ['is by an unwanted artist'] : []),
    ...(fails({ years }) ? ['is not of the wanted years'] : []),
    ...(fails({ notYears }) ? ['is of an unwanted year'] : []),
  ];
  return details.map((detail) => ({ reason: 'excluded', detail }));
};

/** Against the middling weight of what may be drawn, to half a digit. */
const compareWeight = (field: FlowField, candidate: FlowCandidate | undefined): number | undefined => {
  if (candidate === undefined) return undefined;
  const weights = field.listCandidates(0).map(({ weight }) => weight);
  const middling = weights.sort((a, b) => a - b)[Math.floor(weights.length / 2)];
  return middling === undefined || middling === 0 ? undefined : Math.round((candidate.weight / middling) * 10) / 10;
};
