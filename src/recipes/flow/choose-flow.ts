import type { Pick } from '../../core/candidate.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { TrackId } from '../../core/track.ts';
import type { ChooseContext, Chosen } from '../recipe-kind.ts';
import { arrangeList, patchOrder, type ListedTrack } from './arrange-list.ts';
import { drawList } from './draw-list.ts';
import { findSound, noSound } from './find-sound.ts';
import { readFlowSettings } from './flow-settings.ts';
import { keepTracks, type KeptTracks } from './keep-tracks.ts';
import { listNotes } from './list-notes.ts';
import { openField, type FlowField } from './open-field.ts';
import { readCriteria } from './read-criteria.ts';
import { listReasons } from './reasons.ts';
import { holdsStill, listSoundReasons } from './sound-reasons.ts';
import { createSonicReader, type SonicReader } from './sonic.ts';
import { mostPaths } from './adventure.ts';
import { readToldReasons } from './told-reasons.ts';
import { takeAdventure, type Journey } from './take-adventure.ts';
import { toMatch } from './to-match.ts';

/** From the moment to the list: criteria in the library's words, the pool, what stays, the draw, the order, the reasons. */
export const chooseFlow = async (context: ChooseContext, recipe: Recipe, signal: AbortSignal): Promise<Chosen> => {
  const settings = readFlowSettings(context, recipe);
  const { madeFor } = settings;
  const criteria = await readCriteria(context, settings, signal);
  if (criteria.hopeless) {
    const notes = [...criteria.notes, 'The window asks for nothing that the library knows.'];
    return { picks: [], drops: [], notes, short: true, madeFor };
  }
  const field = await openField(context, recipe, settings, criteria, signal);
  const kept = keepTracks(field);
  const isPatch = kept.same && kept.kept.length * 2 >= (field.last.own?.tracks.length ?? 0);
  const asked = isPatch ? undefined : createReader(field);
  const reader = (await asked?.isAvailable(context.sectionIds, signal)) === true ? asked : undefined;
  const sound = reader === undefined ? noSound : await findSound(field, kept, reader, signal);
  const drawn = drawList(field, kept, sound.places);
  const entries = drawn.entries.map((entry) => ({ ...entry, tags: context.library.getTags(entry.track.id) }));
  const journey = isPatch
    ? { list: patchOrder(entries, field.last.own?.tracks ?? []), why: new Map<TrackId, string>() }
    : await arrange(field, entries, kept, reader, signal);
  const told = isPatch ? readReasons(context, recipe, journey.list) : new Map<TrackId, string>();
  const sounds = listSoundReasons(journey.list, sound.why, reader?.listKnown() ?? new Map());
  const soundOf = (id: TrackId): string | undefined => journey.why.get(id) ?? sounds.get(id);
  return {
    picks: journey.list.map((entry) => toPick(field, entry, soundOf(entry.track.id), told.get(entry.track.id))),
    drops: drawn.drops,
    notes: listNotes(field, { ...drawn, entries: journey.list }),
    short: !drawn.full,
    madeFor,
    cutOff: asked?.cutOff(),
  };
};

const arrange = async (
  field: FlowField,
  entries: readonly ListedTrack[],
  kept: KeptTracks,
  reader: SonicReader | undefined,
  signal: AbortSignal,
): Promise<Journey> => {
  const list = await arrangeList(field, entries, reader, signal);
  if (reader === undefined || field.settings.rules.sound !== 'adventure') return { list, why: new Map() };
  return takeAdventure(field, list, kept, signal);
};

/** undefined = nobody wants to know what sounds alike. */
const createReader = ({ context, settings }: FlowField): SonicReader | undefined => {
  if (settings.rules.sound === 'off') return undefined;
  const { server, library, nowMs, logger } = context;
  return createSonicReader({ server, library, nowMs, logger, budget: toBudget(settings) });
};

const leastBudget = 30;
const mostBudget = 300;
/** A look for analysis in the first run of a process. */
const probes = 2;

/** A question per track of the list, those for paths and the look for analysis included. */
const toBudget = ({ size, rules }: FlowField['settings']): number => {
  const aside = probes + (rules.sound === 'adventure' ? mostPaths : 0);
  return Math.max(leastBudget, Math.min(mostBudget, size) - aside);
};

/** Why a track came in stays true as long as it stays in, and what it was compared with. */
const readReasons = (
  { library }: ChooseContext,
  recipe: Recipe,
  list: readonly ListedTrack[],
): ReadonlyMap<TrackId, string> => {
  const told = readToldReasons(library, recipe.id);
  return new Map([...told].filter(([, why]) => holdsStill(why, list)));
};

const toPick = (field: FlowField, entry: ListedTrack, sound: string | undefined, told: string | undefined): Pick => {
  const reasons = listReasons(field, entry, entry.tags, sound);
  const reason = told ?? (reasons.length === 0 ? 'fits the window' : reasons.join('; '));
  return { match: toMatch(entry.track, reason, entry.candidate.weight), reason };
};
