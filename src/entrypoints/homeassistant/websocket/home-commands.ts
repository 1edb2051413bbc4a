import { z } from 'zod';
import { HarmoniqError, describeError, toHarmoniqError } from '../../../lib/errors.ts';
import type { Logger } from '../../../lib/logger.ts';
import { toOneLine } from '../../../lib/one-line.ts';
import type { House } from '../../../operations/house.ts';
import { parseInput } from '../../call-operation.ts';
import { createCommandQueue, type FindOperation, type QueuedCommand } from '../command-queue.ts';
import type { HomeTiming } from './home-timing.ts';

/** What may stand in `command:`, and what it means. `input` is what the command says without being told. */
const verbs: Readonly<Record<string, Pick<QueuedCommand, 'operation' | 'kind'> & { readonly input?: object }>> = {
  // Wishes are only noted down here: the conductor makes the playlist, once, however often somebody changes his mind.
  'refresh-flow': { operation: 'refresh-flow', kind: 'setting', input: { apply: false } },
  'choose-window': { operation: 'choose-window', kind: 'setting', input: { apply: false } },
  'more-like-this': { operation: 'more-like-this', kind: 'setting', input: { apply: false } },
  'not-today': { operation: 'not-today', kind: 'setting', input: { apply: false } },
  'set-flow': { operation: 'set-flow', kind: 'setting' },
  run: { operation: 'run-recipe', kind: 'work' },
  'run-all': { operation: 'run-cycle', kind: 'work' },
  sync: { operation: 'sync-library', kind: 'work' },
  undo: { operation: 'undo', kind: 'work' },
};

/** Home Assistant's scripts can be quick; more than this waiting at once is a mistake in one of them. */
const mostWaiting = 50;
const longestInput = 8_192;

export interface HomeCommandsOptions {
  readonly house: House;
  readonly findOperation: FindOperation;
  readonly timing: HomeTiming;
  readonly instanceId: string;
  readonly logger: Logger;
  /** Tells Home Assistant what was not done, and why. */
  readonly onFailed: (failure: CommandFailure) => void;
}

export interface CommandFailure {
  readonly command: string;
  readonly code: string;
  readonly message: string;
}

/** Takes the events `harmoniq_command` of Home Assistant's bus; outlives connections. */
export interface HomeCommands {
  accept(event: unknown): void;
  /** Stops what is under way and forgets what waits. */
  stop(): Promise<void>;
}

/** The data of an event: `command`, perhaps `instance`, and the operation's own inputs, as Home Assistant spells them (`familiarity_percent`). */
const eventShape = z.object({ data: z.record(z.string(), z.unknown()) });

/** One command after another, as over MQTT: work waits its turn, settings are applied at once. Whatever is wrong is said in the log and to Home Assistant. */
export const createHomeCommands = (options: HomeCommandsOptions): HomeCommands => {
  const { house, timing, logger } = options;

  const fail = (command: string, error: unknown): void => {
    logger.warn({ command, reason: describeError(error) }, 'A command from Home Assistant failed');
    options.onFailed({ command, code: toHarmoniqError(error).code, message: describeError(error) });
  };
  const queue = createCommandQueue({
    house,
    findOperation: options.findOperation,
    trigger: 'home-assistant',
    busyPauseMs: timing.busyPauseMs,
    busyLimitMs: timing.busyLimitMs,
    logger,
    onSettled({ key }, error) {
      const [command = key] = key.split(' ');
      if (error === undefined) logger.info({ command }, 'A command from Home Assistant was carried out');
      else fail(command, error);
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
        fail(name, error);
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
