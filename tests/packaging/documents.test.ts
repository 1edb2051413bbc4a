import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { renderFiles } from '../../scripts/generated-files.ts';
import { fillMarks } from '../../scripts/render-options.ts';
import { loadConfig } from '../../src/config/load.ts';
import { listOptions } from '../../src/config/schema.ts';
import { listTree, readText, readYaml, root } from './tree.ts';

describe('what is made from the schema', () => {
  test.each([...renderFiles(root)])('%s is current; "npm run generate" makes it so', (name, text) => {
    expect(readText(name)).toBe(text);
  });

  test('.env.example names every option the environment can set, and filling in three lines is enough', () => {
    const text = readText('.env.example');
    for (const info of listOptions()) {
      if (info.only === 'file' || info.name === 'supervisorToken') continue;
      expect(text).toMatch(new RegExp(`^#?${info.env}=`, 'm'));
    }
    const filled = {
      ...parseEnv(text),
      PLEX_URL: 'http://nas:32400',
      PLEX_TOKEN: 'token-of-plex',
      PLEX_MUSIC_LIBRARY_NAMES: 'Music',
    };
    expect(loadConfig({ env: filled }).warnings).toEqual([]);
  });

  test('the defaults it shows in comments are the defaults that hold', () => {
    const shown = parseEnv(readText('.env.example').replace(/^#([A-Z_]+=)/gm, '$1'));
    const base = { PLEX_URL: 'http://nas:32400', PLEX_TOKEN: 'token-of-plex', PLEX_MUSIC_LIBRARY_NAMES: 'Music' };
    expect(loadConfig({ env: { ...shown, ...base } }).config).toEqual(loadConfig({ env: base }).config);
  });

  test('a document without its marks is refused rather than left stale', () => {
    expect(() => fillMarks('no marks here', 'options', 'text')).toThrow('marks of options');
  });
});

describe('the documents', () => {
  test('version, changelog and package agree', () => {
    const { version } = readYaml('config.yaml') as { version: string };
    const pack = JSON.parse(readText('package.json')) as { version: string };
    expect(/^## (\S+)/m.exec(readText('CHANGELOG.md'))?.[1]).toBe(version);
    expect(pack.version).toBe(version);
  });

  test.each(listTree().filter((path) => path.endsWith('.md')))('links of %s lead somewhere', (path) => {
    const links = [...readText(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      (match) => match[1] as string,
    );
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  test('README begins with the two commands', () => {
    const lines = readText('README.md').split('\n').slice(0, 8).join('\n');
    expect(lines).toMatch(/npm run demo[^]*npm test/);
  });

  test('every npm script that README, DOCS and docs/ speak of exists', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const texts = listTree()
      .filter((path) => path.endsWith('.md'))
      .map(readText)
      .join('\n');
    const named = [...texts.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map((match) => match[1] as string);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
