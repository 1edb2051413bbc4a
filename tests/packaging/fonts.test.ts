import { describe, expect, test } from '@jest/globals';
import { existsSync, statSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fontPaths } from '../../src/covers/fonts.ts';
import { listTree, readText, root } from './tree.ts';

describe('the bundled fonts', () => {
  const shipped = listTree().filter((path) => path.startsWith('harmoniq/fonts/'));

  test('are all there, none is shipped that is not used, and together they are small', () => {
    expect(fontPaths.every((path) => existsSync(path))).toBe(true);
    expect(shipped.filter((path) => path.endsWith('.ttf'))).toEqual(
      fontPaths.map((path) => relative(root, path)).sort(),
    );
    expect(fontPaths.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(1024 * 1024);
  });

  test('come with their licence, which names each of them', () => {
    const licence = readText('harmoniq/fonts/OFL.txt');
    expect(licence).toContain('SIL OPEN FONT LICENSE Version 1.1');
    for (const path of fontPaths) expect(licence).toContain(basename(path));
  });

  test('lie where the program looks for them, in the image and in the package', () => {
    expect(readText('Dockerfile')).toMatch(/^COPY harmoniq\/fonts\/ harmoniq\/fonts\/$/m);
    const { files } = JSON.parse(readText('package.json')) as { files: readonly string[] };
    expect(files).toContain('harmoniq/fonts');
  });
});
