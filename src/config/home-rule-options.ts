import { z } from 'zod';
import type { HomeCondition, HomeRule } from '../core/flow/home-rule.ts';
import { scanList } from '../core/flow/scan-windows.ts';
import { energies } from '../core/flow/window.ts';
import { addSentence, judge } from './issues.ts';
import { decimal, flag, shortText, whole } from './option-types.ts';

/** A text with commas, a list, or what YAML makes of `is: true` and `is: 3`. */
const texts = z.unknown().transform((value, context): readonly string[] => {
  const parts = typeof value === 'string' ? scanList(value) : Array.isArray(value) ? value : [value];
  const found = parts.flatMap(toStates);
  if (found.length > 0 && found.every((part) => part !== undefined)) return found;
  addSentence(context, ' must be text or a list of texts');
  return z.NEVER;
});

/** Home Assistant says `on` for a state that is true, and `true` for an attribute. */
const toStates = (part: unknown): readonly (string | undefined)[] => {
  if (typeof part === 'boolean') return part ? ['on', 'true'] : ['off', 'false'];
  if (typeof part === 'number') return [String(part)];
  return [typeof part === 'string' && part.trim() !== '' ? part.trim() : undefined];
};

const [secondMs, longestSeconds] = [1_000, 7 * 86_400];
const periodText =
  /^(?:(\d{1,5}) ?d(?:ays?)? ?)?(?:(\d{1,5}) ?h(?:ours?)? ?)?(?:(\d{1,6}) ?m(?:in(?:ute)?s?)? ?)?(?:(\d{1,7}) ?s(?:ec(?:ond)?s?)?)?$/i;
const periodParts = z.strictObject({
  days: decimal(0, 7).optional(),
  hours: decimal(0, 168).optional(),
  minutes: decimal(0, 10_080).optional(),
  seconds: decimal(0, longestSeconds).optional(),
});

/** `10m`, `1h30m`, `00:10`, `00:10:00`, `{minutes: 10}`; a bare number is seconds, as in Home Assistant. */
const period = z.unknown().transform((value, context): number => {
  const parts = typeof value === 'object' && value !== null ? judge(periodParts, value, context) : undefined;
  if (typeof value === 'object' && value !== null && parts === undefined) return z.NEVER;
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = parts ?? {};
  const total =
    parts === undefined ? readSeconds(String(value).trim()) : ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  if (total !== undefined && total >= 0 && total <= longestSeconds) return Math.round(total * secondMs);
  addSentence(context, ' must be a time such as 10m, 1h30m or 00:10:00, of 7 days at most');
  return z.NEVER;
});

const readSeconds = (text: string): number | undefined => {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  const clock = /^(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?$/.exec(text);
  if (clock !== null) return (Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3] ?? 0);
  const match = text === '' ? null : periodText.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
};

const entity = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_]+\.[a-z0-9_]+$/, { error: 'must be an entity such as input_select.house_mode' });

const conditionShape = {
  entity,
  attribute: shortText.optional(),
  is: texts.optional(),
  not: texts.optional(),
  above: decimal(-1e9, 1e9).optional(),
  below: decimal(-1e9, 1e9).optional(),
  for: period.optional(),
};
const condition = z.strictObject(conditionShape).transform((given, context): HomeCondition => {
  const { entity: id, attribute, is, not, above, below, for: forMs } = given;
  if (is === undefined && not === undefined && above === undefined && below === undefined)
    addSentence(context, ' says nothing to compare with; give is, not, above or below');
  if (above !== undefined && below !== undefined && above >= below)
    addSentence(context, `: nothing is above ${above} and below ${below}`);
  return { entity: id, attribute, is, not, above, below, forMs };
});

const conditions = z.unknown().transform((value, context): readonly HomeCondition[] => {
  if (Array.isArray(value) && value.length > 0) return judge(z.array(condition), value, context) ?? z.NEVER;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const single = judge(condition, value, context);
    return single === undefined ? z.NEVER : [single];
  }
  addSentence(context, ' must hold an entity and what it shall be, or a list of such conditions');
  return z.NEVER;
});

const resultShape = {
  window: shortText.optional(),
  pause: flag.optional(),
  moods: texts.optional(),
  genres: texts.optional(),
  energy: z.enum(energies).optional(),
  familiarity: whole(0, 100).optional(),
};
/** Whom a rule is for may stand on either side. */
const thenShape = { playlist: shortText.optional(), ...resultShape };
const results = z.strictObject(thenShape);
type Results = z.output<typeof results>;

const ruleShape = {
  name: shortText.optional(),
  playlist: shortText.optional(),
  when: conditions.optional(),
  then: results.optional(),
  ...conditionShape,
  entity: entity.optional(),
  ...resultShape,
};

/** One rule: `when` and `then`, or everything side by side, as the add-on's form has it for a rule of one condition. */
const rule = z.strictObject(ruleShape).transform((given, context): HomeRule => {
  const { name, when = [], then = {}, entity: id, attribute, is, not, above, below, for: period } = given;
  const flat =
    id === undefined
      ? undefined
      : judge(condition, withoutUndefined({ entity: id, attribute, is, not, above, below }), context);
  const all = [...when, ...(flat === undefined ? [] : [{ ...flat, forMs: period }])];
  if (id === undefined && [attribute, is, not, above, below, period].some((part) => part !== undefined))
    addSentence(context, ' compares something without an entity; add entity, or move it into when');
  else if (id === undefined && when.length === 0) addSentence(context, ' has no condition; add when with an entity');
  const result = { ...withoutUndefined(given), ...withoutUndefined(then) } as Results;
  const { playlist, window, pause = false, moods = [], genres = [], energy, familiarity } = result;
  const isEmpty = moods.length === 0 && genres.length === 0 && energy === undefined && familiarity === undefined;
  if (window === undefined && !pause && isEmpty)
    addSentence(context, ' asks for nothing; add then with window, pause, moods, genres, energy or familiarity');
  if (window !== undefined && pause) addSentence(context, ' asks for a window and for a pause; keep one of them');
  return {
    name,
    playlist,
    when: all,
    window,
    pause,
    moods,
    genres,
    energy,
    familiarity: familiarity === undefined ? undefined : familiarity / 100,
  };
});

const withoutUndefined = <Value extends object>(value: Value): Partial<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<Value>;

export const homeRulesOption = z.array(rule, { error: 'must be a list of rules' });

/** The names that may stand at this place of the rules. */
export const listHomeRuleFields = (path: readonly (string | number)[]): readonly string[] => {
  if (path.includes('for')) return Object.keys(periodParts.shape);
  if (path.includes('when')) return Object.keys(conditionShape);
  return Object.keys(path.includes('then') ? thenShape : ruleShape);
};
