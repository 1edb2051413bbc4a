import type { z } from 'zod';
import { explainIssue } from './explain-issue.ts';

type Path = readonly (string | number)[];

/**
 * Adds a finding whose sentence goes on right behind the option's name and place and quotes what was found itself: `: "9" is not from 0 to 5`, ` at character 3: …`. The
 * sentence is redacted before anybody sees it.
 */
export const addSentence = (context: z.core.$RefinementCtx, rest: string, path: Path = []): void => {
  const sentence = rest.endsWith('.') ? rest : `${rest}.`;
  context.addIssue({ code: 'custom', message: sentence, params: { rest: sentence }, path: [...path] });
};

/** The sentence that `addSentence` kept; undefined = an ordinary finding. */
export const getSentence = (issue: z.core.$ZodIssue): string | undefined => {
  const rest: unknown = issue.code === 'custom' ? issue.params?.rest : undefined;
  return typeof rest === 'string' ? rest : undefined;
};

/** Judges a value by a schema inside the transform of another one; undefined = its findings were added, each with its place. */
export const judge = <Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  context: z.core.$RefinementCtx,
): Output | undefined => {
  const parsed = schema.safeParse(value, { error: explainIssue });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  return undefined;
};
