import type { z } from 'zod';

/** Says what is allowed where the schema itself does not; used for every parse of the configuration. */
export const explainIssue = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === 'invalid_type') return explainType(issue.expected, issue.input);
  if (issue.code === 'invalid_value') return `must be ${oneOf(issue.values.map(String))}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'must not be empty';
  if (issue.code === 'too_big' && issue.origin === 'string') return `must have at most ${issue.maximum} characters`;
  return undefined;
};

const explainType = (expected: string, input: unknown): string => {
  if (expected === 'string')
    return typeof input === 'number' || typeof input === 'boolean' ? 'must be text; put it in quotes' : 'must be text';
  if (expected === 'array') return 'must be a list';
  return expected === 'object' ? 'must hold names and values' : `must be of the type ${expected}`;
};

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
