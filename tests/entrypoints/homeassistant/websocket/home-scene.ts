import { z } from 'zod';
import type { HomeRule } from '../../../../src/core/flow/home-rule.ts';
import { createHomeLink } from '../../../../src/entrypoints/homeassistant/websocket/home-link.ts';
import {
  createHomeState,
  type HomeState,
  type Place,
} from '../../../../src/entrypoints/homeassistant/websocket/home-state.ts';
import type { HomeTiming } from '../../../../src/entrypoints/homeassistant/websocket/home-timing.ts';
import type { Component } from '../../../../src/lib/lifecycle.ts';
import type { House } from '../../../../src/operations/house.ts';
import { defineOperation, type Operation } from '../../../../src/operations/operation.ts';
import { fakeConfig } from '../../../fakes/fake-door-house.ts';
import { fakeFlow } from '../../../fakes/fake-flow.ts';
import { homeToken } from '../../../fakes/fake-home-assistant.ts';
import { createWorkingHouse, type WorkingHouse } from '../../../fakes/fake-house.ts';
import { createRecordingLogger } from '../../../fakes/recording-logger.ts';

/** Short pauses, so that a test waits for messages and not for time. */
export const quickTiming: HomeTiming = {
  connectMs: 2_000,
  firstWordMs: 2_000,
  answerMs: 2_000,
  pingEveryMs: 60_000,
  pongMs: 100,
  retryMs: { min: 20, max: 60 },
  refusedMs: { min: 40, max: 80 },
  startingPollMs: 20,
  startingLimitMs: 300,
  newsKeptMs: 5_000,
  busyPauseMs: 20,
  busyLimitMs: 2_000,
};

export interface Scene extends WorkingHouse {
  readonly link: Component;
  readonly state: HomeState;
  /** Inputs of the flow's operations, in order. */
  readonly asked: { readonly operation: string; readonly input: unknown }[];
  /** `connected` of every event `home-changed`. */
  readonly changes: boolean[];
  /** Log lines, oldest first. */
  readonly lines: Record<string, unknown>[];
  readonly logged: (message: string | RegExp) => Record<string, unknown>[];
}

export interface SceneOptions {
  readonly rules?: readonly HomeRule[];
  /** As configured; `unset` leaves it to Home Assistant, which is one more change to hear of. */
  readonly place?: Place | 'unset';
  readonly options?: Record<string, unknown>;
  readonly timing?: Partial<HomeTiming>;
  readonly patienceMs?: number;
  readonly token?: string;
}

const summary = fakeFlow({
  recipeId: 'lastfm-charts',
  publishedWindow: 'Evening',
  activeWindow: 'Night',
  why: 'House mode is party.',
});

/** The flow's verbs, which only write down what they were asked. */
const createFlowOperations = (asked: Scene['asked']): readonly Operation[] => {
  const note = (operation: string, input: z.ZodType): Operation =>
    defineOperation({
      name: operation,
      summary: 'fake',
      input,
      mutates: true,
      run: async (_house, given) => void asked.push({ operation, input: given }),
    });
  const recipe = z.string().optional();
  const apply = z.boolean().default(true);
  return [
    note('refresh-flow', z.strictObject({ recipe, apply })),
    note('choose-window', z.strictObject({ recipe, window: z.string().nullable(), apply })),
    note('set-flow', z.strictObject({ recipe, familiarityPercent: z.number().min(0).max(100).optional() })),
    note('more-like-this', z.strictObject({ recipe, track: z.string().optional(), apply })),
    note('not-today', z.strictObject({ recipe, track: z.string().optional(), apply })),
    note('undo', z.strictObject({ recipe })),
  ];
};

/** A link with a house behind it, not yet started. */
export const createScene = (url: string | undefined, more: SceneOptions = {}): Scene => {
  const base = fakeConfig(more.options);
  const config = {
    ...base,
    ...(url === undefined ? {} : { hassUrl: url, hassToken: more.token ?? homeToken }),
    homeCommands: more.options?.homeCommands !== false,
  };
  const working = createWorkingHouse({ config });
  const asked: Scene['asked'] = [];
  const flowOperations = createFlowOperations(asked);
  const findOperation = (name: string): Operation | undefined =>
    flowOperations.find((operation) => operation.name === name) ?? working.findOperation(name);
  const { logger, lines } = createRecordingLogger();
  const state = createHomeState({
    rules: more.rules ?? [],
    place: more.place === 'unset' ? undefined : (more.place ?? { latitude: 50, longitude: 10 }),
    configured: url !== undefined,
    clock: Date,
    events: working.house.events,
    patienceMs: more.patienceMs,
  });
  const house: House = { ...working.house, home: state.home, clock: Date };
  const changes: boolean[] = [];
  house.events.on('home-changed', ({ connected }) => changes.push(connected));
  const link = createHomeLink({
    house,
    findOperation,
    readFlows: async () => [summary],
    config,
    state,
    logger,
    timing: { ...quickTiming, ...more.timing },
  });
  const logged: Scene['logged'] = (message) =>
    lines.filter(({ msg }) => (typeof message === 'string' ? msg === message : message.test(String(msg))));
  return { ...working, house, findOperation, link, state, asked, changes, lines, logged };
};

export const start = async (scene: Scene): Promise<void> => scene.link.start(new AbortController().signal);

/** Waits until something is true; fails with the name of what did not happen. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, limitMs = 8_000): Promise<void> => {
  const deadlineMs = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`Did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Gives whatever should not happen the time to happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
