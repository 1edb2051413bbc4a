import anyAscii from 'any-ascii';

const longestSlug = 48;

/** "Würzig & Süß" → `wurzig-suss`. A name of symbols alone gets a slug from its characters' numbers, which begins with `prefix`. */
export const toSlug = (name: string, prefix = 'list'): string => {
  const dashes = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, longestSlug)
      .replace(/^-+|-+$/g, '');
  const slug = dashes(anyAscii(name));
  return slug === ''
    ? dashes(`${prefix}-${[...name].map((letter) => letter.codePointAt(0)?.toString(16)).join('-')}`)
    : slug;
};
