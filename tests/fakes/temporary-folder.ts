import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is gone when the test file is done. */
export const makeTemporaryFolder = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `harmoniq-${name}-`));
  folders.push(folder);
  return folder;
};
