import type { RunTrigger } from '../../core/run.ts';
import { HarmoniqError, describeError } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import type { House } from '../../operations/house.ts';
import type { Operation } from '../../operations/operation.ts';
import { parseInput } from '../call-operation.ts';
import type { CommandResult } from './describe-outcome.ts';

export type FindOperation = (name: string) => Operation | undefined;

export interface QueuedCommand {
  /** Work of the same key waits at most once: asking for it again meanwhile changes nothing. */
  readonly key: string;
  /** `work` (a run, a sync) waits its turn and for a busy house; a `setting` waits for other settings only. */
  readonly kind: 'work' | 'setting';
  readonly operation: string;
  /** What the operation's own parser takes. */
  readonly input: unknown;
}

export interface CommandQueueOptions {
  readonly house: House;
  readonly findOperation: FindOperation;
  readonly trigger: RunTrigger;
  /** Before work that met a busy house is tried again, and how long it is tried at all. */
  readonly busyPauseMs: number;
  readonly busyLimitMs: number;
  readonly logger: Logger;
  /** Has been dealt with; an `error` says why in vain. Not called for what a stop ended. */
  readonly onSettled: (command: QueuedCommand, result: CommandResult) => void;
}

/** Carries out what Home Assistant asks for; outlives connections, so that a run goes on while nobody can be heard. */
export interface CommandQueue {
  /** false = the same work runs or waits already, and nothing was added. */
  add(command: QueuedCommand): boolean;
  /** Work and settings that run or wait. */
  readonly length: number;
  /** Stops what is under way and forgets what waits. */
  stop(): Promise<void>;
}

/** Work is done one after another, settings likewise, neither waits for the other. Never rejects. */
export const createCommandQueue = (options: CommandQueueOptions): CommandQueue => {
  const { house, logger, busyPauseMs, busyLimitMs } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Keys of work that runs or waits. */
  const busy = new Set<string>();
  const lines: Record<QueuedCommand['kind'], Promise<void>> = { work: Promise.resolve(), setting: Promise.resolve() };
  let length = 0;

  const perform = async ({ operation: name, input }: QueuedCommand): Promise<unknown> => {
    const operation = options.findOperation(name);
    if (operation === undefined) throw new HarmoniqError('internal', `There is no operation "${name}".`);
    return operation.run(house, parseInput(operation, input), { trigger: options.trigger, signal });
  };

  /** Tries again for as long as the house is busy with the same thing. */
  const performWhenFree = async (command: QueuedCommand): Promise<unknown> => {
    const deadlineMs = performance.now() + busyLimitMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await perform(command);
      } catch (error) {
        const conflict = error instanceof HarmoniqError && error.code === 'conflict';
        if (!conflict || command.kind === 'setting' || performance.now() > deadlineMs) throw error;
        if (attempt === 1)
          logger.info({ command: command.key, reason: describeError(error) }, 'The command waits its turn');
        await waitUntilIdle(deadlineMs);
      }
    }
  };

  const waitUntilIdle = async (deadlineMs: number): Promise<void> => {
    do await sleep(busyPauseMs, signal);
    while (isBusy(house) && performance.now() < deadlineMs);
  };

  const settle = async (command: QueuedCommand): Promise<void> => {
    const result = await (signal.aborted ? Promise.resolve() : performWhenFree(command)).then(
      (answer): CommandResult => ({ answer }),
      (error: unknown): CommandResult => ({ error }),
    );
    length -= 1;
    if (command.kind === 'work') busy.delete(command.key);
    if (!signal.aborted) options.onSettled(command, result);
  };

  return {
    add(command) {
      if (signal.aborted || (command.kind === 'work' && busy.has(command.key))) return false;
      if (command.kind === 'work') busy.add(command.key);
      length += 1;
      lines[command.kind] = lines[command.kind].then(() => settle(command));
      return true;
    },
    get length() {
      return length;
    },
    async stop() {
      stopping.abort();
      await Promise.all([lines.work, lines.setting]);
    },
  };
};

const isBusy = (house: House): boolean => {
  const { cycle, syncing, recipes } = house.activity.snapshot();
  return cycle !== undefined || syncing || recipes.length > 0;
};
