import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const call = promisify(execFile);
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The scripts that build and run an image without a Docker engine. */
const tools = process.env.HARMONIQ_IMAGE ?? join(root, '..', 'shared', 'image');
const tag = 'localhost/harmoniq:e2e';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningImage {
  /** What it wrote so far. */
  read(): string;
  /** Sends the signal that a container engine sends, to the service itself; gives its exit code. */
  stop(): Promise<number | null>;
}

/** The repository as git has it, in a folder of its own: what is not committed or about to be cannot sneak into the image. */
const exportTree = async (folder: string): Promise<void> => {
  await call(
    'sh',
    [
      '-c',
      `git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -c | tar -x -C '${folder}'`,
    ],
    { cwd: root },
  );
};

/** Builds the image from the Dockerfile. Throws one clear sentence when this machine cannot: the suite proves nothing without it. */
export const buildImage = async (folder: string): Promise<void> => {
  if (!existsSync(join(tools, 'build')))
    throw new Error(
      `These tests build the image, and there is no script for it at ${tools}. Set HARMONIQ_IMAGE to its folder.`,
    );
  await exportTree(folder);
  await call(join(tools, 'build'), [folder, tag], { maxBuffer: 256 * 1024 * 1024, env: cleanEnvironment() });
};

/** npm and Jest leave marks in the environment that would reach into the build; certificates of this machine must stay. */
const cleanEnvironment = (): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(
    ([name]) => name === 'NODE_EXTRA_CA_CERTS' || !/^(npm_|NODE_|JEST_)/.test(name),
  );
  return Object.fromEntries(kept);
};

const argsFor = (dataDir: string, env: Readonly<Record<string, string>>, command: readonly string[]): string[] => [
  tag,
  dataDir,
  ...Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
  ...(command.length === 0 ? [] : ['--', ...command]),
];

/** Runs a command in a fresh container over the same data. */
export const runInImage = async (
  dataDir: string,
  env: Readonly<Record<string, string>>,
  command: readonly string[],
): Promise<Finished> => {
  try {
    const done = await call(join(tools, 'run'), argsFor(dataDir, env, command), { env: cleanEnvironment() });
    return { code: 0, ...done };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

/** Starts the image's own command. */
export const startImage = (dataDir: string, env: Readonly<Record<string, string>>): RunningImage => {
  const child = spawn(join(tools, 'run'), argsFor(dataDir, env, []), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    read: () => text,
    async stop() {
      const service = findService(child);
      if (service === undefined) child.kill('SIGTERM');
      else process.kill(service, 'SIGTERM');
      return ended;
    },
  };
};

/** The Node process below the script that we started. */
const findService = (child: ChildProcess): number | undefined => {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const status = readIfThere(`/proc/${name}/status`);
    parents.set(Number(name), Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const isBelow = (id: number): boolean => id === child.pid || (id > 1 && isBelow(parents.get(id) ?? 0));
  return [...parents.keys()].find((id) => {
    const [program] = readIfThere(`/proc/${id}/cmdline`).split('\0');
    return program === 'node' && isBelow(id);
  });
};

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
