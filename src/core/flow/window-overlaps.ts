import { quote } from './plain-text.ts';
import { describeDays } from './window-days.ts';
import { printSpan } from './window-draft.ts';
import type { NamedDraft } from './window-names.ts';
import { minutesPerDay, printMinute, usualLength } from './window-time.ts';

/** Two windows that would both count at one time. */
export interface Overlap {
  /** Index of the later one of the two in the list. */
  readonly index: number;
  /** A sentence without its full stop. */
  readonly fact: string;
}

interface Stretch {
  readonly index: number;
  /** Minutes since Monday, 00:00. */
  readonly from: number;
  readonly to: number;
}

const minutesPerWeek = 7 * minutesPerDay;

/**
 * Overlaps by the clock, over the week and across midnight; each window is complained about once. Windows that begin or end by the sun are not looked at: which
 * of them meet depends on the day, and the one that began last counts.
 */
export const findOverlaps = (drafts: readonly NamedDraft[]): readonly Overlap[] => {
  const stretches = drafts.flatMap(listStretches).toSorted((left, right) => left.from - right.from);
  const clashes = new Map<number, { readonly other: number; readonly shared: Stretch[] }>();
  let longest: Stretch | undefined;
  for (const stretch of stretches) {
    if (longest !== undefined && stretch.from < longest.to) note(clashes, longest, stretch);
    if (longest === undefined || stretch.to > longest.to) longest = stretch;
  }
  return [...clashes].map(([index, { other, shared }]) => ({
    index,
    fact: `${name(drafts[index])} and ${name(drafts[other])} overlap ${describe(shared)}; let one end where the other begins`,
  }));
};

/** The window's turns of one week; what reaches over Sunday's midnight goes on on Monday. */
const listStretches = (draft: NamedDraft, index: number): readonly Stretch[] => {
  const { start, end } = draft;
  if (start.kind !== 'clock' || end.kind !== 'clock') return [];
  return draft.days.flatMap((day) => {
    const from = (day - 1) * minutesPerDay + start.minute;
    const to = from + usualLength(start, end);
    if (to <= minutesPerWeek) return [{ index, from, to }];
    return [
      { index, from, to: minutesPerWeek },
      { index, from: 0, to: to - minutesPerWeek },
    ];
  });
};

const note = (
  clashes: Map<number, { readonly other: number; readonly shared: Stretch[] }>,
  left: Stretch,
  right: Stretch,
): void => {
  const [index, other] = [Math.max(left.index, right.index), Math.min(left.index, right.index)];
  const known = clashes.get(index) ?? { other, shared: [] };
  clashes.set(index, known);
  if (known.other !== other) return;
  known.shared.push({ index, from: right.from, to: Math.min(left.to, right.to) });
};

/** "every day from 05:00 to 06:00", "Sat from 23:00 to 24:00 and Sun from 00:00 to 02:00". */
const describe = (shared: readonly Stretch[]): string => {
  const days = new Map<string, Set<number>>();
  for (const { from, to } of joinWeeks(shared)) {
    const day = Math.floor(from / minutesPerDay);
    const midnight = day * minutesPerDay;
    const until =
      to - midnight > minutesPerDay
        ? `${printMinute(to - midnight - minutesPerDay)} of the next day`
        : printMinute(to - midnight);
    const span = `from ${printMinute(from - midnight)} to ${until}`;
    days.set(span, (days.get(span) ?? new Set()).add(day + 1));
  }
  return [...days]
    .map(([span, on]) => `${describeDays([...on].toSorted((left, right) => left - right))} ${span}`)
    .join(' and ');
};

/** What ends with Sunday and goes on on Monday is one stretch. */
const joinWeeks = (shared: readonly Stretch[]): readonly Stretch[] => {
  const last = shared.find(({ to }) => to === minutesPerWeek);
  const first = shared.find(({ from }) => from === 0);
  if (last === undefined || first === undefined || first === last) return shared;
  const rest = shared.filter((stretch) => stretch !== first && stretch !== last);
  return [...rest, { ...last, to: minutesPerWeek + first.to }];
};

const name = (draft: NamedDraft | undefined): string =>
  draft === undefined ? '' : `${quote(draft.name)} (${printSpan(draft)})`;
