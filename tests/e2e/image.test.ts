import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildImage, runInImage, startImage, type RunningImage } from './real-image.ts';

const minute = 60_000;
const secret = 'plex-token-of-the-image-test';

interface StandIns {
  readonly plexUrl: string;
  readonly lastfmUrl: string;
  readonly lastfmKey: string;
  readonly lastfmUser: string;
  readonly tracks: number;
}

/** Waits until the answer is there; the test's own time limit ends it. */
const until = async <T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

const findFreePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const askHealth = async (port: number): Promise<number | undefined> =>
  fetch(`http://127.0.0.1:${port}/health`).then(
    (answer) => answer.status,
    () => undefined,
  );

describe('the image', () => {
  const work = mkdtempSync(join(tmpdir(), 'harmoniq-image-'));
  let standIn: ChildProcess;
  let facts: StandIns;
  let port: number;
  let image: RunningImage | undefined;

  const folder = (name: string): string => {
    const path = join(work, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const settings = (): Record<string, string> => ({
    PLEX_URL: facts.plexUrl,
    PLEX_TOKEN: secret,
    PLEX_MUSIC_LIBRARY_NAMES: 'Music',
    LASTFM_URL: facts.lastfmUrl,
    LASTFM_API_KEY: facts.lastfmKey,
    LASTFM_USER: facts.lastfmUser,
    PLAYLIST_SIZE_CHARTS: '10',
    PLAYLIST_SIZE_RECS: '10',
    PLAYLIST_SIZE_TIME: '10',
    HTTP_PORT: String(port),
  });

  beforeAll(async () => {
    const script = fileURLToPath(new URL('../../src/demo/stand-in.ts', import.meta.url));
    const args = ['--disable-warning=ExperimentalWarning', script, '--tracks', '600', '--token', secret];
    standIn = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve) =>
      standIn.stdout?.once('data', (part: Buffer) => resolve(part.toString())),
    );
    facts = JSON.parse(line) as StandIns;
    port = await findFreePort();
    await buildImage(folder('context'));
  }, 10 * minute);

  afterAll(async () => {
    await image?.stop();
    standIn.kill();
  }, minute);

  test(
    'is healthy, makes its playlists as an ordinary user, and ends cleanly when it is told to',
    async () => {
      const data = folder('data');
      image = startImage(data, settings());
      expect(await until(() => askHealth(port))).toBe(200);
      expect((await runInImage(data, settings(), ['harmoniq-health'])).code).toBe(0);

      await until(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/playlists`);
        const found = (await answer.json()) as { tracks: unknown[] }[];
        return found.length === 3 && found.every(({ tracks }) => tracks.length === 10) ? true : undefined;
      });

      const status = await runInImage(data, settings(), ['harmoniq', 'status', '--json']);
      expect([status.code, status.stderr]).toEqual([0, '']);
      expect(JSON.parse(status.stdout)).toMatchObject({ library: { counts: { tracks: facts.tracks } } });

      const owners = readdirSync(data).map((name) => statSync(join(data, name)).uid);
      expect(new Set(owners)).toEqual(new Set([1000]));
      const running = image;
      image = undefined;
      expect(await running.stop()).toBe(0);
      expect(running.read()).toContain('Harmoniq has stopped');
      expect(running.read()).not.toContain(secret);
      expect((await runInImage(data, settings(), ['harmoniq-health'])).code).toBe(1);
    },
    3 * minute,
  );

  test(
    'as an add-on it reads the form that only root can read, and its backup hooks keep what a restore needs',
    async () => {
      const data = folder('addon');
      const { PLEX_URL, PLEX_TOKEN, LASTFM_URL, HTTP_PORT } = settings();
      const options = {
        plex_url: PLEX_URL,
        plex_token: PLEX_TOKEN,
        plex_music_library_names: ['Music'],
        playlists: [],
      };
      writeFileSync(join(data, 'options.json'), JSON.stringify(options), { mode: 0o600 });
      const env = {
        SUPERVISOR_TOKEN: 'token-of-the-supervisor',
        SUPERVISOR_URL: 'http://127.0.0.1:9',
        LASTFM_URL,
        HTTP_PORT,
      } as Record<string, string>;
      const shown = await runInImage(data, env, ['harmoniq', 'config', 'show', '--json']);
      expect(shown.code).toBe(0);
      expect(shown.stdout).toContain(PLEX_URL);
      expect(shown.stdout).not.toContain(secret);
      expect((await runInImage(data, env, ['harmoniq', 'backup', 'prepare'])).code).toBe(0);
      expect(existsSync(join(data, 'harmoniq.snapshot.db'))).toBe(true);
      expect((await runInImage(data, env, ['harmoniq', 'backup', 'finish'])).code).toBe(0);
      expect(existsSync(join(data, 'harmoniq.snapshot.db'))).toBe(false);

      const correction = ['harmoniq', 'match', 'fix', 'Nobody', 'Nothing', '--none'];
      expect((await runInImage(data, env, correction)).code).toBe(0);
      expect((await runInImage(data, env, ['harmoniq', 'backup', 'prepare'])).code).toBe(0);
      // What the add-on's metadata keeps out of a backup is not there after a restore.
      for (const name of readdirSync(data).filter((entry) => /^harmoniq\.db/.test(entry))) rmSync(join(data, name));
      const remembered = await runInImage(data, env, ['harmoniq', 'match', 'list', '--json']);
      expect(JSON.parse(remembered.stdout)).toMatchObject([{ artist: 'Nobody', title: 'Nothing' }]);
      expect(statSync(join(data, 'options.json')).uid).toBe(0);
    },
    3 * minute,
  );

  test(
    'without a configuration it ends with one report and the exit code for it',
    async () => {
      const { code, stderr } = await runInImage(folder('empty'), {}, ['harmoniq-entrypoint', 'node', 'dist/main.js']);
      expect(code).toBe(78);
      expect(stderr).toContain('The configuration has 3 problems');
    },
    minute,
  );

  test(
    'it carries the program and no tool to build it',
    async () => {
      const { stdout } = await runInImage(folder('empty'), {}, ['sh', '-c', 'ls /app /app/node_modules /app/dist']);
      expect(stdout).not.toMatch(/^(src|tests|demo|typescript|jest|aedes)$/m);
      expect(stdout).toMatch(/^better-sqlite3$/m);
      const version = await runInImage(folder('empty'), {}, ['harmoniq', 'version']);
      expect([version.code, version.stdout]).toEqual([0, expect.stringContaining('Harmoniq 0.')]);
    },
    minute,
  );
});
