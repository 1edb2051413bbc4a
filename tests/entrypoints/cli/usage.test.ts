import { describe, expect, test } from '@jest/globals';
import { readVersion } from '../../../src/lib/version.ts';
import { type } from '../../fakes/fake-terminal.ts';

describe('help', () => {
  test.each([[[]], [['--help']], [['help']], [['-h']]])('%j shows what there is', async (argv) => {
    const { code, out, err } = await type(argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const word of [
      'run',
      'flow',
      'sync',
      'status',
      'missing',
      'doctor',
      'login',
      'backup',
      'Exit codes',
      'Examples',
    ])
      expect(out).toContain(word);
  });

  test.each(['run', 'sync', 'runs', 'missing', 'undo', 'login'])('%s --help has an example', async (command) => {
    const { code, out } = await type([command, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/Examples?:\n {2}harmoniq /);
    expect(out).toContain('--json');
  });
});

test.each(['--version', '-V'])('%s prints the version and nothing else', async (flag) => {
  expect(await type([flag])).toEqual({ code: 0, out: `${readVersion()}\n`, err: '' });
});

describe('wrong usage is told in one clear sentence, with what to do, and exit code 64', () => {
  test.each([
    [['synk'], 'There is no command "synk".\nDid you mean sync? "harmoniq --help" shows what is possible.\n'],
    [
      ['sync', '--ful'],
      'There is no option --ful.\nDid you mean --full? "harmoniq sync --help" shows what is possible.\n',
    ],
    [['undo'], 'The argument <recipe> is missing.\n"harmoniq undo --help" shows what is possible.\n'],
    [
      ['status', 'now'],
      'There are more arguments than this command takes.\n"harmoniq status --help" shows what is possible.\n',
    ],
    [
      ['match'],
      '"harmoniq match" needs one of these words: fix, list, remove.\n"harmoniq match --help" shows what each does.\n',
    ],
    [
      ['match', 'fxi'],
      'There is no command "fxi".\nDid you mean fix? "harmoniq match --help" shows what is possible.\n',
    ],
    [
      ['schedule', 'maybe'],
      'The argument <state> must be one of on, off; found "maybe".\n"harmoniq schedule --help" shows what is possible.\n',
    ],
    [['run'], 'Which recipe shall run?\nName one ("harmoniq recipes" lists them), or say --all.\n'],
    [['run', 'x', '--all'], 'Name one recipe or say --all, not both.\n'],
    [
      ['match', 'fix', 'a', 'b'],
      'Say what the song is in exactly one way.\nGive --to-key, or --to-artist with --to-title, or --none.\n',
    ],
    [
      ['match', 'fix', 'a', 'b', '--none', '--to-key', '1'],
      'Say what the song is in exactly one way.\nGive --to-key, or --to-artist with --to-title, or --none.\n',
    ],
    [['match', 'fix', 'a', 'b', '--to-artist', 'c'], '--to-artist and --to-title belong together.\nGive both.\n'],
    [
      ['runs', '--limit', 'many'],
      'The input of list-runs is not valid: limit: must be a whole number from 1 to 1000.\nIt takes: recipe, limit.\n',
    ],
    [['sync', '--set', 'PLEX_URLS=x'], '--set PLEX_URLS does not name an option.\nDid you mean PLEX_URL?\n'],
    [['call', 'nothing'], 'There is no operation "nothing".\n"harmoniq call" lists them.\n'],
    [['call', 'list-runs', '--input', '{'], '--input is not valid JSON.\nWrite an object such as \'{"limit":5}\'.\n'],
  ])('%j', async (argv, err) => {
    expect(await type(argv)).toEqual({ code: 64, out: '', err });
  });

  test('with --json it is JSON on stderr, and stdout stays empty', async () => {
    const { code, out, err } = await type(['synk', '--json']);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(JSON.parse(err)).toEqual({
      error: {
        code: 'invalid-input',
        message: 'There is no command "synk".',
        hint: 'Did you mean sync? "harmoniq --help" shows what is possible.',
      },
    });
  });
});
