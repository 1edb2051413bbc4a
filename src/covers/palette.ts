import { formatColour, mixColours, parseColour, turnHue, type Colour } from './colour.ts';

/** The colours of one hour. All `#rrggbb`. */
export interface Palette {
  readonly zenith: string;
  readonly sky: string;
  readonly horizon: string;
  /** Sun or moon. */
  readonly disc: string;
  /** From the farthest to the nearest, each darker than the one before. White text can be read on all but the first. */
  readonly hills: readonly string[];
}

/** The course of a day; between two moments the colours change steadily. The last moment is the first of the next day. */
const day: readonly (readonly [hour: number, ...colours: readonly string[]])[] = [
  [0, '#080c2c', '#1a1f63', '#473a9c', '#f3f0ff', '#2b2773', '#0b0a26'],
  [4, '#0b1238', '#272a7a', '#7a56b4', '#efe9ff', '#3a2f80', '#0e0c2e'],
  [5.5, '#1d2a74', '#8a4f9e', '#ff9c86', '#ffe2b8', '#693a86', '#1b1244'],
  [7, '#3467c4', '#d98fb4', '#ffcf94', '#fff0c2', '#7a5aa0', '#20204f'],
  [9, '#1d74d8', '#58b2f2', '#ffe0a6', '#fff6cf', '#2f86b8', '#0c3350'],
  [12, '#0a6ad6', '#27aaf0', '#a4ecdf', '#fffbe0', '#1595a0', '#053c4b'],
  [15, '#1f78cf', '#5fb6e0', '#ffe08e', '#fff4c4', '#2c8f86', '#0a3a44'],
  [17, '#5f58aa', '#f0a15e', '#ffd27a', '#fff0bd', '#b0563f', '#3a1a36'],
  [19, '#40287e', '#e0466f', '#ff9d4c', '#ffe3a0', '#96306e', '#2a0f3e'],
  [20.5, '#1a1b58', '#6a2f92', '#f0608c', '#ffdcd0', '#52287a', '#180e3a'],
  [22, '#0d1240', '#2c2270', '#7a489c', '#f3eaff', '#352672', '#0f0b2e'],
  [24, '#080c2c', '#1a1f63', '#473a9c', '#f3f0ff', '#2b2773', '#0b0a26'],
];

/** `hueShift` in degrees tells apart the windows of one hour. Sun and moon keep their colour. */
export const paletteAt = (minuteOfDay: number, hueShift: number): Palette => {
  const hour = minuteOfDay / 60;
  const after = day.findIndex(([start]) => start > hour);
  const [fromHour, ...from] = day[after - 1] ?? [0];
  const [toHour, ...to] = day[after] ?? [24];
  const share = (hour - fromHour) / (toHour - fromHour);
  const at = (index: number, turn: number): Colour =>
    turnHue(mixColours(parseColour(from[index] as string), parseColour(to[index] as string), share), turn);
  const horizon = at(2, hueShift / 3);
  const [far, near] = [at(4, hueShift), at(5, hueShift)];
  return {
    zenith: formatColour(at(0, hueShift)),
    sky: formatColour(at(1, hueShift)),
    horizon: formatColour(horizon),
    disc: formatColour(at(3, 0)),
    hills: [mixColours(far, horizon, 0.3), far, mixColours(far, near, 0.45), mixColours(far, near, 0.8)].map(
      formatColour,
    ),
  };
};
