import { createRandom } from '../core/random.ts';
import type { CoverFacts } from './cover.ts';
import { fontFamily, type Fonts } from './fonts.ts';
import { writeLettering } from './lettering.ts';
import { paletteAt } from './palette.ts';
import { canvas } from './land.ts';
import { paintOwnScene } from './own-scene.ts';
import { paintScene } from './scene.ts';

/** Changes with every change of the picture, so that covers already uploaded are drawn again. */
export const templateVersion = 2;

const hueShiftDegrees = 16;
const lowestHorizon = 610;

/** The picture as SVG. Deterministic; any text in the facts is harmless. */
export const renderCover = (facts: CoverFacts, fonts: Fonts): string => {
  const { svg, footTop } = writeLettering(facts, fonts);
  // All text at the foot stands on the hills, where white can be read at any hour.
  const horizon = Math.round(Math.min(lowestHorizon, footTop - 110));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas}" height="${canvas}" viewBox="0 0 ${canvas} ${canvas}">`,
    paint(facts, horizon),
    `<g font-family="${fontFamily}" fill="#fff">${svg}</g></svg>`,
  ].join('');
};

const paint = ({ windowName, theme, minuteOfDay, liveliness }: CoverFacts, horizon: number): string => {
  if (minuteOfDay === undefined) return paintOwnScene({ windowName, liveliness: toShare(liveliness), horizon });
  const random = createRandom(`${windowName}\n${theme}`);
  const minute = toMinuteOfDay(minuteOfDay);
  const palette = paletteAt(minute, (random.next() * 2 - 1) * hueShiftDegrees);
  return paintScene({ minuteOfDay: minute, palette, horizon, random });
};

const toShare = (liveliness: number | undefined): number =>
  liveliness === undefined || Number.isNaN(liveliness) ? 0.5 : Math.min(1, Math.max(0, liveliness));

/** Any number as a minute of the day; what is none counts as midnight. */
const toMinuteOfDay = (minutes: number): number =>
  Number.isFinite(minutes) ? ((Math.floor(minutes) % 1440) + 1440) % 1440 : 0;
