import { describe, expect, jest, test } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { makeTemporaryFolder } from '../fakes/temporary-folder.ts';
import { listTree, readText, root } from './tree.ts';

// Scripts are started as processes; a busy machine may take its time.
jest.setTimeout(60_000);

/** Readable stack traces, and a heap that stays small after a large library was read. */
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=4'];

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

const instructions: readonly Instruction[] = readText('Dockerfile')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ word: line.split(' ', 1)[0] as string, rest: line.slice(line.indexOf(' ') + 1) }));
const all = (word: string): readonly string[] =>
  instructions.filter((line) => line.word === word).map((line) => line.rest);
/** Of the last stage, which is the image. */
const final = instructions.slice(instructions.findLastIndex((line) => line.word === 'FROM'));
const last = (word: string): string | undefined => final.findLast((line) => line.word === word)?.rest;

const rootfs = join(root, 'harmoniq', 'rootfs', 'usr', 'local', 'bin');
const readMode = (path: string): string =>
  execFileSync('git', ['ls-files', '-s', path], { cwd: root, encoding: 'utf8' }).slice(0, 6);

describe('the Dockerfile', () => {
  test('every stage stands on BUILD_FROM, which is said once and has a default', () => {
    expect(instructions[0]).toEqual({ word: 'ARG', rest: 'BUILD_FROM=node:24-trixie-slim' });
    expect(all('ARG').filter((rest) => rest.startsWith('BUILD_FROM'))).toHaveLength(1);
    expect(all('FROM').length).toBeGreaterThan(1);
    for (const from of all('FROM')) expect(from).toMatch(/^\$\{BUILD_FROM\}( AS \w+)?$/);
  });

  test('packages come from the lock file, and only those needed at run time stay', () => {
    const build = all('RUN').join('\n');
    expect(build).toContain('npm ci');
    expect(build).not.toMatch(/npm (install|i) /);
    expect(build).toContain('npm prune --omit=dev');
  });

  test("it carries the Supervisor's labels and runs Node directly, so that signals arrive", () => {
    for (const label of ['io.hass.type', 'io.hass.version="${BUILD_VERSION}"', 'io.hass.arch="${BUILD_ARCH}"'])
      expect(last('LABEL')).toContain(label);
    expect(JSON.parse(last('CMD') ?? '')).toEqual(['node', ...nodeFlags, 'dist/main.js']);
    expect(JSON.parse(last('ENTRYPOINT') ?? '')).toEqual(['harmoniq-entrypoint']);
    expect(last('HEALTHCHECK')).toMatch(/CMD \["harmoniq-health"\]$/);
  });

  test('a checkout starts Node with the same flags as the image', () => {
    const quoted = nodeFlags.map((flag) => `'${flag}'`).join(', ');
    expect(readText('scripts/start.mjs')).toContain(`const nodeFlags = [${quoted}];`);
  });

  test('image and checkout keep the C library from opening a heap for every thread', () => {
    expect(last('ENV')).toContain('MALLOC_ARENA_MAX=2');
    expect(readText('scripts/start.mjs')).toContain("MALLOC_ARENA_MAX: '2'");
  });

  test('nothing enters the build context but what it copies', () => {
    const allowed = readText('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = all('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1))
      .map((path) => path.replace(/\/$/, ''));
    expect(readText('.dockerignore')).toMatch(/^\*$/m);
    expect(allowed.map((line) => line.slice(1)).sort()).toEqual([...new Set(copied)].sort());
    for (const path of copied)
      expect(listTree().some((file) => file === path || file.startsWith(`${path}/`))).toBe(true);
  });

  test.each(['harmoniq', 'harmoniq-entrypoint', 'harmoniq-health'])('%s is executable in the repository', (name) => {
    expect(readMode(`harmoniq/rootfs/usr/local/bin/${name}`)).toBe('100755');
    expect(statSync(join(rootfs, name)).mode & 0o111).not.toBe(0);
  });

  test('the compose file builds this image, asks for an init and keeps the state in a volume', () => {
    const { services, volumes } = parse(readText('docker-compose.yml')) as {
      services: { harmoniq: Record<string, unknown> };
      volumes: Record<string, unknown>;
    };
    expect(services.harmoniq).toMatchObject({ build: '.', init: true, env_file: '.env' });
    expect(services.harmoniq.volumes).toContain('harmoniq-data:/data');
    expect(Object.keys(volumes)).toEqual(['harmoniq-data']);
  });
});

describe('the health check', () => {
  const check = async (status: number | undefined): Promise<{ code: number | null; said: string }> => {
    const server: Server | undefined =
      status === undefined
        ? undefined
        : createServer((request, response) => response.writeHead(request.url === '/health' ? status : 404).end());
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.listen(0, '127.0.0.1', resolve)));
    const port = server === undefined ? 1 : (server.address() as AddressInfo).port;
    const result = await finish(
      spawn(process.execPath, [join(rootfs, 'harmoniq-health')], {
        env: { HTTP_PORT: String(port), HTTP_HOST: '0.0.0.0' },
      }),
    );
    server?.close();
    return result;
  };

  test.each<[string, number | undefined, number]>([
    ['passes when the service answers 200', 200, 0],
    ['fails when it answers 503', 503, 1],
    ['fails when nobody answers', undefined, 1],
  ])('%s', async (_title, status, code) => {
    const result = await check(status);
    expect(result.code).toBe(code);
    expect(result.said === '').toBe(code === 0);
  });
});

describe('the entry script', () => {
  /** Runs the script with stand-ins for the tools that need root. */
  const enter = async (uid: number, env: Record<string, string>): Promise<string> => {
    const tools = makeTemporaryFolder('tools');
    const tool = (name: string, body: string): void => {
      writeFileSync(join(tools, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(tools, name), 0o755);
    };
    tool('id', `echo ${uid}`);
    tool('chown', 'echo "chown $*"');
    tool('setpriv', 'echo "setpriv $1 $2"; while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
    const { code, said } = await finish(
      spawn('sh', [join(rootfs, 'harmoniq-entrypoint'), 'echo', 'as asked:', 'two words'], {
        env: { PATH: `${tools}${delimiter}/usr/bin${delimiter}/bin`, DATA_DIR: '/some/data', ...env },
      }),
    );
    expect(code).toBe(0);
    return said;
  };

  test('becomes an ordinary user when the container runs on its own', async () => {
    expect(await enter(0, {})).toBe(
      'chown -R node:node /some/data\nsetpriv --reuid=node --regid=node\nas asked: two words\n',
    );
  });

  test("stays root under the Supervisor, whose options file is root's alone", async () => {
    expect(await enter(0, { SUPERVISOR_TOKEN: 'x' })).toBe('as asked: two words\n');
  });

  test('changes nothing for whoever is no root already', async () => {
    expect(await enter(1000, {})).toBe('as asked: two words\n');
  });
});

const finish = (child: ChildProcess): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (part: Buffer) => (said += part.toString()));
    child.stderr?.on('data', (part: Buffer) => (said += part.toString()));
    child.on('close', (code) => resolve({ code, said }));
  });
