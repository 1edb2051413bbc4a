import { describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../fakes/temporary-folder.ts';
import { root } from './tree.ts';

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const door = join(root, 'bin', 'harmoniq.js');
/** Makes this Node look old to the program, but not to itself. */
const lookOld = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;

const inherited = {
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  NODE_ENV: 'test',
};

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
  new Promise((resolve) => {
    const folder = makeTemporaryFolder('door');
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...inherited, DATA_DIR: folder, ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });

// Each test starts several processes; a busy machine may take its time.
jest.setTimeout(90_000);

describe('bin/harmoniq.js', () => {
  test('prints results to stdout and nothing else, and passes the exit code on', async () => {
    const version = await run([door, 'version', '--json']);
    expect([version.code, version.err]).toEqual([0, '']);
    expect(JSON.parse(version.out)).toMatchObject({ harmoniq: expect.stringMatching(/^\d/) as unknown });
    const wrong = await run([door, 'config', 'validate', '--json']);
    expect(wrong.code).toBe(78);
    expect((await run([door, 'no-such-command'])).code).toBe(64);
  });

  test('under an old Node it goes on with the one that npm installed', async () => {
    const { code, out, err } = await run(['--import', lookOld, door, 'version']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Harmoniq');
  });

  test('under an old Node and without another it says what to do, and loads nothing', async () => {
    const { code, out, err } = await run(['--import', lookOld, door, 'version'], { HARMONIQ_REEXECUTED: '1' });
    expect([code, out]).toEqual([78, '']);
    expect(err).toMatch(/^harmoniq: Node 20\.20\.2 is too old; 22\.18 or newer is needed\. .*npm ci.*\n$/);
  });

  test('whoever stops reading does not get a stack trace', async () => {
    const reader = `'${process.execPath}' '${door}' config show --json | head -c 10`;
    const child = spawn('sh', ['-c', reader], { cwd: makeTemporaryFolder('door'), env: inherited });
    let err = '';
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    expect(err).toBe('');
  });
});
