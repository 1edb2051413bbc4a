import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { createWorkplace } from './workplace.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/windows.md'), 'utf8');
const blocks = [...text.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language, body]) => [language, body] as const);
const lines = blocks.flatMap(([language, body]) => (language === 'sh' ? (body ?? '').trim().split('\n') : []));
const files = blocks.flatMap(([language, body]) => (language === 'yaml' ? [body ?? ''] : []));

test.each(lines)('the line %s is read as it is written', (line) => {
  const value = /^TIME_WINDOWS="(.*)"$/.exec(line)?.[1] ?? '';
  const { config, warnings } = loadConfig({ env: { ...createWorkplace().env, TIME_WINDOWS: value } });
  expect(config.timeWindows?.length).toBeGreaterThan(1);
  expect(warnings).toEqual([]);
});

test.each(files)('the file %# of the documentation is read as it is written', (yaml) => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  const { config, warnings } = loadConfig({ env: place.env });
  expect(config.timeWindows?.length).toBeGreaterThan(1);
  expect(warnings).toEqual([]);
});

test('there is something to read', () => {
  expect([lines.length, files.length]).toEqual([2, 2]);
});
