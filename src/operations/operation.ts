import type { z } from 'zod';
import type { RunReport } from '../core/run.ts';
import type { House } from './house.ts';

/** Who asked, and how to stop. */
export interface OperationContext {
  readonly trigger: RunReport['trigger'];
  readonly signal: AbortSignal;
}

/**
 * One verb of the product. Doors look it up in the table, parse foreign input with `input`, run it and show what comes back; they add nothing.
 * `run` throws HarmoniqError; its result is plain JSON.
 */
export interface Operation<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly input: Input;
  /** Changes something outside this process: refused over HTTP GET, never triggered by a retained message. */
  readonly mutates: boolean;
  run(house: House, input: z.output<Input>, context: OperationContext): Promise<Output>;
}

/** Keeps the types of input and output together while the table stays a plain list. */
export const defineOperation = <Input extends z.ZodType, Output>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> => operation;
