import { z } from 'zod';
import type { Recipe } from '../../src/core/recipe.ts';
import type { FlowPlan } from '../../src/core/flow/window.ts';
import type { CoverPicture, FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import type { House } from '../../src/operations/house.ts';
import { defineOperation, type Operation } from '../../src/operations/operation.ts';
import { fakeFlow } from './fake-flow.ts';

/** The smallest PNG there is, with the key as text behind its end, so that two keys give two pictures. */
export const fakePng = (key: string): Buffer =>
  Buffer.concat([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    Buffer.from(key),
  ]);

export interface FakeFlows {
  /** By recipe id; tests change them. */
  readonly flows: Map<string, FlowSummary>;
  readonly operations: readonly Operation[];
}

const summarise = (recipe: Recipe): FlowSummary => {
  const { windows } = recipe.options as unknown as FlowPlan;
  const windowNames = [...new Set(windows.map(({ name }) => name))];
  return fakeFlow({
    recipeId: recipe.id,
    playlistName: recipe.playlistName,
    windowNames,
    windows: windows.map(({ id, name }) => ({ id, name, when: 'every day 00:00–12:00', theme: 'Jazz' })),
    activeWindow: windowNames[0],
    publishedWindow: windowNames[0],
    nextWindow: windowNames[1],
    size: recipe.size,
    coverKey: `cover of ${windowNames[0] ?? 'nothing'}`,
  });
};

/** Stand-ins for the flow's verbs that remember what they are told and never touch a playlist. `begin` is told each call of work. */
export const createFakeFlows = (
  house: House,
  begin: (call: string) => void,
  run: (recipeId: string) => Promise<unknown>,
): FakeFlows => {
  const recipes = house.recipes.filter(({ kind, enabled }) => kind === 'flow' && enabled);
  const flows = new Map(recipes.map((recipe) => [recipe.id, summarise(recipe)]));
  const flowOf = (recipeId: string | undefined): FlowSummary => {
    const flow = recipeId === undefined ? [...flows.values()][0] : flows.get(recipeId);
    if (flow === undefined) throw new Error(`The fake has no flow ${recipeId ?? ''}.`);
    return flow;
  };
  const change = (recipeId: string | undefined, facts: Partial<FlowSummary>): FlowSummary => {
    const flow = { ...flowOf(recipeId), ...facts };
    flows.set(flow.recipeId, flow);
    house.events.emit('flow-changed', { recipeId: flow.recipeId });
    return flow;
  };
  const recipe = z.string().optional();
  const work = (name: string): Operation =>
    defineOperation({
      name,
      summary: name,
      input: z.strictObject({ recipe }),
      mutates: true,
      run: async (_house, input) => {
        const { recipeId } = flowOf(input.recipe);
        begin(`${name} ${recipeId}`);
        return run(recipeId);
      },
    });
  const wish = (name: string): Operation =>
    defineOperation({
      name,
      summary: name,
      input: z.strictObject({ recipe, track: z.string().optional(), apply: z.boolean().default(true) }),
      mutates: true,
      run: async (_house, { recipe: wanted, track, apply }) => {
        const { recipeId } = flowOf(wanted);
        begin([name, recipeId, ...(track === undefined ? [] : [track]), ...(apply ? ['now'] : [])].join(' '));
        return change(recipeId, { stale: true });
      },
    });
  const operations: readonly Operation[] = [
    defineOperation({
      name: 'list-flows',
      summary: 'fake',
      input: z.strictObject({}),
      mutates: false,
      run: async () => [...flows.values()],
    }),
    defineOperation({
      name: 'choose-window',
      summary: 'fake',
      input: z.strictObject({ recipe, window: z.string().nullable(), apply: z.boolean().default(true) }),
      mutates: true,
      run: async (_house, input) => {
        const { windowNames } = flowOf(input.recipe);
        begin(`choose-window ${input.window ?? 'Auto'}${input.apply ? ' now' : ''}`);
        const activeWindow = input.window ?? windowNames[0];
        return change(input.recipe, {
          manual: input.window ?? undefined,
          by: input.window === null ? 'schedule' : 'manual',
          activeWindow,
          why: input.window === null ? 'It is 13:00.' : `You chose ${input.window}.`,
          coverKey: `cover of ${activeWindow ?? 'nothing'}`,
        });
      },
    }),
    defineOperation({
      name: 'set-flow',
      summary: 'fake',
      input: z.strictObject({
        recipe,
        size: z.number().int().min(1).max(1_000).optional(),
        familiarityPercent: z.number().int().min(0).max(100).optional(),
        followsHome: z.boolean().optional(),
      }),
      mutates: true,
      run: async (_house, { recipe: recipeId, ...facts }) => {
        begin(`set-flow ${JSON.stringify(facts)}`);
        const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
        return change(recipeId, given);
      },
    }),
    ...['refresh-flow', 'more-like-this', 'not-today'].map(wish),
    work('undo'),
    defineOperation({
      name: 'get-cover',
      summary: 'fake',
      input: z.strictObject({ recipe }),
      mutates: false,
      run: async (_house, input): Promise<CoverPicture | null> => {
        const { coverKey, recipeId } = flowOf(input.recipe);
        begin(`get-cover ${recipeId}`);
        if (coverKey === undefined) return null;
        return { key: coverKey, contentType: 'image/png', base64: fakePng(coverKey).toString('base64') };
      },
    }),
  ];
  return { flows, operations };
};
