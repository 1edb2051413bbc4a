import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real service as a process of its own. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  /** All it printed so far. */
  output(): string;
  /** Exit code; -1 when it was killed. */
  readonly ended: Promise<number>;
  /** Resolves when the output matches; rejects when the process ends or the time is up first. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export const startService = (env: Readonly<Record<string, string>>): ServiceProcess => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    env: { ...pick('PATH', 'HOME', 'NODE_COMPILE_CACHE'), NODE_ENV: 'test', HTTP_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  return {
    child,
    output: () => text,
    ended,
    async waitFor(pattern, timeoutMs = 20_000) {
      const found = Promise.withResolvers<void>();
      const look = (): void => {
        if (pattern.test(text)) found.resolve();
      };
      const timer = setTimeout(() => found.reject(new Error(`${pattern} was not printed:\n${text}`)), timeoutMs);
      void ended.then(() => found.reject(new Error(`The service ended before ${pattern}:\n${text}`)));
      listeners.add(look);
      look();
      try {
        await found.promise;
      } finally {
        clearTimeout(timer);
        listeners.delete(look);
      }
    },
    kill: (signal) => void child.kill(signal),
  };
};

/** Nothing else of ours may reach the service: it reads its options there. */
const pick = (...names: readonly string[]): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(names.map((name) => [name, process.env[name]]));

/** A folder of its own for the service's state. */
export const makeDataDir = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'harmoniq-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
