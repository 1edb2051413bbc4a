import type { Random } from '../core/random.ts';
import { canvas, paintGlow, paintLand, round } from './land.ts';
import type { Palette } from './palette.ts';

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

/** The sky of the hour with sun or moon, and hills below it. */
export const paintScene = ({ minuteOfDay, palette, horizon, random }: SceneFacts): string => {
  const stars = paintStars(darknessAt(minuteOfDay), horizon, random);
  return paintLand({ palette, horizon, random }, stars + paintDisc(placeDisc(minuteOfDay, horizon), palette.disc));
};

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
  const body = isSun
    ? `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}"/>`
    : `<path d="${drawCrescent(x, y, radius)}"/>`;
  return `<g fill="${colour}">${paintGlow(x, y, radius)}${body}</g>`;
};

/** What is left of a disc when a smaller one, up to the right, lies over it: from tip to tip and back. */
const drawCrescent = (x: number, y: number, radius: number): string => {
  const upper = `${round(x + radius * 0.109)} ${round(y - radius * 0.994)}`;
  const lower = `${round(x + radius * 0.9165)} ${round(y + radius * 0.4)}`;
  const inner = round(radius * 0.82);
  return `M${upper}A${radius} ${radius} 0 1 0 ${lower}A${inner} ${inner} 0 1 1 ${upper}Z`;
};
