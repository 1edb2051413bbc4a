import { fold } from './fold.ts';

/** Like `fold`, and also alike for letters that lower case alone does not bring together ("STRASSE" and "Straße", the two small sigmas). */
export const foldCase = (text: string): string =>
  fold(text.toWellFormed().normalize('NFKC').toLowerCase().toUpperCase());
