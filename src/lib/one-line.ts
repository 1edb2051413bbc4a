/**
 * A foreign text as one clean line: control characters and line breaks become a space, invisible format characters (bidirectional overrides,
 * soft hyphens) go; joiners stay, since Persian words and emoji need them. For logs, tables and file cells.
 */
export const toOneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cf}--[\u200c\u200d]]+/gv, '')
    .replace(/\s+/gu, ' ')
    .trim();
