import { quote, toPlain } from './plain-text.ts';

/** A part of the text and where it stands (index of its first character, 0-based). */
export interface Piece {
  readonly text: string;
  readonly at: number;
}

/** One window of the text, split but not understood. */
export interface ScannedWindow {
  /** Where it begins. */
  readonly at: number;
  /** undefined = no times are given. */
  readonly times: { readonly start: Piece; readonly end: Piece } | undefined;
  readonly fields: readonly { readonly key: Piece; readonly values: readonly Piece[] }[];
}

export interface Slip {
  readonly at: number;
  /** A sentence without its full stop. */
  readonly fact: string;
}

export interface Scan {
  readonly windows: readonly ScannedWindow[];
  readonly slips: readonly Slip[];
}

interface Cursor {
  readonly text: string;
  readonly plain: string;
  readonly slips: Slip[];
  at: number;
}

const sunWithOffset =
  /(?:dawn|sunrise|noon|sunset|dusk)(?: *[+-] *(?:\d{1,4} *(?:hours?|h)(?: *\d{1,4} *(?:minutes?|mins?|m)?(?![\d:.a-z]))?|\d{1,4} *(?:minutes?|mins?|m)(?![a-z])))?/iy;
const keyFirst = /[a-z!_ -]+=/iy;
const closings = ['"', '＂', '“”„‟'] as const;
const quoteSigns = closings.join('');

/** Splits `start-end:key=value,value:key=…;start-end:…;key=…`. Never throws and always comes to an end: each step moves on by a character at least. */
export const scanWindows = (text: string): Scan => {
  const cursor: Cursor = { text, plain: toPlain(text), slips: [], at: 0 };
  const windows: ScannedWindow[] = [];
  while (cursor.at < text.length) {
    skipBlanks(cursor);
    if (peek(cursor) === ';') cursor.at += 1;
    else if (cursor.at < text.length) {
      const window = scanWindow(cursor);
      if (window !== undefined) windows.push(window);
      skipTo(cursor, ';');
    }
  }
  return { windows, slips: cursor.slips };
};

/** The values of a list written as one text: `Jazz, "R&B, Soul"`. What is no list comes back as it is. */
export const scanList = (text: string): readonly string[] => {
  const cursor: Cursor = { text, plain: toPlain(text).replace(/[:;]/g, ' '), slips: [], at: 0 };
  const values = scanValues(cursor).map((value) => value.text);
  return cursor.slips.length === 0 ? values : [text];
};

const scanWindow = (cursor: Cursor): ScannedWindow | undefined => {
  const { at } = cursor;
  keyFirst.lastIndex = at;
  if (keyFirst.test(cursor.plain)) return { at, times: undefined, fields: scanFields(cursor) };
  const start = scanTime(cursor, '-');
  if (peek(cursor) !== '-') {
    const shown = cursor.text.slice(start.at, start.at + 40);
    const found = start.text === '' ? shown : start.text;
    slip(cursor, start.at, found, 'is no stretch of the day; write it as start-end, such as 06:00-11:00');
    return undefined;
  }
  cursor.at += 1;
  const end = scanTime(cursor, '');
  if (peek(cursor) === ':') cursor.at += 1;
  return { at, times: { start, end }, fields: scanFields(cursor) };
};

/** Empty parts (`::`, a colon at the end) are passed over. */
const scanFields = (cursor: Cursor): ScannedWindow['fields'] => {
  const fields: ScannedWindow['fields'][number][] = [];
  for (;;) {
    skipBlanks(cursor);
    if (isOver(cursor)) return fields;
    const field = peek(cursor) === ':' ? undefined : scanField(cursor);
    if (field !== undefined) fields.push(field);
    if (peek(cursor) === ':') cursor.at += 1;
  }
};

/** Reaches to the sign given, to the end of the window, or to a colon that no digit follows: there the first key begins. */
const scanTime = (cursor: Cursor, sign: string): Piece => {
  skipBlanks(cursor);
  const at = cursor.at;
  sunWithOffset.lastIndex = at;
  cursor.at += sunWithOffset.exec(cursor.plain)?.[0].length ?? 0;
  while (
    !isOver(cursor) &&
    peek(cursor) !== sign &&
    !/^: *(?:[^\d ]|$)/.test(cursor.plain.slice(cursor.at, cursor.at + 9))
  )
    cursor.at += 1;
  return cut(cursor, at, cursor.at);
};

const scanField = (cursor: Cursor): ScannedWindow['fields'][number] | undefined => {
  const at = cursor.at;
  while (!isOver(cursor) && !':,='.includes(peek(cursor))) cursor.at += 1;
  const key = cut(cursor, at, cursor.at);
  if (peek(cursor) !== '=') {
    slip(
      cursor,
      at,
      key.text,
      'is no key=value; a value with a colon, comma or semicolon in it must stand in double quotes',
    );
    skipTo(cursor, ':');
    return undefined;
  }
  cursor.at += 1;
  const values = scanValues(cursor);
  if (values.length > 0) return { key, values };
  cursor.slips.push({ at, fact: `"${key.text}=" has no value` });
  return undefined;
};

const scanValues = (cursor: Cursor): readonly Piece[] => {
  const values: Piece[] = [];
  for (;;) {
    skipBlanks(cursor);
    const value = quoteSigns.includes(peek(cursor) || ' ') ? scanQuoted(cursor) : scanBare(cursor);
    if (value.text !== '') values.push(value);
    if (peek(cursor) !== ',') return values;
    cursor.at += 1;
  }
};

const scanBare = (cursor: Cursor): Piece => {
  const at = cursor.at;
  while (!isOver(cursor) && !':,'.includes(peek(cursor))) cursor.at += 1;
  return cut(cursor, at, cursor.at);
};

/** Ends with the kind of quote it began with; a straight quote inside is written twice. */
const scanQuoted = (cursor: Cursor): Piece => {
  const { text, at } = cursor;
  const closing = closings.find((signs) => signs.includes(text[at] ?? '')) ?? '"';
  let value = '';
  for (cursor.at += 1; cursor.at < text.length; cursor.at += 1) {
    const isDouble = text.startsWith('""', cursor.at) && closing === '"';
    if (closing.includes(text[cursor.at] ?? '') && !isDouble) break;
    if (isDouble) cursor.at += 1;
    value += text[cursor.at] ?? '';
  }
  if (cursor.at >= text.length) cursor.slips.push({ at, fact: 'a quote begins that never ends' });
  cursor.at += 1;
  skipBlanks(cursor);
  if (isOver(cursor) || ':,'.includes(peek(cursor))) return { text: value.trim(), at };
  const from = cursor.at;
  const rest = scanBare(cursor);
  slip(
    cursor,
    from,
    rest.text,
    'follows a closing quote; put the whole value in quotes and write a quote in it twice ("")',
  );
  return { text: value.trim(), at };
};

const peek = (cursor: Cursor): string => cursor.plain[cursor.at] ?? '';
const isOver = (cursor: Cursor): boolean => cursor.at >= cursor.text.length || peek(cursor) === ';';

const skipBlanks = (cursor: Cursor): void => {
  while (peek(cursor) === ' ') cursor.at += 1;
};

const skipTo = (cursor: Cursor, sign: string): void => {
  while (!isOver(cursor) && peek(cursor) !== sign) cursor.at += 1;
};

const cut = (cursor: Cursor, from: number, to: number): Piece => ({
  text: cursor.text.slice(from, to).trim(),
  at: from,
});

const slip = (cursor: Cursor, at: number, found: string, fact: string): void => {
  cursor.slips.push({ at, fact: `${found === '' ? 'nothing' : quote(found)} ${fact}` });
};
