import type { Random } from '../core/random.ts';
import type { Palette } from './palette.ts';

export const canvas = 1000;
const sunrise = 5.25 * 60;
const sunset = 20 * 60;
const dayMinutes = 1440;

export interface SceneFacts {
  /** 0–1439. */
  readonly minuteOfDay: number;
  readonly palette: Palette;
  /** Where the hills begin, from the top. */
  readonly horizon: number;
  /** Gives every window its own stars and hills. */
  readonly random: Random;
}

/** The sky of the hour with sun or moon, and hills like sound waves below it. SVG elements without text. */
export const paintScene = ({ minuteOfDay, palette, horizon, random }: SceneFacts): string =>
  [
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
    paintStars(darknessAt(minuteOfDay), horizon, random),
    paintDisc(placeDisc(minuteOfDay, horizon), palette.disc),
    paintHills(palette.hills, horizon, random),
  ].join('');

const gradient = (id: string, stops: readonly (readonly [at: number, colour: string])[]): string =>
  `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="${canvas}">${stops
    .map(([at, colour]) => `<stop offset="${round(at)}" stop-color="${colour}"/>`)
    .join('')}</linearGradient>`;

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly isSun: boolean;
}

/** Sun and moon cross the sky from left to right, highest in the middle of their time. */
const placeDisc = (minuteOfDay: number, horizon: number): Disc => {
  const isSun = minuteOfDay >= sunrise && minuteOfDay < sunset;
  const start = isSun ? sunrise : sunset;
  const length = isSun ? sunset - sunrise : dayMinutes - sunset + sunrise;
  const progress = ((minuteOfDay - start + dayMinutes) % dayMinutes) / length;
  // The sun rises and sets behind the hills; a crescent cut in two would only look broken.
  const lowest = horizon - (isSun ? 30 : 165);
  const climb = Math.sin(progress * Math.PI) * Math.max(0, lowest - 300);
  return { x: 250 + progress * 500, y: lowest - climb, isSun };
};

/** 0 by day, 1 in the night, between the two at dawn and dusk. */
const darknessAt = (minuteOfDay: number): number => {
  const fromNoon = Math.abs(minuteOfDay - 12.75 * 60) / 60;
  return Math.min(1, Math.max(0, (fromNoon - 6) / 2.5));
};

const paintStars = (darkness: number, horizon: number, random: Random): string => {
  const stars = Array.from({ length: 90 }, () => {
    const [x, y, size, glow] = [random.next() * canvas, random.next() * horizon, random.next(), random.next()];
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(0.8 + size * size * 2.2)}" opacity="${round(0.25 + glow * 0.6)}"/>`;
  });
  return darkness === 0 ? '' : `<g fill="#fff" opacity="${round(darkness)}">${stars.join('')}</g>`;
};

const paintDisc = ({ x, y, isSun }: Disc, colour: string): string => {
  const radius = isSun ? 118 : 92;
  const rings = [5.1, 4.1, 3.2, 2.45, 1.85, 1.38].map(
    (times, index) =>
      `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius * times)}" opacity="${round(0.045 + index * 0.014)}"/>`,
  );
  const body = isSun
    ? `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}"/>`
    : `<path d="${drawCrescent(x, y, radius)}"/>`;
  return `<g fill="${colour}">${rings.join('')}${body}</g>`;
};

/** What is left of a disc when a smaller one, up to the right, lies over it: from tip to tip and back. */
const drawCrescent = (x: number, y: number, radius: number): string => {
  const upper = `${round(x + radius * 0.109)} ${round(y - radius * 0.994)}`;
  const lower = `${round(x + radius * 0.9165)} ${round(y + radius * 0.4)}`;
  const inner = round(radius * 0.82);
  return `M${upper}A${radius} ${radius} 0 1 0 ${lower}A${inner} ${inner} 0 1 1 ${upper}Z`;
};

/** Four ridges, the nearer the darker; each is a sum of waves like a sound. */
const paintHills = (colours: readonly string[], horizon: number, random: Random): string =>
  colours
    .map((colour, layer) => {
      const ridge = drawRidge(horizon + layer * 58, 32 - layer * 4, random);
      return `<path d="${ridge}" fill="${layer === 3 ? 'url(#ground)' : colour}"/>`;
    })
    .join('');

const drawRidge = (base: number, height: number, random: Random): string => {
  const waves = [1, 2, 3].map((part) => ({
    height: height / part,
    turns: (0.7 + random.next() * 0.7) * part,
    phase: random.next() * 2 * Math.PI,
  }));
  const points = Array.from({ length: 101 }, (_, index) => {
    const heights = waves.map((wave) => wave.height * Math.sin((index / 100) * wave.turns * 2 * Math.PI + wave.phase));
    return `${index * 10} ${round(base - heights.reduce((sum, part) => sum + part, 0))}`;
  });
  return `M0 ${canvas}L${points.join('L')}L${canvas} ${canvas}Z`;
};

const round = (value: number): number => Math.round(value * 100) / 100;
