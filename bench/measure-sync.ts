import { join } from 'node:path';
import type { BareFigures, BareInput } from './bare-child.ts';
import { runChild, type StandIn } from './processes.ts';
import type { Result } from './result.ts';
import type { SyncFigures, SyncInput } from './sync-child.ts';

/** A first sync against the bare loop; several rounds, the best of each, so that a busy machine does not decide. */
export const measureFirstSync = async (
  standIn: StandIn,
  folder: string,
  rounds: number,
): Promise<{ readonly results: readonly Result[]; readonly path: string }> => {
  const syncs: SyncFigures[] = [];
  const bares: BareFigures[] = [];
  let paths: readonly string[] = [];
  let path = '';
  for (let round = 0; round < rounds; round += 1) {
    path = join(folder, `first-${standIn.tracks}-${round}.db`);
    await standIn.clear();
    syncs.push(await firstSync(standIn, path));
    paths = (await standIn.requests()).filter(({ method }) => method === 'GET').map((request) => request.path);
    const input: BareInput = { plexUrl: standIn.plexUrl, plexToken: standIn.plexToken, paths };
    bares.push(await runChild<BareFigures>('bare-child.ts', input));
  }
  const syncMs = Math.min(...syncs.map(({ ms }) => ms));
  const bareMs = Math.min(...bares.map(({ ms }) => ms));
  const megabytes = (bares[0]?.bytes ?? 0) / 1e6;
  const size = standIn.tracks.toLocaleString('en-US');
  const note = `${seconds(syncMs)} against ${seconds(bareMs)}; ${paths.length} requests, ${megabytes.toFixed(0)} MB`;
  return {
    path,
    results: [
      {
        what: `First sync of ${size} tracks against a bare loop`,
        measured: syncMs / bareMs,
        unit: 'x',
        target: 1.5,
        note,
      },
      { what: `First sync of ${size}: memory`, measured: worst(syncs, 'rssPeakMb'), unit: 'MB', target: 256 },
      {
        what: `First sync of ${size}: event loop p99`,
        measured: worst(syncs, 'loopP99Ms'),
        unit: 'ms',
        target: 50,
        note: `longest ${worst(syncs, 'loopMaxMs').toFixed(0)} ms`,
      },
    ],
  };
};

/** Memory of a very large library. */
export const measureLargeSync = async (standIn: StandIn, folder: string): Promise<readonly Result[]> => {
  const figures = await firstSync(standIn, join(folder, 'large.db'));
  const size = standIn.tracks.toLocaleString('en-US');
  const note = `in ${seconds(figures.ms)}, event loop p99 ${figures.loopP99Ms.toFixed(0)} ms`;
  return [{ what: `First sync of ${size} tracks: memory`, measured: figures.rssPeakMb, unit: 'MB', target: 512, note }];
};

/** How much a sync asks for when nothing changed. */
export const measureIdleSync = async (standIn: StandIn, path: string): Promise<readonly Result[]> => {
  await standIn.clear();
  const figures = await runSync(standIn, path);
  const { length } = await standIn.requests();
  const note = `${figures.ms.toFixed(0)} ms`;
  return [{ what: 'Sync with nothing changed', measured: length, unit: 'requests', target: 10, note }];
};

const runSync = (standIn: StandIn, path: string): Promise<SyncFigures> => {
  const input: SyncInput = { plexUrl: standIn.plexUrl, plexToken: standIn.plexToken, path };
  return runChild<SyncFigures>('sync-child.ts', input);
};

/** A figure counts only if the mirror is whole. */
const firstSync = async (standIn: StandIn, path: string): Promise<SyncFigures> => {
  const figures = await runSync(standIn, path);
  if (figures.mirrored !== figures.onServer || figures.mirrored === 0)
    throw new Error(`The mirror holds ${figures.mirrored} of ${figures.onServer}: ${figures.warnings.join(' ')}`);
  return figures;
};

const worst = (syncs: readonly SyncFigures[], figure: 'rssPeakMb' | 'loopP99Ms' | 'loopMaxMs'): number =>
  Math.max(...syncs.map((sync) => sync[figure]));
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
