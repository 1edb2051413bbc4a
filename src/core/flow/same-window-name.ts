/** What two spellings of one window's name share: width, case and the number of blanks do not tell names apart. */
export const keyOfWindowName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');

/** Do people mean the same window by both? */
export const sameWindowName = (one: string, other: string): boolean => keyOfWindowName(one) === keyOfWindowName(other);
