#!/usr/bin/env node
// The command line's front door. It must start on any Node, however old, to say what is needed; so nothing is imported before that check
// but what every Node has, and the syntax stays plain.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const isNewEnough = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
};

/** The newer Node that `npm ci` brought along, if it did. */
const findBundledNode = () => {
  const path = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return process.env.HARMONIQ_REEXECUTED === undefined && existsSync(path) ? path : undefined;
};

const runUnder = (node) => {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, HARMONIQ_REEXECUTED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`harmoniq: ${node} cannot be run (${error.message}).`);
    process.exitCode = 70;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 1;
  });
};

const findProgram = () => {
  const built = join(root, 'dist', 'entrypoints', 'cli', 'cli.js');
  const source = join(root, 'src', 'entrypoints', 'cli', 'cli.ts');
  // In a checkout the sources are the truth; an installed package and the image carry only what was built.
  return existsSync(source) ? source : built;
};

const explain = () => {
  console.error(
    `harmoniq: Node ${process.versions.node} is too old; 22.18 or newer is needed. ` +
      'Install a newer Node, or run "npm ci" in the checkout, which brings its own.',
  );
  process.exitCode = 78;
};

/** Ctrl-C asks the command to stop; a second one insists. */
const listenForStop = () => {
  const stop = new AbortController();
  const ask = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', ask).on('SIGTERM', ask);
  return stop.signal;
};

const run = async () => {
  // Whoever reads our output may have seen enough, as in "harmoniq missing | head".
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 74));
  const { runCli } = await import(pathToFileURL(findProgram()).href);
  const code = await runCli(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    isTTY: process.stdout.isTTY === true && process.stderr.isTTY === true,
    signal: listenForStop(),
  });
  // Connections that are kept alive must not hold the shell; what was written must still arrive.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
};

const bundled = isNewEnough() ? undefined : findBundledNode();
if (bundled !== undefined) runUnder(bundled);
else if (!isNewEnough()) explain();
else await run();
