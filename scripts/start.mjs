// `npm start`: builds when dist/ is missing or older than what it is made from, then runs the service in the foreground.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist', 'main.js');
const stamp = join(root, 'dist', '.built');

const newest = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);

const isBuilt = () => {
  if (!existsSync(main) || !existsSync(stamp)) return false;
  const made = Date.parse(readFileSync(stamp, 'utf8').trim());
  const rules = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));
  return [newest(join(root, 'src')), ...rules.map((path) => statSync(path).mtimeMs)].every((time) => time < made);
};

const build = () => {
  const begun = new Date();
  const { status } = spawnSync('npm', ['run', '-s', 'build'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('harmoniq: the build failed; what the compiler said stands above.');
    process.exit(70);
  }
  writeFileSync(stamp, `${begun.toISOString()}\n`);
};

if (!isBuilt()) build();

// By default V8 keeps 100 MB of short-lived garbage around once a library was read, and never gives it back. The image does the same.
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=4'];
const service = spawn(process.execPath, [...nodeFlags, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { MALLOC_ARENA_MAX: '2', ...process.env },
});
// A shell between npm and us may be signalled alone; the service must hear of it to end cleanly.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => service.kill(signal));
// npm forwards a signal no further than its own shell: when that is gone, nobody else can end the service any more.
const shell = process.ppid;
const watch = () => {
  if (process.ppid !== shell) service.kill('SIGTERM');
};
const watching = process.env.npm_lifecycle_event === 'start' ? setInterval(watch, 500) : undefined;
service.on('exit', (code, signal) => {
  clearInterval(watching);
  process.exitCode = signal === null ? (code ?? 1) : 1;
});
