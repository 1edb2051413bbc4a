import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillMarks, renderAddonTable, renderEnvExample, renderEnvironmentTable } from './render-options.ts';

/** What the schema makes of each generated file now; the test compares it with what lies there. */
export const renderFiles = (root: string): ReadonlyMap<string, string> => {
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  return new Map([
    ['.env.example', renderEnvExample()],
    ['README.md', fillMarks(read('README.md'), 'options', renderEnvironmentTable())],
    ['DOCS.md', fillMarks(read('DOCS.md'), 'options', renderAddonTable())],
  ]);
};
