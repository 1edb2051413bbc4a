import { describeDays, printDays } from './window-days.ts';
import { keyOfWindowName } from './same-window-name.ts';
import { printSpan, type WindowDraft } from './window-draft.ts';
import { toSlug } from '../slug.ts';
import { minutesPerDay, printTime, toUsualMinute, usualLength } from './window-time.ts';

export type NamedDraft = WindowDraft & { readonly name: string };

/** Where the middle of a window must lie to be called so, from the hour given; before the first hour it is night. */
const dayParts: readonly (readonly [number, string])[] = [
  [22.5, 'Night'],
  [17.5, 'Evening'],
  [13.5, 'Afternoon'],
  [10.5, 'Midday'],
  [5, 'Morning'],
  [0, 'Night'],
];

/** Longer windows are no part of the day any more. */
const [wholeDay, longDay] = [20 * 60, 10 * 60];

/** What a window without a name of its own is called: "Morning", "All Day". */
const findDayPart = (draft: Pick<WindowDraft, 'start' | 'end'>): string => {
  const length = Math.max(0, usualLength(draft.start, draft.end));
  const middle = (((toUsualMinute(draft.start) + length / 2) % minutesPerDay) + minutesPerDay) % minutesPerDay;
  if (length >= wholeDay) return 'All Day';
  if (length >= longDay && middle >= 540 && middle < 1080) return 'Day';
  return dayParts.find(([hour]) => middle >= hour * 60)?.[1] ?? 'Night';
};

/**
 * Gives a name to those that have none. Two of them share one only when they play the same; otherwise days or times tell them apart: "Morning (Sat–Sun)",
 * "Morning (06:00)". The order of the windows has no say, so a reordered list keeps its names.
 */
export const nameWindows = (drafts: readonly WindowDraft[]): readonly NamedDraft[] => {
  const named = drafts.map((draft) => ({ draft, content: listContent(draft) }));
  const users = forms.map((form) => {
    const contents = new Map<string, Set<string>>();
    for (const { draft, content } of named) {
      const key = keyOfWindowName(draft.name ?? form(draft));
      contents.set(key, (contents.get(key) ?? new Set()).add(content));
    }
    return contents;
  });
  return drafts.map((draft) => {
    if (draft.name !== undefined) return { ...draft, name: draft.name };
    const free = forms.find((form, index) => users[index]?.get(keyOfWindowName(form(draft)))?.size === 1);
    return { ...draft, name: (free ?? spellOut)(draft) };
  });
};

const spellOut = (draft: WindowDraft): string =>
  `${findDayPart(draft)} (${describeDays(draft.days)} ${printSpan(draft).replace('-', '–')})`;

/** The shortest that tells a window from the others is taken. */
const forms: readonly ((draft: WindowDraft) => string)[] = [
  findDayPart,
  (draft) => (draft.days.length === 7 ? findDayPart(draft) : `${findDayPart(draft)} (${describeDays(draft.days)})`),
  (draft) => `${findDayPart(draft)} (${printTime(draft.start)})`,
  spellOut,
];

/** What the window plays, whatever its days and times. */
const listContent = ({ name: _name, days: _days, start: _start, end: _end, ...content }: WindowDraft): string =>
  JSON.stringify(content);

/**
 * A slug for each, unique, in the order given. Of windows that share a name, the first of the week gets the plain slug, the others their days or their start
 * behind it; the order of the list has no say.
 */
export const idWindows = (drafts: readonly NamedDraft[]): readonly string[] => {
  const ids = new Map<NamedDraft, string>();
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  for (const draft of drafts.toSorted(compare)) {
    const plain = toSlug(draft.name, 'window');
    const tails = [printDays(draft.days), printTime(draft.start), `${printDays(draft.days)} ${printSpan(draft)}`];
    let id = [plain, ...tails.map((tail) => extend(plain, tail))].find((candidate) => !taken.has(candidate));
    for (let count = counts.get(plain) ?? 2; id === undefined; count += 1) {
      counts.set(plain, count + 1);
      if (!taken.has(extend(plain, String(count)))) id = extend(plain, String(count));
    }
    taken.add(id);
    ids.set(draft, id);
  }
  return drafts.map((draft) => ids.get(draft) ?? '');
};

const extend = (slug: string, text: string): string => {
  const tail = toSlug(text.replaceAll(':', ''));
  return `${slug.slice(0, 47 - tail.length)}-${tail}`;
};

/** Monday's first; the same name in the same slot cannot be, but sun windows may share a start. */
const compare = (left: NamedDraft, right: NamedDraft): number =>
  (left.days[0] ?? 8) - (right.days[0] ?? 8) ||
  toUsualMinute(left.start) - toUsualMinute(right.start) ||
  right.days.length - left.days.length ||
  compareText(JSON.stringify(left), JSON.stringify(right));

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
