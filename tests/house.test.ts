import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const tree = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
const sources = tree.filter((path) => path.startsWith('src/') && path.endsWith('.ts'));
const code = tree.filter((path) => /\.(ts|mjs|cjs|js)$/.test(path));
const linesOf = (path: string): number => read(path).trimEnd().split('\n').length;

describe('the files', () => {
  test('none of src is over 300 lines', () => {
    expect(sources.filter((path) => linesOf(path) > 300)).toEqual([]);
  });

  test('every file has a name in kebab-case', () => {
    expect(
      sources.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(path.split('/').at(-1) as string)),
    ).toEqual([]);
  });

  test('there are no default exports and no barrels', () => {
    expect(sources.filter((path) => /^export default\b/m.test(read(path)))).toEqual([]);
    expect(sources.filter((path) => path.endsWith('/index.ts') || /^export \*/m.test(read(path)))).toEqual([]);
  });

  test('every room says what it is for', () => {
    const rooms = new Set(
      sources
        .map((path) => path.split('/'))
        .filter((parts) => parts.length > 2)
        .map((parts) =>
          (parts[1] === 'entrypoints' && parts.length > 3 ? parts.slice(0, 3) : parts.slice(0, 2)).join('/'),
        ),
    );
    expect(rooms.size).toBeGreaterThan(6);
    expect([...rooms].filter((room) => !tree.includes(`${room}/README.md`))).toEqual([]);
  });

  test('nothing is put off, switched off or mocked', () => {
    const marks = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
    const switched = new RegExp(`\\b(test|it|describe)\\.(${['sk' + 'ip', 'on' + 'ly', 'to' + 'do'].join('|')})\\b`);
    const mocked = new RegExp(`\\bjest\\.(${['mo' + 'ck', 'unstable_mockModule', 'doMo' + 'ck'].join('|')})\\b`);
    expect(code.filter((path) => marks.test(read(path)))).toEqual([]);
    expect(code.filter((path) => switched.test(read(path)) || mocked.test(read(path)))).toEqual([]);
  });
});

describe('the packages', () => {
  const pack = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

  test('every version is pinned', () => {
    const versions = Object.entries({ ...pack.dependencies, ...pack.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('the lock file names no registry, so that it serves everywhere', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved":/);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*registry/);
  });

  test('the program needs no package that only development has', () => {
    const known = new Set(Object.keys(pack.dependencies));
    const product = sources.filter((path) => !path.startsWith('src/demo/'));
    const foreign = product.flatMap((path) =>
      [...read(path).matchAll(/(?:^import (?!type )[^;]*?from |^export [^;]*?from |\bimport\()'([^'./][^']*)'/gm)]
        .map((match) => match[1] as string)
        .filter((name) => !name.startsWith('node:'))
        .map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] as string)))
        .filter((name) => !known.has(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(foreign).toEqual([]);
  });
});
