import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** Runs the arrow rules over a folder that has a `src`; gives the names of the rules that were broken. */
const findBrokenRules = (folder: string): readonly string[] => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      'src',
      '--config',
      join(folder, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  if (stdout === '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
  };
  if (summary.totalCruised === 0) throw new Error('No file was looked at.');
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
};

/** A house of a few files, with the real rules. */
const buildHouse = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'harmoniq-house-'));
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) writeFileSync(join(folder, name), read(name));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

/** One way through a wall that does not exist, for every rule. */
const forbidden = [
  ['core-knows-only-core', 'src/core/a.ts', 'src/lib/b.ts'],
  ['lib-is-the-floor', 'src/lib/a.ts', 'src/core/b.ts'],
  ['operations-and-recipes-see-contracts-only', 'src/operations/a.ts', 'src/servers/plex/b.ts'],
  ['recipes-below-operations', 'src/recipes/a.ts', 'src/operations/b.ts'],
  ['doors-translate-through-operations', 'src/entrypoints/http/a.ts', 'src/library/b.ts'],
  ['outer-rooms-know-no-upper-room', 'src/library/a.ts', 'src/operations/b.ts'],
  ['rooms-beside-each-other-do-not-look-in', 'src/sources/a.ts', 'src/library/b.ts'],
  ['only-doors-import-the-composition-root', 'src/operations/c.ts', 'src/app.ts'],
  ['the-product-never-imports-the-demo', 'src/operations/d.ts', 'src/demo/b.ts'],
] as const;

const buildBadHouse = (): string =>
  buildHouse({
    ...Object.fromEntries(forbidden.map(([, , to]) => [to, 'export const b = 1;\n'])),
    ...Object.fromEntries(
      forbidden.map(([, from, to]) => {
        const way = `${'../'.repeat(from.split('/').length - 1)}${to}`;
        return [from, `import { b } from '${way}';\nexport const a = b;\n`];
      }),
    ),
    'src/lib/x.ts': "import { y } from './y.ts';\nexport const x = (): number => y;\n",
    'src/lib/y.ts': "import { x } from './x.ts';\nexport const y: number = x();\n",
    'src/core/net.ts': "import { get } from 'node:http';\nexport const net = get;\n",
  });

describe('the arrows between the rooms', () => {
  let noticed: readonly string[];
  beforeAll(() => {
    noticed = findBrokenRules(buildBadHouse());
  }, 60_000);

  test('nobody breaks them', () => {
    expect(findBrokenRules(root)).toEqual([]);
  }, 60_000);

  test.each(forbidden)('%s would be noticed', (rule, from, to) => {
    expect(noticed).toContain(`${rule}: ${from} → ${to}`);
  });

  test('a circle, and a package in the core, would be noticed', () => {
    expect(noticed.some((line) => line.startsWith('no-circles: src/lib/'))).toBe(true);
    expect(noticed.some((line) => line.includes(': src/core/net.ts → '))).toBe(true);
  });
});

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
