import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const readText = (name: string): string => readFileSync(join(root, name), 'utf8');
export const readYaml = (name: string): unknown => parse(readText(name));

/** What belongs to the repository: committed or about to be, never what is ignored. */
export const listTree = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '');
