import { z } from 'zod';
import { finishWindows } from '../core/flow/finish-windows.ts';
import { parseWindows } from '../core/flow/parse-windows.ts';
import { scanList } from '../core/flow/scan-windows.ts';
import { createDraft, createOnCallDraft, findOnCallProblem, type WindowDraft } from '../core/flow/window-draft.ts';
import { criteriaFields, fieldReaders, windowFields, type WindowField } from '../core/flow/window-fields.ts';
import { minutesPerDay, printMinute, readSpan, readTime, type WindowSpan } from '../core/flow/window-time.ts';
import type { Window, WindowTime } from '../core/flow/window.ts';
import { addSentence, judge } from './issues.ts';

/** One text, numbers, or a list of them. A text with commas is a list, as the add-on's form has no lists inside lists. */
const toTexts = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return scanList(value);
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((part: unknown) => (typeof part === 'number' ? String(part) : part));
  return texts.every((text) => typeof text === 'string') ? texts : undefined;
};

/** The texts of a field, once the field's own reader is content with them. */
const fieldTexts = (field: WindowField) =>
  z
    .unknown()
    .transform((value, context): readonly string[] => {
      const isWhole = field === 'name' && typeof value === 'string';
      const texts = isWhole ? [value] : toTexts(value);
      const read = texts === undefined ? undefined : fieldReaders[field](createOnCallDraft(), texts);
      if (texts !== undefined && read !== undefined && 'value' in read) return texts;
      const isText = read !== undefined && 'problem' in read;
      addSentence(context, isText ? `: ${read.problem}` : ' must be text or a list of texts');
      return z.NEVER;
    })
    .optional();

/** YAML of the older kind takes 22:30 for a number in base 60; hours alone are small numbers. */
const toTimeText = (value: unknown): unknown => {
  if (typeof value !== 'number') return value;
  const isMinutes = Number.isInteger(value) && value >= 60 && value <= minutesPerDay;
  return isMinutes ? printMinute(value) : String(value);
};

const time = z.unknown().transform((value, context): WindowTime => {
  const text = toTimeText(value);
  const read = typeof text === 'string' ? readTime(text) : { problem: 'is no time; write it as "17:00"' };
  if ('value' in read) return read.value;
  addSentence(context, typeof text === 'string' ? `: ${read.problem}` : ` ${read.problem}`);
  return z.NEVER;
});

const shapeOf = <Field extends WindowField>(fields: readonly Field[]) =>
  Object.fromEntries(fields.map((field) => [field, fieldTexts(field)])) as Record<Field, ReturnType<typeof fieldTexts>>;
const entryShape = {
  start: time.optional(),
  end: time.optional(),
  ...shapeOf(windowFields),
  exclude: z.strictObject(shapeOf(criteriaFields)).optional(),
};

/** The names that a window of a list may hold. */
export const windowOptionNames: readonly string[] = Object.keys(entryShape);

const entry = z.strictObject(entryShape).transform((given, context): WindowDraft => {
  const span = readTimes(given, context);
  if (given.tracks !== undefined && given.minutes !== undefined)
    addSentence(context, ' is given beside tracks; keep one of them', ['minutes']);
  const outside = Object.entries(given.exclude ?? {}).map(([field, texts]) => [`exclude_${field}`, texts] as const);
  const textsOf = (field: WindowField): readonly string[] => [
    ...(given[field] ?? []),
    ...outside.flatMap(([name, texts]) => (name === field ? (texts ?? []) : [])),
  ];
  const draft = windowFields.reduce<WindowDraft>(
    (grown, field) => {
      const texts = textsOf(field);
      const read = texts.length === 0 ? undefined : fieldReaders[field](grown, texts);
      return read !== undefined && 'value' in read ? read.value : grown;
    },
    span === undefined ? createOnCallDraft() : createDraft(span),
  );
  const problem = given.start === undefined && given.end === undefined ? findOnCallProblem(draft) : undefined;
  if (problem !== undefined) addSentence(context, `: ${problem}`);
  return draft;
});

const readTimes = (
  { start, end }: { readonly start?: WindowTime | undefined; readonly end?: WindowTime | undefined },
  context: z.core.$RefinementCtx,
): WindowSpan | undefined => {
  if (start === undefined && end === undefined) return undefined;
  if (start === undefined || end === undefined) {
    const [given, missing] = start === undefined ? ['end', 'start'] : ['start', 'end'];
    addSentence(context, ` is given without ${missing}; give both, or none for a window that only hand or home bring`, [
      given,
    ]);
    return undefined;
  }
  const span = readSpan(start, end);
  if ('value' in span) return span.value;
  addSentence(context, `: ${span.problem}`);
  return undefined;
};

const list = z.array(entry).transform((drafts, context): readonly Window[] => {
  const { windows, problems } = finishWindows(drafts);
  for (const { index, fact } of problems) addSentence(context, `: ${fact}`, [index]);
  return windows;
});

/**
 * Windows of a flow: the text of TIME_WINDOWS, or a list of mappings with `start`, `end` (neither = the window never comes by the clock) and what stands behind the times in the text, in snake_case. Nothing and an empty
 * list are undefined.
 */
export const windowsOption = z.unknown().transform((value, context): readonly Window[] | undefined => {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value === 'string') return readText(value, context);
  if (Array.isArray(value)) return judge(list, value, context) ?? z.NEVER;
  addSentence(context, ' must be text such as 06:00-11:00:genres=Jazz;11:00-17:00:moods=Happy, or a list of windows');
  return z.NEVER;
});

const readText = (text: string, context: z.core.$RefinementCtx): readonly Window[] => {
  const { windows, problems } = parseWindows(text);
  for (const problem of problems) addSentence(context, ` ${problem}`);
  return windows;
};
