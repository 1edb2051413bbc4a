import { z } from 'zod';
import { parseJson } from '../../lib/parse-json.ts';
import type { Library } from '../../library/library.ts';

const seedSchema = z.object({ trackId: z.string(), occurrence: z.string() });
const actionSchema = z.object({
  command: z.string(),
  ok: z.boolean(),
  message: z.string(),
  doneAtMs: z.number(),
  track: z.object({ trackId: z.string(), artist: z.string(), title: z.string() }).optional(),
  player: z.string().optional(),
});

/** What a flow keeps beside its configuration: choices made by hand, and what its playlist was last made for. */
const stateSchema = z.object({
  manual: z
    .object({ window: z.string(), chosenAtMs: z.number(), untilMs: z.number().optional() })
    .optional()
    .catch(undefined),
  followsHome: z.boolean().optional().catch(undefined),
  size: z.number().int().positive().optional().catch(undefined),
  /** 0–1. */
  familiarity: z.number().min(0).max(1).optional().catch(undefined),
  /** New lists asked for within one turn of a window. */
  refreshes: z.object({ occurrence: z.string(), count: z.number().int().nonnegative() }).optional().catch(undefined),
  /** Tracks that somebody wanted more of, the newest first. */
  seeds: z.array(seedSchema).catch([]),
  /** Counts what made the list outdated though the moment is the same; a run that began before does not settle it. */
  unsettled: z.number().int().nonnegative().catch(0),
  /** Key of the moment that the playlist was last made for. */
  applied: z.string().optional().catch(undefined),
  /** When it was first made for a moment, and for which. */
  madeFor: z.object({ wanted: z.string(), atMs: z.number() }).optional().catch(undefined),
  appliedWindow: z.string().optional().catch(undefined),
  /** The playlist holds an earlier list that somebody brought back; `window`: name of the one it was made for, if that is known. */
  broughtBack: z.object({ window: z.string().optional() }).optional().catch(undefined),
  notes: z.array(z.string()).catch([]),
  lastAction: actionSchema.optional().catch(undefined),
  /** What people were last told of which window counts. */
  toldWindow: z.string().optional().catch(undefined),
  cover: z
    .object({ key: z.string(), posterKey: z.string().optional(), posterId: z.string().optional(), facts: z.unknown() })
    .optional()
    .catch(undefined),
});
export type FlowState = z.output<typeof stateSchema>;

const settingOf = (recipeId: string): string => `flow:${recipeId}`;

/** What cannot be read counts as never chosen. */
export const readFlowState = (library: Pick<Library, 'getSetting'>, recipeId: string): FlowState => {
  const parsed = stateSchema.safeParse(parseJson(library.getSetting(settingOf(recipeId))));
  return parsed.success ? parsed.data : stateSchema.parse({});
};

/** Changes some of it; synchronous, so that nothing comes between reading and writing. */
export const changeFlowState = (
  library: Pick<Library, 'getSetting' | 'setSetting'>,
  recipeId: string,
  change: (state: FlowState) => FlowState,
): void => library.setSetting(settingOf(recipeId), JSON.stringify(change(readFlowState(library, recipeId))));

/** The list is to be made anew even if nothing else was asked for. */
export const unsettle = (state: FlowState): FlowState => ({
  ...state,
  applied: undefined,
  unsettled: state.unsettled + 1,
});
