import { z } from 'zod';
import { quietHome, type HomeVerdict } from '../core/flow/decision.ts';
import { energies } from '../core/flow/window.ts';
import type { Recipe } from '../core/recipe.ts';
import { parseJson } from '../lib/parse-json.ts';
import type { Library } from '../library/library.ts';
import type { Clock, Home } from './house.ts';

const settingName = 'home-record';
/** A service that was killed no longer renews its record; after this long nobody goes by it. */
const recordLifetimeMs = 15 * 60_000;
export const recordRenewalMs = 5 * 60_000;

const colours = {
  moods: z.array(z.string()),
  genres: z.array(z.string()),
  energy: z.enum(energies).optional(),
  familiarity: z.number().optional(),
};
const verdictSchema = z.object({
  window: z.string().optional(),
  pause: z.boolean(),
  ...colours,
  because: z.object({
    window: z.array(z.string()),
    pause: z.array(z.string()),
    adjustments: z.array(
      z
        .object({ reason: z.string(), ...colours })
        .transform(({ energy, familiarity, ...rest }) => ({ ...rest, energy, familiarity })),
    ),
  }),
  unknownWindow: z.string().optional(),
});
const recordSchema = z.object({
  savedAtMs: z.number(),
  place: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  verdicts: z.record(z.string(), verdictSchema),
});
type HomeRecord = z.output<typeof recordSchema>;

/** Writes down what the home says to each flow, for other processes that do not listen themselves. */
export const saveHomeRecord = (library: Library, home: Home, flows: readonly Recipe[], nowMs: number): void => {
  const verdicts = Object.fromEntries(flows.map(({ id }) => [id, home.judge(id)]));
  library.setSetting(settingName, JSON.stringify({ savedAtMs: nowMs, place: home.place, verdicts }));
};

export const clearHomeRecord = (library: Library): void => library.setSetting(settingName, '');

const readHomeRecord = (library: Library, nowMs: number): HomeRecord | undefined => {
  const text = library.getSetting(settingName) ?? '';
  if (text === '') return undefined;
  const record = recordSchema.safeParse(parseJson(text)).data;
  return record === undefined || Math.abs(nowMs - record.savedAtMs) > recordLifetimeMs ? undefined : record;
};

/**
 * The home for a process that may not listen: while `listens` is false (a command beside the service) it says what the service last wrote down, so that both
 * see the same window.
 */
export const createRecordedHome = (heard: Home, listens: () => boolean, library: Library, clock: Clock): Home => {
  const recall = (): HomeRecord | undefined => (listens() ? undefined : readHomeRecord(library, clock.now()));
  return {
    get connected() {
      return heard.connected;
    },
    get awaited() {
      return heard.awaited;
    },
    get missingEntities() {
      return heard.missingEntities;
    },
    get place() {
      return heard.place ?? recall()?.place;
    },
    judge(recipeId): HomeVerdict {
      const verdict = recall()?.verdicts[recipeId];
      return verdict === undefined ? heard.judge(recipeId) : { ...quietHome, ...verdict };
    },
  };
};
