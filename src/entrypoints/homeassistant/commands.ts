import type { House } from '../../operations/house.ts';
import type { Operation } from '../../operations/operation.ts';
import { HarmoniqError, describeError } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import type { IncomingMessage } from './broker-link.ts';
import type { Entity, EntityCommand } from './entity.ts';
import type { BridgeTiming } from './timing.ts';
import type { Topics } from './topics.ts';

export type FindOperation = (name: string) => Operation | undefined;

export interface CommandDeskOptions {
  readonly house: House;
  readonly findOperation: FindOperation;
  readonly entities: readonly Entity[];
  readonly topics: Topics;
  readonly timing: BridgeTiming;
  readonly logger: Logger;
  /** A command of this entity has been dealt with: show its state again, changed or not. */
  readonly onSettled: (key: string) => void;
}

/** Takes commands from Home Assistant; outlives connections, so that a run goes on while the broker is away. */
export interface CommandDesk {
  accept(message: IncomingMessage): void;
  /** Stops what is under way and forgets what waits. */
  stop(): Promise<void>;
}

/**
 * Work (runs, syncs) is done one after another; each button waits at most once, and pressing it again meanwhile changes nothing. Work that meets a
 * busy house is tried again when the house may be idle. Settings do not wait.
 */
export const createCommandDesk = (options: CommandDeskOptions): CommandDesk => {
  const { house, topics, timing, logger } = options;
  const entities = new Map(options.entities.map((entity) => [entity.key, entity]));
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Keys of work that runs or waits, in order. */
  const busy = new Set<string>();
  let work: Promise<void> = Promise.resolve();
  let settings: Promise<void> = Promise.resolve();

  const perform = async (command: EntityCommand, input: unknown): Promise<void> => {
    const operation = options.findOperation(command.operation);
    if (operation === undefined) throw new HarmoniqError('internal', `There is no operation "${command.operation}".`);
    await operation.run(house, operation.input.parse(input), { trigger: 'mqtt', signal });
  };

  /** Tries again for as long as the house is busy with the same thing. */
  const performWhenFree = async (key: string, command: EntityCommand, input: unknown): Promise<void> => {
    const deadlineMs = performance.now() + timing.busyLimitMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await perform(command, input);
      } catch (error) {
        const conflict = error instanceof HarmoniqError && error.code === 'conflict';
        if (!conflict || command.kind === 'setting' || performance.now() > deadlineMs) throw error;
        if (attempt === 1) logger.info({ entity: key, reason: describeError(error) }, 'The command waits its turn');
        await waitUntilIdle(deadlineMs);
      }
    }
  };

  const waitUntilIdle = async (deadlineMs: number): Promise<void> => {
    do await sleep(timing.busyPauseMs, signal);
    while (isBusy(house) && performance.now() < deadlineMs);
  };

  const settle = async (key: string, command: EntityCommand, input: unknown): Promise<void> => {
    if (signal.aborted) return;
    try {
      await performWhenFree(key, command, input);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ entity: key, reason: describeError(error) }, 'A command from Home Assistant failed');
    } finally {
      busy.delete(key);
      options.onSettled(key);
    }
  };

  const enqueue = (key: string, command: EntityCommand, input: unknown): void => {
    if (command.kind === 'setting') {
      settings = settings.then(() => settle(key, command, input));
      return;
    }
    if (busy.has(key)) {
      logger.info({ entity: key }, 'Ignored a command that is already under way');
      options.onSettled(key);
      return;
    }
    busy.add(key);
    work = work.then(() => settle(key, command, input));
  };

  return {
    accept({ topic, payload, retained }) {
      if (signal.aborted) return;
      const key = topics.findCommandKey(topic);
      const command = key === undefined ? undefined : entities.get(key)?.command;
      if (key === undefined || command === undefined || !Object.hasOwn(command.inputs, payload)) {
        if (payload !== '') logger.debug({ topic: topic.slice(0, 200) }, 'Ignored an unknown MQTT command');
      } else if (retained) {
        logger.debug({ topic }, 'Ignored a retained MQTT command');
      } else {
        enqueue(key, command, command.inputs[payload]);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all([work, settings]);
    },
  };
};

const isBusy = (house: House): boolean => {
  const { cycle, syncing, recipes } = house.activity.snapshot();
  return cycle !== undefined || syncing || recipes.length > 0;
};
