import type { SyncOptions, SyncPhase } from './library.ts';

export interface ProgressMeter {
  /** More rows than thought will have to be read. */
  expect(rows: number): void;
  /** One step's state; `rows` is how many came in since the last call. */
  step(section: string, phase: SyncPhase, done: number, total: number, rows: number): void;
}

const samplePeriodMs = 200;
const smoothing = 0.25;

/** Turns rows into progress events with a smoothed remaining time; unknown until something was expected and measured. */
export const createProgressMeter = (onProgress: SyncOptions['onProgress']): ProgressMeter => {
  let expected = 0;
  let read = 0;
  let sampledAt = performance.now();
  let sampledRead = 0;
  let rowsPerMs: number | undefined;

  const sample = (): void => {
    const elapsedMs = performance.now() - sampledAt;
    if (elapsedMs < samplePeriodMs) return;
    const current = (read - sampledRead) / elapsedMs;
    rowsPerMs = rowsPerMs === undefined ? current : rowsPerMs + smoothing * (current - rowsPerMs);
    sampledAt = performance.now();
    sampledRead = read;
  };

  return {
    expect: (rows) => void (expected += rows),
    step(section, phase, done, total, rows) {
      read += rows;
      sample();
      const known = expected > 0 && rowsPerMs !== undefined && rowsPerMs > 0;
      const etaMs = known ? Math.round(Math.max(0, expected - read) / (rowsPerMs ?? 1)) : undefined;
      onProgress?.({ section, phase, done: Math.min(done, total), total, etaMs });
    },
  };
};
