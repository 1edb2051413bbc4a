/** Anything with keys, as JSON gives it. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list, a single object in its place, or nothing. */
export const toRows = (value: unknown): readonly Row[] => {
  if (Array.isArray(value)) return value.every(isRow) ? value : value.filter(isRow);
  return isRow(value) ? [value] : [];
};

/** A text or a number as text; empty is absent. */
export const toText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
};

/** A finite number, also when written as text. */
export const toNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

export const toCount = (value: unknown): number | undefined => {
  const number = toNumber(value);
  return number === undefined || number < 0 ? undefined : Math.trunc(number);
};

export const toFlag = (value: unknown): boolean => value === true || value === 1 || value === '1' || value === 'true';

/** Epoch seconds → milliseconds. Zero and less mean "never". */
export const toTimeMs = (value: unknown): number | undefined => {
  const seconds = toNumber(value);
  return seconds === undefined || seconds <= 0 ? undefined : Math.round(seconds * 1_000);
};
