import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureFlow } from './measure-flow.ts';
import { measureMatching } from './measure-match.ts';
import { measureOrdering } from './measure-order.ts';
import { measurePublishing } from './measure-publish.ts';
import { measureService } from './measure-service.ts';
import { measureFirstSync, measureIdleSync, measureLargeSync } from './measure-sync.ts';
import { startStandIn, type StandIn } from './processes.ts';
import { isGood, printResults, type Result } from './result.ts';

/** Measures what Harmoniq promises about speed and memory. Exit code 1 when a promise is not held. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      tracks: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      large: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'harmoniq-bench-'));
  try {
    const results = await withStandIn(Number(values.tracks), (standIn) =>
      measure(standIn, folder, Number(values.rounds)),
    );
    const large = values.large ? await withStandIn(500_000, (standIn) => measureLargeSync(standIn, folder)) : [];
    const all = [...results, ...large];
    printResults(all, values.json);
    return all.every(isGood) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const measure = async (standIn: StandIn, folder: string, rounds: number): Promise<readonly Result[]> => {
  const { results, path } = await measureFirstSync(standIn, folder, rounds);
  return [
    ...results,
    ...(await measureIdleSync(standIn, path)),
    ...(await measureMatching(standIn, path)),
    ...(await measureOrdering()),
    ...(await measurePublishing(standIn, path)),
    ...(await measureFlow(standIn, folder, path)),
    ...(await measureService(standIn, folder, path)),
  ];
};

const withStandIn = async <Answer>(tracks: number, work: (standIn: StandIn) => Promise<Answer>): Promise<Answer> => {
  const standIn = await startStandIn(tracks);
  try {
    return await work(standIn);
  } finally {
    await standIn.stop();
  }
};

process.exit(await main());
