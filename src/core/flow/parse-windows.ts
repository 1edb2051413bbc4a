import { finishWindows } from './finish-windows.ts';
import { quote } from './plain-text.ts';
import { scanWindows, type Piece, type ScannedWindow, type Slip } from './scan-windows.ts';
import { createDraft, createOnCallDraft, findOnCallProblem, type WindowDraft } from './window-draft.ts';
import { fieldReaders, findField, windowFields, type WindowField } from './window-fields.ts';
import { readSpan, readTime, type WindowSpan } from './window-time.ts';
import type { Window } from './window.ts';

export interface ParsedWindows {
  /** In the order of the text; empty when there are problems. */
  readonly windows: readonly Window[];
  /** Each a whole sentence that begins with its place: `at character 23: "25:00" is no time; write 00:00 to 24:00.` Empty = the text is good. */
  readonly problems: readonly string[];
}

const longestText = 20_000;

/**
 * Reads windows as one line of text: `00:00-06:00:genres=Ambient,Sleep;06:00-11:00:genres=Chillout:moods=Calm/Peaceful`.
 *
 * - Times: `6`, `6:00`, `06:00`, `6pm`, `24:00`, or a sun event with an offset (`sunset-30m`, `sunrise+1h`). The whole day is `00:00-24:00`; a start of 24:00 and an
 *   end at the very start are refused. An end at or before the start lies on the next day.
 * - Parts behind the times, each `:key=value,value`: genres, styles, moods, tags, labels, artists, years (`1985`, `1990-1999`, `1990s`); the same with a minus or
 *   `not-` in front keep tracks out; name, days (`mon-fri`, `weekend`), rating (stars), familiarity (percent), energy, tracks or minutes.
 * - A window without times (`name=Party:genres=Disco`) never comes by the clock: somebody chooses it by hand, or the home asks for it. It needs a name.
 * - A value that holds `,` `:` or `;` stands in double quotes, a quote within it is written twice.
 *
 * Never throws. A text without any window is a problem.
 */
export const parseWindows = (text: string): ParsedWindows => {
  if (text.length > longestText) return { windows: [], problems: [`is longer than ${longestText} characters.`] };
  const scan = scanWindows(text);
  const slips: Slip[] = [...scan.slips];
  const drafts = scan.windows.map((window) => readWindow(window, slips));
  const sound = drafts.filter((draft) => draft !== undefined);
  if (drafts.length === 0 && slips.length === 0) slips.push({ at: 0, fact: 'there is no window' });
  const finished = slips.length === 0 ? finishWindows(sound) : { windows: [], problems: [] };
  for (const { index, fact } of finished.problems) slips.push({ at: scan.windows[index]?.at ?? 0, fact });
  if (slips.length === 0) return { windows: finished.windows, problems: [] };
  return { windows: [], problems: describeSlips(text, slips) };
};

const mostSlips = 20;

/** Counts characters as people do, not in the halves of which JavaScript makes an emoji. */
const describeSlips = (text: string, slips: readonly Slip[]): readonly string[] => {
  const sorted = slips.toSorted((left, right) => left.at - right.at);
  const shown = sorted
    .slice(0, mostSlips)
    .map(({ at, fact }) => `at character ${[...text.slice(0, at)].length + 1}: ${fact}.`);
  const more = sorted.length - mostSlips;
  return more <= 0 ? shown : [...shown, `and in ${more === 1 ? 'one more place' : `${more} more places`}.`];
};

/** Reads the parts even where the times are wrong, so that one look shows everything. */
const readWindow = (window: ScannedWindow, slips: Slip[]): WindowDraft | undefined => {
  const { at, times } = window;
  const span = times === undefined ? undefined : readTimes(times, slips);
  const draft = readFields(window, span === undefined ? createOnCallDraft() : createDraft(span), slips);
  if (times !== undefined) return span === undefined ? undefined : draft;
  const problem = findOnCallProblem(draft);
  if (problem !== undefined) slips.push({ at, fact: problem });
  return draft;
};

const readTimes = ({ start, end }: { start: Piece; end: Piece }, slips: Slip[]): WindowSpan | undefined => {
  const [from, to] = [readTime(start.text), readTime(end.text)];
  if ('problem' in from) slips.push({ at: start.at, fact: from.problem });
  if ('problem' in to) slips.push({ at: end.at, fact: to.problem });
  if ('problem' in from || 'problem' in to) return undefined;
  const span = readSpan(from.value, to.value);
  if ('value' in span) return span.value;
  slips.push({ at: start.at, fact: span.problem });
  return undefined;
};

const readFields = (window: ScannedWindow, empty: WindowDraft, slips: Slip[]): WindowDraft => {
  const seen = new Set<WindowField>();
  let draft = empty;
  for (const { key, values } of window.fields) {
    const field = findField(key.text);
    const fact = field === undefined ? unknownKey(key.text) : findRepeat(field, seen);
    if (field === undefined || fact !== undefined) {
      slips.push({ at: key.at, fact: fact ?? '' });
      continue;
    }
    seen.add(field);
    const texts = values.map((value) => value.text);
    const read = fieldReaders[field](draft, texts);
    if ('problem' in read) slips.push({ at: values[0]?.at ?? key.at, fact: `${key.text}: ${read.problem}` });
    else draft = read.value;
  }
  return draft;
};

const unknownKey = (key: string): string =>
  `${quote(key)} is no key; known are ${windowFields.filter((field) => !field.startsWith('exclude_')).join(', ')}, and with a minus in front the lists that keep tracks out`;

const findRepeat = (field: WindowField, seen: ReadonlySet<WindowField>): string | undefined => {
  if (seen.has(field)) return `${field} stands twice in this window; write it once, with commas between the values`;
  const other = field === 'tracks' ? 'minutes' : 'tracks';
  const isLength = field === 'tracks' || field === 'minutes';
  return isLength && seen.has(other) ? `the length is given in tracks and in minutes; keep one of them` : undefined;
};
