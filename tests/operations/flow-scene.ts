import { DateTime } from 'luxon';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Track } from '../../src/core/track.ts';
import type { FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import { findOperation } from '../../src/operations/table.ts';
import type { ListeningSession } from '../../src/servers/server.ts';
import { fakeFlowPlan, fakeFlowRecipe, fakeWindow } from '../fakes/fake-flow.ts';
import { context, createTestHouse, makeTracks, readPlaylist, type TestHouse } from './test-house.ts';

const windows = [
  fakeWindow('Morning', { start: { kind: 'clock', minute: 6 * 60 }, end: { kind: 'clock', minute: 12 * 60 } }),
  fakeWindow('Evening', { start: { kind: 'clock', minute: 12 * 60 }, end: { kind: 'clock', minute: 22 * 60 } }),
];

/** A flow of ten jazz tracks with a gap from 22:00 to 06:00. */
export const jazzFlow = (changes: Partial<Recipe> = {}): Recipe =>
  fakeFlowRecipe({ size: 10, options: { ...fakeFlowPlan([]), windows }, ...changes });

export interface FlowScene {
  readonly house: TestHouse;
  /** Runs an operation as a door does, with foreign input. */
  readonly call: (name: string, input?: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly look: (recipeId?: string) => Promise<FlowSummary>;
  readonly readList: (recipeId?: string) => Promise<readonly string[]>;
  /** Turns the clock to a time of 21 November 2026 in Berlin. */
  readonly turnTo: (time: string) => void;
  readonly play: (trackId: string, facts?: Partial<ListeningSession>) => void;
}

/** A house of jazz tracks, 60 unless told, at eight in the morning, its flow made. */
export const createFlowScene = async (
  recipes: readonly Recipe[] = [jazzFlow()],
  { tracks = makeTracks(60) }: { readonly tracks?: readonly Track[] } = {},
): Promise<FlowScene> => {
  const tagsOf = () => ({ genres: ['Jazz'], styles: [], moods: [] });
  const house = await createTestHouse({ tracks, tagsOf, recipes });
  const turnTo = (time: string): void => {
    house.clock.nowMs = DateTime.fromISO(`2026-11-21T${time}`, { zone: 'Europe/Berlin' }).toMillis();
  };
  const call: FlowScene['call'] = async (name, input = {}) => {
    const operation = findOperation(name);
    if (operation === undefined) throw new Error(`There is no operation ${name}.`);
    return operation.run(house, operation.input.parse(input), context());
  };
  const look: FlowScene['look'] = async (recipeId = 'daily-flow') => {
    const flows = (await call('list-flows')) as readonly FlowSummary[];
    const flow = flows.find((one) => one.recipeId === recipeId);
    if (flow === undefined) throw new Error(`There is no flow ${recipeId}.`);
    return flow;
  };
  turnTo('08:00');
  for (const { id, enabled } of recipes) if (enabled) await call('run-recipe', { recipe: id });
  return {
    house,
    call,
    look,
    turnTo,
    readList: (recipeId = 'daily-flow') => readPlaylist(house, recipeId),
    play: (trackId, facts = {}) =>
      void house.server.sessions.push({
        sessionId: String(house.server.sessions.length),
        trackId,
        state: 'playing',
        positionMs: 1_000,
        player: 'Kitchen',
        user: undefined,
        ...facts,
      }),
  };
};
