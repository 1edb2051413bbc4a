import type { ReadPayload } from './entity.ts';

const shown = (payload: string): string => JSON.stringify(payload.length > 60 ? `${payload.slice(0, 60)}…` : payload);

/** One of the options, exactly as announced. */
export const readChoice =
  (options: readonly string[], toInput: (option: string) => unknown) =>
  (payload: string): ReadPayload =>
    options.includes(payload)
      ? { input: toInput(payload) }
      : { refusal: `There is no option ${shown(payload)}. These exist: ${options.join(', ')}.` };

/** A whole number within the range; `7.0`, as Home Assistant may write it, is one. */
export const readWhole =
  (min: number, max: number, toInput: (value: number) => unknown) =>
  (payload: string): ReadPayload => {
    const value = /^-?\d{1,9}(\.0{1,9})?$/.test(payload) ? Number(payload) : Number.NaN;
    return value >= min && value <= max
      ? { input: toInput(value + 0) }
      : { refusal: `Found ${shown(payload)}; a whole number from ${min} to ${max} is allowed.` };
  };
