import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compile } from './compile.ts';

const root = join(import.meta.dirname, '..');
let compiled: string | undefined;

/** A script of the product or the bench, compiled. */
export const scriptPath = (script: string): string => join((compiled ??= compile()), script.replace(/\.ts$/, '.js'));

export interface StandIn {
  readonly plexUrl: string;
  readonly plexToken: string;
  readonly lastfmUrl: string;
  readonly lastfmKey: string;
  readonly tracks: number;
  /** What clients asked for since the last `clear`, without the stand-in's own controls. */
  requests(): Promise<readonly LoggedRequest[]>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export interface LoggedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
}

/** The Plex stand-in of this size in a process of its own. */
export const startStandIn = async (tracks: number): Promise<StandIn> => {
  const child = spawn(process.execPath, [join(root, 'src/demo/stand-in.ts'), '--tracks', String(tracks)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const facts = JSON.parse(line) as Omit<StandIn, 'requests' | 'clear' | 'stop'>;
  const control = `${facts.plexUrl}/__stand-in/requests`;
  return {
    ...facts,
    requests: async () => (await (await fetch(control)).json()) as readonly LoggedRequest[],
    clear: async () => void (await fetch(control, { method: 'DELETE' })),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** How the image starts Node: memory is measured under the same settings. */
export const nodeFlags = (): readonly string[] => {
  const command = /^CMD (\[.*\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1] ?? '[]';
  return (JSON.parse(command) as string[]).filter((argument) => argument.startsWith('--'));
};

/** The image's setting of the C library, without which threads keep more for themselves. */
export const memoryEnv = (): Readonly<Record<string, string>> => {
  const arenas = /\bMALLOC_ARENA_MAX=(\d+)/.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1];
  return arenas === undefined ? {} : { MALLOC_ARENA_MAX: arenas };
};

/** Runs a script of the bench in a process of its own; its last line of output is its answer, as JSON. */
export const runChild = async <Answer>(
  script: string,
  input: unknown,
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const child = spawn(process.execPath, [...nodeFlags(), scriptPath(`bench/${script}`)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...memoryEnv(), ...env },
  });
  child.stdin.end(JSON.stringify(input));
  const ended = once(child, 'exit');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) last = line;
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`bench/${script} ended with ${code ?? 'a signal'}.`);
  return JSON.parse(last) as Answer;
};

/** What `runChild` gave. */
export const readInput = async <Input>(): Promise<Input> => {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return JSON.parse(text) as Input;
};
