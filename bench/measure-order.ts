import type { OrderFigures } from './order-child.ts';
import { runChild } from './processes.ts';
import type { Result } from './result.ts';

/** What it costs to put a list in order once the answers are there: computing alone, nobody is asked. */
export const measureOrdering = async (): Promise<readonly Result[]> => {
  const figures = await runChild<OrderFigures>('order-child.ts', {});
  return [
    {
      what: 'Ordering 50 tracks by sound (CPU, median)',
      measured: figures.median,
      unit: 'ms',
      target: 20,
      note: `the first in a fresh process ${Math.round(figures.first)} ms`,
    },
    { what: 'Ordering 1,000 tracks by sound (CPU)', measured: figures.largest, unit: 'ms', target: 1_000 },
    {
      what: 'Ordering 50 tracks: neighbours against random order (worst)',
      measured: figures.ratio,
      unit: 'x',
      target: 0.6,
    },
  ];
};
