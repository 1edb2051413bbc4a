import type { Random } from '../core/random.ts';
import type { Palette } from './palette.ts';

export const canvas = 1000;

export interface Land {
  readonly palette: Palette;
  /** Where the hills begin, from the top. */
  readonly horizon: number;
  /** Gives every window its own hills. */
  readonly random: Random;
  /** How high the hills are and how many, 1 = gentle ones. */
  readonly swing?: Swing | undefined;
}

export interface Swing {
  readonly height: number;
  readonly turns: number;
}

/** A sky, what shines in it, and hills like sound waves below. SVG elements without text. */
export const paintLand = (land: Land, lights: string): string => {
  const { palette, horizon } = land;
  return [
    gradient('sky', [
      // The playlist's name stands up here; the colour holds until below it.
      [0.1, palette.zenith],
      [(horizon * 0.66) / canvas, palette.sky],
      [(horizon + 40) / canvas, palette.horizon],
    ]),
    gradient('ground', [
      [horizon / canvas, palette.hills[2] as string],
      [1, palette.hills[3] as string],
    ]),
    `<rect width="${canvas}" height="${canvas}" fill="url(#sky)"/>`,
    lights,
    paintHills(land),
  ].join('');
};

const gradient = (id: string, stops: readonly (readonly [at: number, colour: string])[]): string =>
  `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="${canvas}">${stops
    .map(([at, colour]) => `<stop offset="${round(at)}" stop-color="${colour}"/>`)
    .join('')}</linearGradient>`;

/** Four ridges, the nearer the darker and the lower; each is a sum of waves like a sound. */
const paintHills = ({ palette, horizon, random, swing = { height: 1, turns: 1 } }: Land): string =>
  palette.hills
    .map((colour, layer) => {
      const ridge = drawRidge(horizon + layer * 58, (32 - layer * 4) * swing.height, swing.turns, random);
      return `<path d="${ridge}" fill="${layer === 3 ? 'url(#ground)' : colour}"/>`;
    })
    .join('');

const drawRidge = (base: number, height: number, turns: number, random: Random): string => {
  const waves = [1, 2, 3].map((part) => ({
    height: height / part,
    turns: (0.7 + random.next() * 0.7) * part * turns,
    phase: random.next() * 2 * Math.PI,
  }));
  const points = Array.from({ length: 101 }, (_, index) => {
    const heights = waves.map((wave) => wave.height * Math.sin((index / 100) * wave.turns * 2 * Math.PI + wave.phase));
    return `${index * 10} ${round(base - heights.reduce((sum, part) => sum + part, 0))}`;
  });
  return `M0 ${canvas}L${points.join('L')}L${canvas} ${canvas}Z`;
};

/** Rings of light around a body, fading outwards. */
export const paintGlow = (x: number, y: number, radius: number): string =>
  [5.1, 4.1, 3.2, 2.45, 1.85, 1.38]
    .map(
      (times, index) =>
        `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius * times)}" opacity="${round(0.045 + index * 0.014)}"/>`,
    )
    .join('');

export const round = (value: number): number => Math.round(value * 100) / 100;
