import { monitorEventLoopDelay } from 'node:perf_hooks';
import { connect, open, syncMusic, type PlexAddress } from './plex.ts';
import { readInput } from './processes.ts';

export interface SyncInput extends PlexAddress {
  readonly path: string;
}
export interface SyncFigures {
  readonly ms: number;
  readonly rssPeakMb: number;
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  readonly mirrored: number;
  readonly onServer: number;
  readonly warnings: readonly string[];
}

const input = await readInput<SyncInput>();
const library = open(input.path);
const server = connect(input);
const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
const startedAt = performance.now();
const report = await syncMusic(library, server);
const ms = performance.now() - startedAt;
delay.disable();
library.close();
const figures: SyncFigures = {
  ms,
  rssPeakMb: process.resourceUsage().maxRSS / 1024,
  loopP99Ms: delay.percentile(99) / 1e6,
  loopMaxMs: delay.max / 1e6,
  mirrored: report.coverage[0]?.mirrored ?? 0,
  onServer: report.coverage[0]?.onServer ?? 0,
  warnings: report.warnings,
};
console.log(JSON.stringify(figures));
process.exit(0);
