import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { findOperation, operations } from '../../src/operations/table.ts';
import { closeHouses, context, createTestHouse, makeTracks } from './test-house.ts';

afterEach(closeHouses);

describe('the table of verbs', () => {
  test('has every name once, in kebab-case, with a summary', () => {
    const names = operations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of operations) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(summary).toMatch(/^[A-Z].{10,}[^.]$/);
    }
  });

  test('is described row by row in the README', () => {
    const readme = readFileSync(new URL('../../src/operations/README.md', import.meta.url), 'utf8');
    const undescribed = operations.filter(({ name }) => !readme.includes(`| \`${name}\` |`)).map(({ name }) => name);
    expect(undescribed).toEqual([]);
  });

  test('refuses unknown fields in every input', () => {
    for (const { name, input } of operations) {
      const parsed = input.safeParse({ unheardOf: 1 });
      expect({ name, refused: JSON.stringify(parsed.error?.issues ?? []).includes('unheardOf') }).toEqual({
        name,
        refused: true,
      });
    }
  });

  test.each([
    ['run-recipe', { recipe: ' charts ', dryRun: 'true' }, { recipe: 'charts', dryRun: true }],
    ['list-runs', { limit: '5' }, { limit: 5 }],
    ['set-schedule', { enabled: 'off' }, { enabled: false }],
    ['sync-library', {}, { full: false, allowMassDeletion: false }],
  ])('%s reads the texts that doors hand over', (name, given, expected) => {
    expect(findOperation(name)?.input.parse(given)).toEqual(expected);
  });

  test.each([
    ['run-recipe', {}],
    ['run-recipe', { recipe: '', dryRun: false }],
    ['list-runs', { limit: 0 }],
    ['list-runs', { limit: '1.5' }],
    ['get-run', { id: 'abc' }],
    ['set-schedule', { enabled: 'maybe' }],
  ])('%s refuses %j', (name, given) => {
    expect(findOperation(name)?.input.safeParse(given).success).toBe(false);
  });

  test('what comes back from looking is plain JSON', async () => {
    const house = await createTestHouse({ tracks: makeTracks(3) });
    for (const operation of operations.filter(
      ({ mutates, name }) => !mutates && !['get-run', 'doctor', 'get-cover', 'explain-track'].includes(name),
    )) {
      const result = await operation.run(house, operation.input.parse({}), context());
      expect(JSON.parse(JSON.stringify(result) ?? 'null')).toBeDefined();
    }
  });
});
