import type { Redactor } from '../../lib/redact.ts';

/** The same plain JSON without secrets: sentences from foreign services stand in it, and a secret in one of them must not leave the house. */
export const cleanTexts = (value: unknown, redact: Redactor): unknown => {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item: unknown) => cleanTexts(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cleanTexts(item, redact)]));
};
