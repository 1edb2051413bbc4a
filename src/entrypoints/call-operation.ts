import { z } from 'zod';
import { HarmoniqError, errorTable, toHarmoniqError, type ErrorCode } from '../lib/errors.ts';
import type { House } from '../operations/house.ts';
import type { Operation, OperationContext } from '../operations/operation.ts';

/** An error as every door shows it to machines. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string };
}

export const toErrorBody = (error: unknown): ErrorBody => {
  const known = toHarmoniqError(error);
  return {
    error: { code: known.code, message: known.message, ...(known.hint === undefined ? {} : { hint: known.hint }) },
  };
};

export const toHttpStatus = (error: unknown): (typeof errorTable)[ErrorCode]['httpStatus'] =>
  errorTable[toHarmoniqError(error).code].httpStatus;

const describeIssue = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: not known here`;
  const where = issue.path.join('.');
  const message = findMessage(issue);
  return where === '' ? message : `${where}: ${message}`;
};

/** Where one of several forms is wanted and nothing says so in words, the last is the usual one. */
const findMessage = (issue: z.core.$ZodIssue): string => {
  const usual = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined;
  return usual === undefined || issue.message !== 'Invalid input' ? issue.message : findMessage(usual);
};

/** Foreign input → what the operation takes. Throws `invalid-input` that names every field that is wrong. */
export const parseInput = (operation: Operation, raw: unknown): unknown => {
  const parsed = operation.input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const known = Object.keys(operation.input instanceof z.ZodObject ? operation.input.shape : {});
  throw new HarmoniqError(
    'invalid-input',
    `The input of ${operation.name} is not valid: ${parsed.error.issues.map(describeIssue).join('; ')}.`,
    { hint: known.length === 0 ? `${operation.name} takes no input.` : `It takes: ${known.join(', ')}.` },
  );
};

/** Parses the foreign input and runs the verb; the answer is plain JSON. */
export const callOperation = async (
  house: House,
  operation: Operation,
  raw: unknown,
  context: OperationContext,
): Promise<unknown> => operation.run(house, parseInput(operation, raw), context);
