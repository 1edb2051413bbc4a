import { quote, tidy, toPlain } from './plain-text.ts';
import type { YearRange } from './window.ts';
import type { Read } from './window-time.ts';

const [firstYear, lastYear] = [1000, 2999];

/** `1985`, `1990-1999`, `1990s`, `90s`, `2010-` (and later), `-1979` (and earlier). */
export const readYears = (texts: readonly string[]): Read<readonly YearRange[]> => {
  const ranges: YearRange[] = [];
  for (const text of texts) {
    const range = readRange(tidy(toPlain(text)).toLowerCase());
    if (range === undefined)
      return {
        problem: `${quote(text)} is no year; write 1985, 1990-1999, 1990s, 2010- (and later) or -1979 (and earlier)`,
      };
    if (range.from > range.to) return { problem: `${quote(text)} runs backwards; write ${range.to}-${range.from}` };
    ranges.push(range);
  }
  return { value: ranges };
};

const readRange = (text: string): YearRange | undefined => {
  const decade = /^([12]\d)?(\d)0'?s$/.exec(text);
  if (decade !== null) {
    const century = decade[1] ?? (Number(decade[2]) >= 3 ? '19' : '20');
    const from = Number(`${century}${decade[2]}0`);
    return { from, to: from + 9 };
  }
  const match = /^([12]\d{3})?( ?- ?)?([12]\d{3})?$/.exec(text);
  if (match === null || (match[1] === undefined && match[3] === undefined)) return undefined;
  if (match[2] === undefined)
    return match[3] === undefined ? { from: Number(match[1]), to: Number(match[1]) } : undefined;
  return { from: Number(match[1] ?? firstYear), to: Number(match[3] ?? lastYear) };
};

/** `1985`, `1990-1999`; `readYears` reads it back. */
export const printYears = ({ from, to }: YearRange): string => (from === to ? String(from) : `${from}-${to}`);
