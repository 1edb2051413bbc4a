import type { House } from '../../operations/house.ts';
import { HarmoniqError, describeError } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { IncomingMessage } from './broker-link.ts';
import { createCommandQueue, type FindOperation } from './command-queue.ts';
import { describeOutcome, type CommandResult } from './describe-outcome.ts';
import type { Entity, EntityCommand, ReadPayload } from './entity.ts';
import type { BridgeTiming } from './timing.ts';
import type { Topics } from './topics.ts';
import { nameOfOperation } from './verbs.ts';

export type { FindOperation } from './command-queue.ts';

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
  let stopped = false;
  const tell = (operation: string, input: unknown, result: CommandResult): void =>
    house.events.emit('command-settled', describeOutcome(nameOfOperation(operation), input, result));
  const queue = createCommandQueue({
    house,
    findOperation: options.findOperation,
    trigger: 'mqtt',
    busyPauseMs: timing.busyPauseMs,
    busyLimitMs: timing.busyLimitMs,
    logger,
    onSettled({ key, operation, input }, result) {
      if ('error' in result)
        logger.warn({ entity: key, reason: describeError(result.error) }, 'A command from Home Assistant failed');
      tell(operation, input, result);
      options.onSettled(key);
    },
  });

  const enqueue = (key: string, { kind, operation }: EntityCommand, input: unknown): void => {
    if (queue.add({ key, kind, operation, input })) return;
    logger.info({ entity: key }, 'Ignored a command that is already under way');
    options.onSettled(key);
  };

  return {
    accept({ topic, payload, retained }) {
      if (stopped) return;
      const key = topics.findCommandKey(topic);
      const command = key === undefined ? undefined : entities.get(key)?.command;
      const meaning = command === undefined || payload === '' ? undefined : readPayload(command, payload);
      if (key === undefined || command === undefined || meaning === undefined) {
        if (payload !== '') logger.debug({ topic: topic.slice(0, 200) }, 'Ignored an unknown MQTT command');
      } else if (retained) {
        logger.debug({ topic }, 'Ignored a retained MQTT command');
      } else if ('refusal' in meaning) {
        logger.warn({ entity: key, reason: meaning.refusal }, 'A command from Home Assistant was refused');
        tell(command.operation, undefined, { error: new HarmoniqError('invalid-input', meaning.refusal) });
        options.onSettled(key);
      } else {
        enqueue(key, command, meaning.input);
      }
    },
    async stop() {
      stopped = true;
      await queue.stop();
    },
  };
};

/** undefined = not a payload of this entity. */
const readPayload = ({ inputs, read }: EntityCommand, payload: string): ReadPayload | undefined => {
  if (read !== undefined) return read(payload);
  return inputs !== undefined && Object.hasOwn(inputs, payload) ? { input: inputs[payload] } : undefined;
};
