import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import { fitLines, maxStateLength, toClauses, toLine } from './text.ts';

const mostWindows = 40;
const mostSentences = 12;
const mostNotes = 12;
const longestName = 100;
const longestText = 4_000;

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
      why: toClauses(flow.why),
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

/** At the ends of sentences; where one is too long for Home Assistant, at the ends of its clauses, and where such a one is, between words. */
const splitSentences = (text: string): readonly string[] =>
  split(toLine(text, longestText), /(?<=[.!?…]) /)
    .flatMap((sentence) => (sentence.length > maxStateLength ? split(sentence, /(?<=;) /) : [sentence]))
    .flatMap((clause) => (clause.length > maxStateLength ? joinShort(clause.split(' ')) : [clause]));

const split = (text: string, at: RegExp): readonly string[] => text.split(at).filter((piece) => piece !== '');

/** As many words to a piece as may stand in it. */
const joinShort = (words: readonly string[]): readonly string[] => {
  const pieces: string[] = [];
  for (const word of words) {
    const last = pieces.at(-1);
    const open = last !== undefined && last.length + 1 + word.length <= maxStateLength;
    if (open) pieces[pieces.length - 1] = `${last} ${word}`;
    else pieces.push(toLine(word));
  }
  return pieces;
};
