import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../packaging/tree.ts';

const minute = 60_000;

/** A checkout of its own, sharing only the installed packages. */
const checkOut = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'harmoniq-start-'));
  execFileSync(
    'sh',
    [
      '-c',
      `git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -c | tar -x -C '${folder}'`,
    ],
    { cwd: root, stdio: 'ignore' },
  );
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

const findFreePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

interface Service {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  read(): string;
}

describe('npm start in a checkout', () => {
  const folder = checkOut();
  const main = join(folder, 'dist', 'main.js');
  let port: number;
  let last: Service | undefined;

  const start = (env: Readonly<Record<string, string>>): Service => {
    const child = spawn(process.execPath, [join(folder, 'scripts', 'start.mjs')], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'test', ...env },
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    last = { child, ended: new Promise((resolve) => child.once('close', resolve)), read: () => text };
    return last;
  };
  const settings = (): Record<string, string> => ({
    PLEX_URL: 'http://127.0.0.1:9',
    PLEX_TOKEN: 'token-of-nobody',
    PLEX_MUSIC_LIBRARY_NAMES: 'Music',
    HTTP_PORT: String(port),
    DATA_DIR: join(folder, 'data'),
  });
  const untilHealthy = async (): Promise<void> => {
    for (;;) {
      const answered = await fetch(`http://127.0.0.1:${port}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answered) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  beforeAll(async () => {
    port = await findFreePort();
  });
  afterAll(() => {
    last?.child.kill('SIGKILL');
  });

  test(
    'builds what is not built, and a wrong configuration ends it with one report',
    async () => {
      const service = start({});
      expect(await service.ended).toBe(78);
      expect(service.read()).toMatch(/^The configuration has 3 problems/);
      expect(existsSync(main)).toBe(true);
    },
    2 * minute,
  );

  test(
    'goes on without Plex, builds again only when a source is newer, and passes SIGTERM on',
    async () => {
      const built = statSync(main).mtimeMs;
      const first = start(settings());
      await untilHealthy();
      expect(statSync(main).mtimeMs).toBe(built);
      first.child.kill('SIGTERM');
      expect(await first.ended).toBe(0);

      const later = new Date();
      utimesSync(join(folder, 'src', 'main.ts'), later, later);
      const second = start(settings());
      await untilHealthy();
      expect(statSync(main).mtimeMs).toBeGreaterThan(built);
      second.child.kill('SIGINT');
      expect(await second.ended).toBe(0);
      expect(second.read()).not.toContain('token-of-nobody');
    },
    2 * minute,
  );

  test(
    'ends when the shell in which npm runs it is stopped and tells nobody',
    async () => {
      const command = `'${process.execPath}' scripts/start.mjs; true`;
      const shell = spawn('sh', ['-c', command], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', npm_lifecycle_event: 'start', ...settings() },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      shell.stdout.on('data', (part: Buffer) => (text += part.toString()));
      // The pipe stays open for as long as the service lives.
      const ended = new Promise((resolve) => shell.stdout.once('close', resolve));
      await untilHealthy();
      shell.kill('SIGTERM');
      await ended;
      expect(text).toContain('Harmoniq has stopped');
    },
    minute,
  );
});
