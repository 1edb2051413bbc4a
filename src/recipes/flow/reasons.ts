import { sayStars } from '../../core/flow/admission.ts';
import { dayMs } from '../../core/flow/durations.ts';
import type { KindNames } from '../../core/flow/resolve-criteria.ts';
import type { Tags, Track } from '../../core/track.ts';
import type { FlowCandidate } from './candidates.ts';
import type { FlowField } from './open-field.ts';
import type { ReadList } from './criteria.ts';

const mostClauses = 4;
const goodRating = 7;
const oftenHere = 3;
const newForDays = 30;
const forgottenForDays = 180;

/** What speaks for the track, the most telling first, in a few words each. */
export const listReasons = (
  field: FlowField,
  { candidate, track }: { readonly candidate: FlowCandidate; readonly track: Track },
  tags: Tags,
  sound: string | undefined,
): readonly string[] => {
  const clauses = [
    ...listCriteria(field, candidate, track, tags),
    ...(sound === undefined ? [] : [sound]),
    ...listHabits(field, candidate),
    ...listStanding(field, candidate),
  ];
  return clauses.slice(0, mostClauses);
};

/** Which of the window's criteria it meets. */
const listCriteria = (
  { criteria, habits, settings }: FlowField,
  { widened, breadth }: FlowCandidate,
  track: Track,
  tags: Tags,
): readonly string[] => {
  if (widened) return [describeHabit(tags, habits.taste)];
  const met = criteria.include.flatMap((list) => describeList(list, track, tags) ?? []);
  const wished = criteria.home.flatMap((list) => describeList(list, track, tags) ?? []);
  const all = [...new Set([...met, ...wished])].slice(0, 2);
  if (breadth > 0) return [...all, `close to what ${settings.window.name} asks for`].slice(-2);
  if (all.length > 0) return all;
  return criteria.artists.length > 0 ? [`by ${track.artist}`] : [];
};

const describeHabit = (tags: Tags, taste: FlowField['habits']['taste']): string => {
  const habit = [...taste.moods.keys(), ...taste.styles.keys()].find((name) =>
    [...tags.moods, ...tags.styles].includes(name),
  );
  return `you like ${habit ?? 'such music'} at this hour`;
};

const namesOfKind = (tags: Tags, { kind }: KindNames): readonly string[] =>
  ({ genre: tags.genres, style: tags.styles, mood: tags.moods, label: tags.labels ?? [] })[kind];

/** "mood Calm/Peaceful"; undefined = the list is not met by anything that can be named. */
export const describeList = (list: ReadList, track: Pick<Track, 'id'>, tags: Tags): string | undefined => {
  for (const wanted of list.tags) {
    const names = new Set(wanted.names.map((name) => name.toLowerCase()));
    const found = namesOfKind(tags, wanted).find((name) => names.has(name.toLowerCase()));
    if (found !== undefined) return `${wanted.kind} ${found}`;
  }
  const tagged = list.tagged.get(track.id);
  return tagged === undefined ? undefined : `"${tagged}" on Last.fm`;
};

const listHabits = ({ habits, settings, context }: FlowField, { facts }: FlowCandidate): readonly string[] => [
  ...((habits.plays.get(facts.id) ?? 0) >= oftenHere ? [`often played in ${settings.window.name}`] : []),
  ...(context.moment.seeds.includes(facts.id) ? ['you wanted more like it'] : []),
];

const listStanding = ({ context }: FlowField, { facts, familiar }: FlowCandidate): readonly string[] => {
  const clauses: string[] = [];
  if (facts.rating !== undefined && facts.rating >= goodRating) clauses.push(sayStars(facts.rating));
  const daysSince = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : (context.nowMs - atMs) / dayMs;
  const added = daysSince(facts.addedAtMs);
  const played = daysSince(facts.lastPlayedAtMs);
  if (added !== undefined && added >= 0 && added < newForDays) clauses.push('new in the library');
  else if (!familiar) clauses.push('new to you');
  else if (played !== undefined && played > forgottenForDays)
    clauses.push(`not heard for ${Math.floor(played / 30)} months`);
  return clauses;
};
