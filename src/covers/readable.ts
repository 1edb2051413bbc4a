import anyAscii from 'any-ascii';
import { toOneLine } from '../lib/one-line.ts';

/** Enough for any name; what comes after could not be shown anyway. */
const maxLength = 300;
const maxMarks = 3;

/**
 * A foreign text in characters that the fonts can draw: one line, no control or format characters, no emoji; letters that the fonts lack are
 * written in Latin ones. Empty when nothing readable is left.
 */
export const toReadable = (text: string, has: (codePoint: number) => boolean): string => {
  const line = [...toOneLine(text.slice(0, maxLength * 4)).normalize('NFC')].slice(0, maxLength).join('');
  const drawable = [...line.replace(/(\u0e48|\u0e49|\u0e4a|\u0e4b)?\u0e33/g, splitSaraAm)]
    .map((sign) => toDrawable(sign, has))
    .join('');
  return (
    drawable
      // Marks piled upon each other would paint over the lines above.
      .replace(new RegExp(`(\\p{M}{${maxMarks}})\\p{M}+`, 'gu'), '$1')
      .replace(/^\p{M}+|(?<=\s)\p{M}+/gu, '')
      .replace(/\s+/gu, ' ')
      .trim()
  );
};

/** The renderer misplaces what follows this Thai vowel, but not what follows its two parts. */
const splitSaraAm = (_match: string, tone: string | undefined): string => `\u0e4d${tone ?? ''}\u0e32`;

const toDrawable = (sign: string, has: (codePoint: number) => boolean): string => {
  if (/\s/u.test(sign)) return ' ';
  if (/[\p{C}\ufffd]/u.test(sign)) return '';
  const all = (text: string): boolean => [...text].every((part) => has(part.codePointAt(0) as number));
  if (all(sign)) return sign;
  if (/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u.test(sign)) return '';
  const plain = sign.normalize('NFKC');
  if (plain !== sign && all(plain)) return plain;
  const latin = anyAscii(sign);
  return all(latin) ? latin : '';
};

/** Does a reader begin at the right? */
export const isRightToLeft = (text: string): boolean => {
  const first = /\p{L}/u.exec(text)?.[0] ?? '';
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first);
};
