import { formatColour, mixColours, type Colour } from './colour.ts';
import type { Palette } from './palette.ts';

/** Calm windows are cool, lively ones warm: where on the circle of hues each begins, and how far its own colour may lie from there. */
const coolest = 215;
const warmest = 388;
const reach = 36;

/**
 * Colours of a window that belongs to no hour. `liveliness` 0–1; `own` 0–1 tells apart windows that are equally lively. Lightness is fixed for each part, so
 * that white text can be read on any hue.
 */
export const ownPalette = (liveliness: number, own: number): Palette => {
  const hue = coolest + (warmest - coolest) * liveliness ** 1.6 + (own * 2 - 1) * reach;
  const strength = 0.75 + 0.5 * liveliness;
  const at = (lightness: number, chroma: number, turn: number): Colour => ({
    lightness,
    chroma: chroma * strength,
    hue: hue + turn,
  });
  const horizon = at(0.82, 0.12, 62);
  const far = at(0.46, 0.12, 8);
  const near = at(0.2, 0.07, -14);
  return {
    zenith: formatColour(at(0.3, 0.13, -16)),
    sky: formatColour(at(0.54, 0.17, 4)),
    horizon: formatColour(horizon),
    disc: formatColour(at(0.96, 0.045, 70)),
    hills: [mixColours(far, horizon, 0.3), far, mixColours(far, near, 0.45), mixColours(far, near, 0.8)].map(
      formatColour,
    ),
  };
};
