/** Two spellings that a person would call the same entry: case, width, composition and stray spaces do not count. */
export const fold = (text: string): string =>
  text.toWellFormed().normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
