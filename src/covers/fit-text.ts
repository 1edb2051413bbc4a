export interface Attempt {
  readonly size: number;
  readonly maxLines: number;
}

export interface TextFrame {
  /** What to try, the best-looking first; never empty. */
  readonly attempts: readonly Attempt[];
  /** In the same unit as the sizes. */
  readonly width: number;
  /** Of a text in ems. */
  readonly widthOf: (text: string) => number;
}

export interface FittedText {
  readonly size: number;
  readonly lines: readonly string[];
}

const ellipsis = '…';

/**
 * The first attempt at which the text fits with whole words; else the last with words broken; else that, shortened with an ellipsis. No lines for
 * an empty text.
 */
export const fitText = (text: string, frame: TextFrame): FittedText => {
  const last = frame.attempts.at(-1) as Attempt;
  if (text === '') return { size: last.size, lines: [] };
  for (const { size, maxLines } of frame.attempts) {
    const lines = wrap(text.split(' '), frame, size);
    if (lines.length <= maxLines && lines.every((line) => fits(line, frame, size))) {
      return { size, lines: balance(lines, frame, size) };
    }
  }
  const { size, maxLines } = last;
  const pieces = text.split(' ').flatMap((word) => breakWord(word, frame, size));
  const lines = wrap(pieces, frame, size);
  if (lines.length <= maxLines) return { size, lines };
  const kept = lines.slice(0, maxLines);
  return { size, lines: [...kept.slice(0, -1), shorten(kept.at(-1) as string, frame, size)] };
};

const fits = (line: string, { width, widthOf }: TextFrame, size: number): boolean => widthOf(line) * size <= width;

const wrap = (words: readonly string[], frame: TextFrame, size: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && fits(longer, frame, size)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

/** Lines of about the same length, as many as before: no word stands alone at the end. */
const balance = (lines: readonly string[], frame: TextFrame, size: number): readonly string[] => {
  if (lines.length < 2) return lines;
  const words = lines.join(' ').split(' ');
  const widest = Math.max(...lines.map(frame.widthOf));
  let best = lines;
  for (let share = 0.95; share > 0.4; share -= 0.05) {
    const tighter = wrap(words, { ...frame, width: widest * size * share }, size);
    if (tighter.length !== lines.length) break;
    if (Math.max(...tighter.map(frame.widthOf)) < Math.max(...best.map(frame.widthOf))) best = tighter;
  }
  return best;
};

/** Between letters, never before a mark that belongs to one. */
const listClusters = (word: string): readonly string[] => word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];

/** Pieces that fit into a line each. A word of letters written from the left gets a hyphen where it is broken. */
const breakWord = (word: string, frame: TextFrame, size: number): readonly string[] => {
  if (fits(word, frame, size)) return [word];
  const hyphen = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(word) ? '-' : '';
  const pieces: string[] = [];
  for (const cluster of listClusters(word)) {
    const last = pieces.at(-1);
    if (last !== undefined && fits(last + cluster + hyphen, frame, size)) pieces[pieces.length - 1] = last + cluster;
    else pieces.push(cluster);
  }
  return pieces.map((piece, index) => (index < pieces.length - 1 ? piece + hyphen : piece));
};

const shorten = (line: string, frame: TextFrame, size: number): string => {
  let clusters = listClusters(line);
  while (clusters.length > 0 && !fits(clusters.join('') + ellipsis, frame, size)) clusters = clusters.slice(0, -1);
  // "Jazz · …" would look as if a word were missing.
  return clusters.join('').replace(/[\s·,;:–—-]+$/u, '') + ellipsis;
};
