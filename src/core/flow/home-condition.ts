import type { HomeCondition, HomeEntity } from './home-rule.ts';

/** States that say Home Assistant does not know; no condition is met by them but one whose `is` names them. */
const unknowns = new Set(['unknown', 'unavailable']);

/** Does what the condition asks for hold at this moment, however briefly? A missing entity or attribute meets nothing. */
export const meetsCondition = (condition: HomeCondition, entity: HomeEntity | undefined): boolean => {
  if (entity === undefined) return false;
  const values = readValues(condition, entity);
  if (values.length === 0) return false;
  const { is, not, above, below } = condition;
  const named = is?.some((wanted) => values.includes(toKey(wanted)));
  if (named === false) return false;
  if (named !== true && values.every((value) => unknowns.has(value))) return false;
  if (not?.some((refused) => values.includes(toKey(refused))) === true) return false;
  if (above === undefined && below === undefined) return true;
  const number = toNumber(values);
  return number !== undefined && number > (above ?? -Infinity) && number < (below ?? Infinity);
};

/** The texts to compare: the state, or the attribute; several when the attribute is a list (`persons` of a zone). None = there is no such value. */
const readValues = ({ attribute }: HomeCondition, { state, attributes }: HomeEntity): readonly string[] => {
  if (attribute === undefined) return [toKey(state)];
  if (toKey(state) === 'unavailable' || !Object.hasOwn(attributes, attribute)) return [];
  const value = attributes[attribute];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).flatMap((item) => {
    const text = toText(item);
    return text === undefined ? [] : [toKey(text)];
  });
};

const toText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** Two texts that people take for the same: whatever the case, the spaces around them and the way accents are stored. */
const toKey = (text: string): string => text.normalize('NFC').trim().toLowerCase();

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/;

/** Only what is written as a number counts as one; a list does not. */
const toNumber = (values: readonly string[]): number | undefined => {
  const [text, ...more] = values;
  return text === undefined || more.length > 0 || !decimal.test(text) ? undefined : Number(text);
};
