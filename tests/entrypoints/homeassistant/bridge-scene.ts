import { createBrokerResolver } from '../../../src/entrypoints/homeassistant/broker.ts';
import { createHomeAssistantBridge } from '../../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import type { BridgeTiming } from '../../../src/entrypoints/homeassistant/timing.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import type { Component } from '../../../src/lib/lifecycle.ts';
import { fakeConfig } from '../../fakes/fake-door-house.ts';
import { createWorkingHouse, type WorkingHouse } from '../../fakes/fake-house.ts';
import type { TestBroker } from '../../fakes/mqtt-broker.ts';
import { createRecordingLogger } from '../../fakes/recording-logger.ts';

export const root = 'harmoniq/harmoniq';
export const discoveryTopic = 'homeassistant/device/harmoniq/config';
export const birthTopic = 'homeassistant/status';
export const clientId = 'harmoniq_harmoniq';

/** Short pauses, so that a test waits for messages and not for time. */
export const quickTiming: BridgeTiming = {
  reconnectMs: 50,
  brokerPollMs: 50,
  retainedWaitMs: 60,
  discoveryPauseMs: 120,
  birthDelayMs: { min: 1, max: 20 },
  gatherMs: 10,
  refreshMs: 60_000,
  busyPauseMs: 20,
  busyLimitMs: 5_000,
};

export interface Scene extends WorkingHouse {
  readonly bridge: Component;
  /** Log lines, oldest first. */
  readonly lines: Record<string, unknown>[];
  readonly logged: (message: string | RegExp) => Record<string, unknown>[];
}

export interface SceneOptions {
  readonly options?: Record<string, unknown>;
  readonly recipes?: readonly Recipe[];
  readonly timing?: Partial<BridgeTiming>;
}

/** A bridge with a house behind it, not yet started. */
export const createScene = (url: string | undefined, more: SceneOptions = {}): Scene => {
  const config = fakeConfig({ ...(url === undefined ? {} : { mqttUrl: url }), ...more.options });
  const working = createWorkingHouse({ config, ...(more.recipes === undefined ? {} : { recipes: more.recipes }) });
  const { logger, lines } = createRecordingLogger();
  const bridge = createHomeAssistantBridge({
    house: working.house,
    findOperation: working.findOperation,
    readFlows: working.readFlows,
    config,
    version: '1.2.3',
    resolveBroker: createBrokerResolver(config, logger),
    logger,
    timing: { ...quickTiming, ...more.timing },
  });
  const logged = (message: string | RegExp) =>
    lines.filter(({ msg }) => (typeof message === 'string' ? msg === message : message.test(String(msg))));
  return { ...working, bridge, lines, logged };
};

export const start = async (scene: Scene): Promise<void> => scene.bridge.start(new AbortController().signal);

/** Waits until something is true; fails with the name of what did not happen. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, limitMs = 8_000): Promise<void> => {
  const deadlineMs = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`Did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const payloadsOn = (broker: TestBroker, topic: string, from = 0): readonly string[] =>
  broker.messages
    .slice(from)
    .filter((message) => message.topic === topic)
    .map(({ payload }) => payload);

export const untilOnline = (broker: TestBroker, times = 1): Promise<void> =>
  until('online', () => payloadsOn(broker, `${root}/availability`).filter((word) => word === 'online').length >= times);

export const stateOn = (broker: TestBroker, key: string): unknown => {
  const last = payloadsOn(broker, `${root}/state/${key}`).at(-1);
  return last === undefined ? undefined : (JSON.parse(last) as { state: unknown }).state;
};

/** Gives whatever should not happen the time to happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));
