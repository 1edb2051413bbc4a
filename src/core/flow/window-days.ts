import { quote, tidy, toPlain } from './plain-text.ts';
import type { Read } from './window-time.ts';

export const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const words: Readonly<Record<string, readonly number[]>> = {
  daily: everyDay,
  all: everyDay,
  everyday: everyDay,
  'every day': everyDay,
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  workdays: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  weekends: [6, 7],
};

/** `mon`, `Monday`, `mon-fri`, `fri-mon`, `weekdays`, `weekend`, `daily`, in any mixture. Gives ISO weekdays in order. */
export const readDays = (texts: readonly string[]): Read<readonly number[]> => {
  const found = new Set<number>();
  for (const text of texts) {
    const days = readPart(tidy(toPlain(text)).toLowerCase());
    if (days === undefined)
      return {
        problem: `${quote(text)} is no day; write mon, tue, wed, thu, fri, sat, sun, mon-fri, weekdays, weekend or daily`,
      };
    for (const day of days) found.add(day);
  }
  return { value: everyDay.filter((day) => found.has(day)) };
};

const readPart = (text: string): readonly number[] | undefined => {
  const known = Object.hasOwn(words, text) ? words[text] : undefined;
  if (known !== undefined) return known;
  const [from, to, ...rest] = text.split('-').map((part) => readDay(part.trim()));
  if (from === undefined || rest.length > 0) return undefined;
  if (!text.includes('-')) return [from];
  return to === undefined ? undefined : everyDay.filter((day) => (day - from + 7) % 7 <= (to - from + 7) % 7);
};

const longNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const readDay = (word: string): number | undefined => {
  if (word.length < 3) return undefined;
  const at = longNames.findIndex((name) => name === word || name.slice(0, Math.max(3, word.length)) === word);
  return at === -1 ? undefined : at + 1;
};

/** `mon-fri`, `tue,thu`; `readDays` reads it back. */
export const printDays = (days: readonly number[]): string =>
  listRuns(days)
    .map((run) => nameRun(run, '-').toLowerCase())
    .join(',');

/** "every day", "Mon–Fri", "Tue, Thu". */
export const describeDays = (days: readonly number[]): string =>
  days.length === 7
    ? 'every day'
    : listRuns(days)
        .map((run) => nameRun(run, '–'))
        .join(', ');

const nameRun = (run: readonly number[], dash: string): string => {
  const [first, last] = [run[0] ?? 1, run.at(-1) ?? 1].map((day) => dayNames[day - 1] ?? '');
  return run.length === 1 ? String(first) : `${first}${dash}${last}`;
};

/** Days that follow each other; two in a row stay apart only if they are not neighbours. */
const listRuns = (days: readonly number[]): readonly (readonly number[])[] => {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs;
};
