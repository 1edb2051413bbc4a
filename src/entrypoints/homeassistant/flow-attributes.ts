import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import { fitLines, maxStateLength, toLine } from './text.ts';

const mostWindows = 40;
const mostSentences = 12;
const mostNotes = 12;
const longestName = 100;

type Attributes = Readonly<Record<string, unknown>>;

/** What stands beside the choice. */
export const describeList = (flow: FlowSummary): Attributes => ({
  recipe: flow.recipeId,
  playlist_name: toLine(flow.playlistName, longestName),
  active_window: flow.activeWindow === undefined ? null : toLine(flow.activeWindow),
  chosen_by: flow.by,
  /** The playlist holds what this moment asks for. */
  up_to_date: !flow.stale,
  made_for: flow.publishedWindow === undefined ? null : toLine(flow.publishedWindow),
});

/** What the window that counts is about, and which there are. */
export const describeWindows = (flow: FlowSummary): Attributes => {
  const active = flow.windows.find(({ name }) => name === flow.activeWindow);
  return fitLines(
    {
      ...describeList(flow),
      theme: active === undefined ? null : toLine(active.theme),
      hours: active === undefined ? null : toLine(active.when),
      why: toLine(flow.why),
    },
    'windows',
    flow.windows.map(({ name, when, theme }) => ({
      window: toLine(name, longestName),
      when: toLine(when, longestName),
      theme: toLine(theme, 160),
    })),
    mostWindows,
  );
};

/** The reasons in full, a sentence each, and what the last run had to say. */
export const describeReasons = (flow: FlowSummary): Attributes =>
  fitLines(
    fitLines({ ...describeList(flow) }, 'sentences', splitSentences(flow.why), mostSentences),
    'notes',
    flow.notes.map((note) => toLine(note)),
    mostNotes,
  );

/** At the ends of sentences, and where one is too long for Home Assistant, between words. */
const splitSentences = (text: string): readonly string[] => {
  const line = toLine(text, 4_000);
  const pieces: string[] = [];
  for (const word of line.split(' ')) {
    const last = pieces.at(-1);
    const open = last !== undefined && !/[.!?…]$/.test(last) && last.length + 1 + word.length <= maxStateLength;
    if (open) pieces[pieces.length - 1] = `${last} ${word}`;
    else pieces.push(toLine(word));
  }
  return pieces.filter((piece) => piece !== '');
};
