import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { memoryEnv, nodeFlags, scriptPath, type StandIn } from './processes.ts';
import type { Result } from './result.ts';

const patienceMs = 30_000;
const settleMs = 8_000;

/** The whole service on an existing mirror: until `/health` answers, and its memory when the first cycle is over. */
export const measureService = async (standIn: StandIn, folder: string, path: string): Promise<readonly Result[]> => {
  const script = scriptPath('src/main.ts');
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeFlags(), script], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH ?? '',
      ...memoryEnv(),
      PLEX_URL: standIn.plexUrl,
      PLEX_TOKEN: standIn.plexToken,
      PLEX_MUSIC_LIBRARY_NAMES: 'Music',
      LASTFM_URL: standIn.lastfmUrl,
      LASTFM_API_KEY: standIn.lastfmKey,
      ENABLE_LASTFM_CHARTS: 'true',
      DATA_DIR: folder,
      DATABASE_PATH: path,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(port),
    },
  });
  const ended = once(child, 'exit');
  try {
    const readyMs = (await becomesReady(port, startedAt)) - startedAt;
    await wait(settleMs);
    const pid = child.pid ?? 0;
    return [
      { what: 'Service with that mirror: start to ready', measured: readyMs / 1_000, unit: 's', target: 2 },
      { what: 'Service: memory when idle, after a cycle', measured: readMb(pid, 'VmRSS'), unit: 'MB', target: 150 },
      { what: 'Service: most memory up to then', measured: readMb(pid, 'VmHWM'), unit: 'MB', target: 200 },
    ];
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};

const becomesReady = async (port: number, startedAt: number): Promise<number> => {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.ok === true) return performance.now();
    if (performance.now() - startedAt > patienceMs) throw new Error('The service did not become ready.');
    await wait(10);
  }
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const readMb = (pid: number, figure: 'VmRSS' | 'VmHWM'): number => {
  const line = new RegExp(`^${figure}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1024;
};
