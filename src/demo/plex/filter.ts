import type { Field, FieldTable } from './fields.ts';
import type { QueryText } from './query-text.ts';
import type { Switches } from './switches.ts';
import type { Tags } from './tags.ts';

export type Test = (index: number) => boolean;

export interface FilterContext {
  readonly fields: FieldTable;
  readonly tags: Tags;
  readonly switches: Switches;
  readonly nowSeconds: number;
}

/**
 * Reads the filters in the order they were written, groups included. What this server does not know is passed over in silence: the list comes
 * back unfiltered. undefined = no filter at all.
 */
export function parseFilters(query: QueryText, context: FilterContext): Test | undefined {
  const terms = query.pairs;
  let at = 0;
  function group(): Test | undefined {
    let whole: Test | undefined;
    let either = false;
    const join = (test: Test | undefined): void => {
      if (test !== undefined) whole = whole === undefined ? test : combine(whole, test, either);
      if (test !== undefined) either = false;
    };
    while (at < terms.length) {
      const [name, value] = terms[at++] as readonly [string, string];
      if (name === 'pop') return whole;
      if (name === 'push') join(group());
      else if (name === 'or') either = true;
      else if (name === 'and') either = false;
      else join(parseTerm(name, value, context));
    }
    return whole;
  }
  let all: Test | undefined;
  while (at < terms.length) {
    const part = group();
    if (part !== undefined) all = all === undefined ? part : combine(all, part, false);
  }
  return all;
}

function combine(left: Test, right: Test, either: boolean): Test {
  return either ? (index) => left(index) || right(index) : (index) => left(index) && right(index);
}

function parseTerm(name: string, value: string, context: FilterContext): Test | undefined {
  const match = /^([A-Za-z.]+?)(!|>>|<<|<|>|!=|=)?$/.exec(name);
  const field = match?.[1] === undefined ? undefined : context.fields[match[1]];
  if (match === null || field === undefined) return undefined;
  const exact = value.startsWith('=');
  const operator = `${match[2] ?? ''}${exact ? '=' : ''}`;
  return testOf(field, operator, exact ? value.slice(1) : value, context);
}

function testOf(field: Field, operator: string, value: string, context: FilterContext): Test | undefined {
  const values = value.split(',');
  switch (field.type) {
    case 'tag':
      return tagTest(field, operator, values, context.tags);
    case 'string':
      return stringTest(field.read, operator, values);
    case 'date':
      return dateTest(field.read, operator, value, context);
    case 'boolean':
      return operator === '' ? (index) => field.read(index) === Number(value) : undefined;
    case 'integer':
      return integerTest(field.read, operator, values);
    case 'rating':
      return integerTest(
        (index) => field.read(index) ?? (context.switches.missingRatingIsMinusOne ? -1 : undefined),
        operator,
        values,
      );
  }
}

/** Only ids count; a name finds nothing. */
function tagTest(
  field: Extract<Field, { type: 'tag' }>,
  operator: string,
  values: readonly string[],
  tags: Tags,
): Test | undefined {
  const wanted = values
    .map((value) => tags.indexOfId(field.kind, Number(value)))
    .filter((index) => index !== undefined);
  const only = wanted.length === 1 ? wanted[0] : undefined;
  const has: Test =
    only === undefined
      ? (index) => field.read(index).some((tag) => wanted.includes(tag))
      : (index) => field.read(index).includes(only);
  if (operator === '') return has;
  return operator === '!' ? (index) => !has(index) : undefined;
}

function stringTest(
  read: (index: number) => string | undefined,
  operator: string,
  values: readonly string[],
): Test | undefined {
  const wanted = values.map((value) => value.toLowerCase());
  const some =
    (compare: (text: string, value: string) => boolean): Test =>
    (index) => {
      const text = read(index)?.toLowerCase();
      return text !== undefined && wanted.some((value) => compare(text, value));
    };
  const not =
    (test: Test): Test =>
    (index) =>
      !test(index);
  const contains = some((text, value) => text.includes(value));
  const equals = some((text, value) => text === value);
  switch (operator) {
    case '':
      return contains;
    case '!':
      return not(contains);
    case '=':
      return equals;
    case '!=':
      return not(equals);
    case '<':
      return some((text, value) => text.startsWith(value));
    case '>':
      return some((text, value) => text.endsWith(value));
    default:
      return undefined;
  }
}

function integerTest(
  read: (index: number) => number | undefined,
  operator: string,
  values: readonly string[],
): Test | undefined {
  const numbers = values.map(Number);
  const first = numbers[0] as number;
  const is: Test = (index) => {
    const value = read(index);
    return value !== undefined && numbers.includes(value);
  };
  switch (operator) {
    case '':
      return is;
    case '!':
      return (index) => !is(index);
    case '>>':
      return (index) => (read(index) ?? Number.NaN) > first;
    case '<<':
      return (index) => (read(index) ?? Number.NaN) < first;
    default:
      return undefined;
  }
}

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  mon: 2_592_000,
  y: 31_536_000,
};

function dateTest(
  read: (index: number) => number | undefined,
  operator: string,
  value: string,
  context: FilterContext,
): Test | undefined {
  const relative = /^-(\d+)(s|m|h|d|w|mon|y)$/.exec(value);
  const moment = relative
    ? context.nowSeconds - Number(relative[1]) * (unitSeconds[relative[2] as string] as number)
    : Number(value);
  if (Number.isNaN(moment)) return undefined;
  const missing = context.switches.datesBeforeIncludeMissing;
  switch (operator) {
    case '':
      return (index) => read(index) === moment;
    case '>>':
      return (index) => (read(index) ?? -1) > moment;
    case '<<':
      return (index) => {
        const date = read(index);
        return date === undefined ? missing : date < moment;
      };
    default:
      return undefined;
  }
}
