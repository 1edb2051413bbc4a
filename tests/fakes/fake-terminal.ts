import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/entrypoints/cli/cli.ts';
import type { CliParts } from '../../src/entrypoints/cli/parts.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { operations } from '../../src/operations/table.ts';
import { createFakeDoorHouse, fakeToken, type FakeHouseOptions, type FakeMemory } from './fake-door-house.ts';

export interface Shown {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface TerminalOptions extends FakeHouseOptions {
  /** Verbs that stand in for those of the table with the same names. */
  readonly verbs?: readonly Operation[];
  readonly parts?: Partial<CliParts>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  readonly stdin?: NodeJS.ReadableStream;
  readonly fill?: (memory: FakeMemory) => void;
}

export const goodEnv = {
  NODE_ENV: 'test',
  PLEX_URL: 'http://127.0.0.1:32400',
  PLEX_TOKEN: fakeToken,
  PLEX_MUSIC_LIBRARY_NAMES: 'Music',
  TIMEZONE: 'Europe/Berlin',
} as const;

/** One command line in a terminal of its own, with a fake house and a data folder that is gone afterwards. */
export const type = async (argv: readonly string[], options: TerminalOptions = {}): Promise<Shown> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-cli-'));
  const written = { out: '', err: '' };
  const verbs = options.verbs ?? [];
  const replaced = new Set(verbs.map((verb) => verb.name));
  const parts: CliParts = {
    listOperations: async () => [...operations.filter((operation) => !replaced.has(operation.name)), ...verbs],
    openHouse: async (config, logger) => {
      const { house, memory } = createFakeDoorHouse({ ...options, config });
      options.fill?.(memory);
      return { house: { ...house, logger }, close: () => undefined };
    },
    createAccount: async () => {
      throw new Error('No account in this test.');
    },
    clearMqtt: async () => {
      throw new Error('No broker in this test.');
    },
    ...options.parts,
  };
  const stream = (name: 'out' | 'err') => ({
    isTTY: options.isTTY ?? false,
    columns: options.columns,
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  try {
    const code = await runCli(
      argv,
      {
        stdout: stream('out'),
        stderr: stream('err'),
        env: { ...goodEnv, DATA_DIR: dataDir, ...options.env },
        isTTY: options.isTTY ?? false,
        signal: options.signal,
        stdin: options.stdin,
      },
      parts,
    );
    return { code, out: written.out.replaceAll(dataDir, 'DATA'), err: written.err.replaceAll(dataDir, 'DATA') };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};
