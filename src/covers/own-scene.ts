import { createRandom, type Random } from '../core/random.ts';
import { canvas, paintGlow, paintLand, round } from './land.ts';
import { ownPalette } from './own-palette.ts';

export interface OwnSceneFacts {
  /** Decides everything that liveliness leaves open. */
  readonly windowName: string;
  /** 0 (calm) – 1. */
  readonly liveliness: number;
  /** Where the hills begin, from the top. */
  readonly horizon: number;
}

/**
 * The scene of a window that comes at any hour. The livelier, the warmer the colours, the higher and closer the waves of the hills, and the more there is in
 * the sky: ripples of sound around a still disc, floating lights, or the beams of a stage.
 */
export const paintOwnScene = ({ windowName, liveliness, horizon }: OwnSceneFacts): string => {
  const random = createRandom(windowName);
  const palette = ownPalette(liveliness, random.next());
  const swing = { height: 0.45 + 1.25 * liveliness, turns: 0.6 + 1.5 * liveliness };
  const spot: Spot = { x: 270 + random.next() * 460, horizon, random };
  const lights = liveliness < 0.45 ? paintRipples(spot) : liveliness < 0.7 ? paintFloating(spot) : paintBeams(spot);
  return paintLand({ palette, horizon, random, swing }, `<g fill="${palette.disc}">${lights}</g>`);
};

interface Spot {
  readonly x: number;
  readonly horizon: number;
  readonly random: Random;
}

const circle = (x: number, y: number, radius: number, more: string): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"${more}/>`;

/** A small disc above the hills, and rings around it as on still water. */
const paintRipples = ({ x, horizon }: Spot): string => {
  const y = horizon - 190;
  const rings = [110, 170, 235, 305, 380, 460, 545, 635, 730, 830].map((radius, index) =>
    circle(
      x,
      y,
      radius,
      ` fill="none" stroke-width="${round(3.4 - index * 0.25)}" opacity="${round(0.5 - index * 0.043)}"`,
    ),
  );
  return `<g stroke="#fff">${rings.join('')}</g>${paintGlow(x, y, 44)}${circle(x, y, 58, '')}`;
};

/** Lights of many sizes at different distances, the nearer the larger and the fainter. */
const paintFloating = ({ x, horizon, random }: Spot): string => {
  const lights = Array.from({ length: 26 }, () => {
    const size = random.next();
    const [left, top] = [random.next() * canvas, 170 + random.next() * (horizon - 190)];
    return circle(left, top, 7 + size * size * 74, ` opacity="${round(0.5 - size * 0.4)}"`);
  });
  const y = horizon - 120;
  return `${lights.join('')}${paintGlow(x, y, 84)}${circle(x, y, 84, '')}`;
};

/** Beams that rise from behind the hills and cross, and what glitters in them. */
const paintBeams = ({ x, horizon, random }: Spot): string => {
  const length = 1_300;
  const beams = [-58, -41, -25, -9, 9, 24, 42, 57].map((degrees) => {
    const middle = degrees + (random.next() - 0.5) * 8;
    const width = 3.2 + random.next() * 3;
    const reach = (angle: number): string => {
      const turn = (angle * Math.PI) / 180;
      return `${round(x + Math.sin(turn) * length)} ${round(horizon + 60 - Math.cos(turn) * length)}`;
    };
    const path = `M${round(x)} ${horizon + 60}L${reach(middle - width)}L${reach(middle + width)}Z`;
    return `<path d="${path}" opacity="${round(0.1 + random.next() * 0.12)}"/>`;
  });
  const glitter = Array.from({ length: 70 }, () => {
    const [left, top, size] = [random.next() * canvas, 150 + random.next() * (horizon - 150), random.next()];
    return circle(left, top, 1.6 + size * size * 6.5, ` opacity="${round(0.35 + random.next() * 0.5)}"`);
  });
  const y = horizon - 20;
  return `${beams.join('')}${glitter.join('')}${paintGlow(x, y, 112)}${circle(x, y, 112, '')}`;
};
