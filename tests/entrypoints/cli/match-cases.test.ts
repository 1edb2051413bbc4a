import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runMatchCases } from '../../../src/entrypoints/cli/match-cases.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'match-cases-'));
afterAll(() => rmSync(directory, { recursive: true }));

const run = (content: string, ...args: string[]): { code: number; out: string; err: string } => {
  const file = path.join(directory, 'cases.jsonl');
  writeFileSync(file, content);
  let out = '';
  let err = '';
  const code = runMatchCases(
    [file, ...args],
    (line) => (out += `${line}\n`),
    (line) => (err += `${line}\n`),
  );
  return { code, out, err: err.replaceAll(directory, '') };
};

const row = (fields: object): string =>
  JSON.stringify({
    query_artist: 'Alice',
    query_title: 'Song',
    library_artist: 'Alice',
    library_title: 'Song',
    should_match: true,
    kind: 'same',
    ...fields,
  });

const mixed = [
  row({}),
  row({ query_title: 'Song (Live)', should_match: false, kind: 'version' }),
  '',
  row({
    kind: 'cover_vs_original',
    should_match: false,
    policy_note: null,
    query_album: null,
    query_duration_s: null,
    extra: [1],
  }),
  row({ library_artist: 'Zebra', kind: 'hard', library_duration_s: 10, duration_s: 3 }),
].join('\n');

describe('match-cases', () => {
  test('reports the scores, the kinds and each wrong pair as JSON', () => {
    const { code, out } = run(mixed, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      rows: 4,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
      acceptedCovers: 1,
      byKind: {
        cover_vs_original: { rows: 1, right: 0, falsePositives: 1, falseNegatives: 0 },
        hard: { rows: 1, right: 0, falsePositives: 0, falseNegatives: 1 },
        same: { rows: 1, right: 1, falsePositives: 0, falseNegatives: 0 },
        version: { rows: 1, right: 1, falsePositives: 0, falseNegatives: 0 },
      },
      wrong: [
        {
          line: 4,
          kind: 'cover_vs_original',
          expected: 'no match',
          query: 'Alice - Song',
          library: 'Alice - Song',
          said: 'exact 0.97: same artist, same title',
        },
        {
          line: 5,
          kind: 'hard',
          expected: 'match',
          query: 'Alice - Song',
          library: 'Zebra - Song',
          said: 'no-such-artist',
        },
      ],
    });
  });

  test('reports for a person too', () => {
    const { code, out } = run(mixed);
    expect(code).toBe(0);
    expect(out).toContain('4 pairs: precision 50.0 %, recall 50.0 %, F1 50.0 %');
    expect(out).toContain('Covers accepted: 1');
    expect(out).toContain('line 5 [hard] expected match, said no-such-artist');
  });

  test('a file without a wrong pair scores one', () => {
    expect(JSON.parse(run(row({}), '--json').out)).toMatchObject({ precision: 1, recall: 1, f1: 1, wrong: [] });
  });

  test.each([
    ['no JSON', `${row({})}\n{oops`, '/cases.jsonl, line 2 is not JSON.'],
    ['no object', '[]', '/cases.jsonl, line 1: not a case'],
    ['a missing field', '{"query_artist":"A"}', '"query_title"'],
    ['a wrong type', row({ should_match: 'yes' }), '"should_match"'],
    ['nothing at all', '\n\n', '/cases.jsonl holds no cases.'],
  ])('a file with %s ends with one sentence and 64', (_sentence, content, sentence) => {
    const { code, out, err } = run(content);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    [[], 64, 'Exactly one case file must be named.'],
    [['a', 'b'], 64, 'Exactly one case file must be named.'],
    [['--nope', 'a'], 64, 'The option --nope is not known.'],
    [['/no/such/file'], 66, 'The case file /no/such/file cannot be read.'],
    [['--help'], 0, 'Usage:'],
  ])('%j ends with %d', (args, code, sentence) => {
    let said = '';
    const note = (line: string): void => {
      said += line;
    };
    expect(runMatchCases(args, note, note)).toBe(code);
    expect(said).toContain(sentence);
  });
});
