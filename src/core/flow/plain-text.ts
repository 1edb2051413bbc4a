const dashes = /[\u2010-\u2015\u2043\u2212\u2E3A\u2E3B\uFE58\uFE63\u301C~]/g;
const blanks = /[\p{Cc}\p{Zs}\u200B-\u200F\u2060\uFEFF]/gu;
const lineBreak = /[\n\r\u2028\u2029]/;
/** Full-width signs stand this far above the ones that a keyboard types. */
const fullWidthShift = 0xfee0;

/**
 * A twin of the text, of the same length, in which what people paste stands as it would be typed: full-width signs, dashes of any kind, odd blanks, the commas of
 * Chinese and Japanese. Structure is read off the twin, values are cut out of the original. A line break counts as `;` unless a sign beside it shows that the
 * window goes on.
 */
export const toPlain = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - fullWidthShift))
    .replace(dashes, '-')
    .replace(/[\u3001\uFE50\uFE51]/g, ',')
    .replace(/\uFE54/g, ';')
    .replace(/[\uFE55\u2236]/g, ':')
    .replace(/\s+/g, (run, at: number, whole: string) => {
      if (!lineBreak.test(run)) return run;
      const goesOn = ',:=-+;'.includes(whole[at - 1] ?? ';') || ',:=-+;'.includes(whole[at + run.length] ?? ';');
      return (goesOn ? ' ' : ';').padEnd(run.length);
    })
    .replace(blanks, ' ');

/** One blank where there were many, none at the ends, no control characters. */
export const tidy = (text: string): string => text.replace(/[\p{Cc}\p{Z}\u200B\u2060\uFEFF]+/gu, ' ').trim();

const longestQuote = 40;

/** A piece of somebody's text for a sentence; what may be a password or token pasted by mistake is not shown. */
export const quote = (piece: string): string => {
  const text = tidy(piece);
  if (/^[\w.+/=-]{16,}$/.test(text) && /\d/.test(text)) return `a text of ${text.length} characters`;
  const letters = [...text];
  return `"${letters.length <= longestQuote ? text : `${letters.slice(0, longestQuote - 1).join('')}…`}"`;
};
