import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

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
