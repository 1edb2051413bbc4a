import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeFolder } from '../../src/lib/make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'harmoniq-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('making a folder', () => {
  test('makes those above it and leaves one that is there', () => {
    const deep = join(root, 'a', 'b', 'c');
    makeFolder(deep);
    makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });
  test('fails below a file', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file', 'below'))).toThrow(/ENOTDIR/);
  });
  test('fails, and comes back, where the system knows no new folders', () => {
    expect(() => makeFolder('/proc/harmoniq/data')).toThrow(/ENOENT/);
  });
});
