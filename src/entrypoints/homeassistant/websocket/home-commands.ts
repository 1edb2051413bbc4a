import { z } from 'zod';
import { HarmoniqError, describeError } from '../../../lib/errors.ts';
import type { Logger } from '../../../lib/logger.ts';
import { toOneLine } from '../../../lib/one-line.ts';
import type { House } from '../../../operations/house.ts';
import { parseInput } from '../../call-operation.ts';
import { createCommandQueue, type FindOperation } from '../command-queue.ts';
import { describeOutcome, type CommandResult } from '../describe-outcome.ts';
import { verbs } from '../verbs.ts';
import type { HomeTiming } from './home-timing.ts';

/** Home Assistant's scripts can be quick; more than this waiting at once is a mistake in one of them. */
const mostWaiting = 50;
const longestInput = 8_192;

export interface HomeCommandsOptions {
  readonly house: House;
  readonly findOperation: FindOperation;
  readonly timing: HomeTiming;
  readonly instanceId: string;
  readonly logger: Logger;
}

/** Takes the events `harmoniq_command` of Home Assistant's bus; outlives connections. */
export interface HomeCommands {
  accept(event: unknown): void;
  /** Stops what is under way and forgets what waits. */
  stop(): Promise<void>;
}

/** The data of an event: `command`, perhaps `instance`, and the operation's own inputs, as Home Assistant spells them (`familiarity_percent`). */
const eventShape = z.object({ data: z.record(z.string(), z.unknown()) });

/** One command after another, as over MQTT: work waits its turn, settings are applied at once. What came of each is said in the log and on the notice board. */
export const createHomeCommands = (options: HomeCommandsOptions): HomeCommands => {
  const { house, timing, logger } = options;

  const settle = (command: string, input: unknown, result: CommandResult): void => {
    if ('error' in result)
      logger.warn({ command, reason: describeError(result.error) }, 'A command from Home Assistant failed');
    else logger.info({ command }, 'A command from Home Assistant was carried out');
    house.events.emit('command-settled', describeOutcome(command, input, result));
  };
  const queue = createCommandQueue({
    house,
    findOperation: options.findOperation,
    trigger: 'home-assistant',
    busyPauseMs: timing.busyPauseMs,
    busyLimitMs: timing.busyLimitMs,
    logger,
    onSettled({ key, input }, result) {
      const [command = key] = key.split(' ');
      settle(command, input, result);
    },
  });

  /** Checked before it waits, so that a mistake is told at once. */
  const enqueue = (name: string, inputs: Readonly<Record<string, unknown>>): void => {
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb === undefined) throw unknownCommand(name);
    const input = { ...verb.input, ...toInput(inputs) };
    const text = JSON.stringify(input);
    if (text.length > longestInput)
      throw new HarmoniqError('invalid-input', `The data of ${name} is too long (${text.length} characters).`);
    const operation = options.findOperation(verb.operation);
    if (operation !== undefined) parseInput(operation, input);
    if (queue.length >= mostWaiting)
      throw new HarmoniqError('conflict', `${mostWaiting} commands wait already; ${name} was not added.`);
    if (!queue.add({ key: `${name} ${text}`, kind: verb.kind, operation: verb.operation, input }))
      logger.info({ command: name }, 'Ignored a command that is already under way');
  };

  return {
    accept(event) {
      const parsed = eventShape.safeParse(event);
      const { command, instance, ...inputs } = parsed.success ? parsed.data.data : {};
      if (instance !== undefined && instance !== options.instanceId) return;
      const name = toName(command);
      try {
        enqueue(name, inputs);
      } catch (error) {
        settle(name, inputs, { error });
      }
    },
    stop: () => queue.stop(),
  };
};

const unknownCommand = (name: string): HarmoniqError =>
  new HarmoniqError('invalid-input', name === '' ? 'The event names no command.' : `There is no command "${name}".`, {
    hint: `"command" must be one of: ${Object.keys(verbs).join(', ')}.`,
  });

const longestName = 60;

/** `Refresh_Flow` is `refresh-flow`. */
const toName = (command: unknown): string =>
  typeof command === 'string' ? toOneLine(command.slice(0, longestName)).toLowerCase().replaceAll(/[_ ]/g, '-') : '';

const toInput = (inputs: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [toCamel(name), value]));

const toCamel = (name: string): string =>
  name.replaceAll(/[_-]([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
