import { beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { FlowSummary, TrackExplanation } from '../../../src/operations/flow/flow-summary.ts';
import type { Banned } from '../../../src/operations/flow/not-today.ts';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import { defineOperation, type Operation } from '../../../src/operations/operation.ts';
import { fakeFlow } from '../../fakes/fake-flow.ts';
import { type } from '../../fakes/fake-terminal.ts';

const asked: [name: string, input: unknown][] = [];
beforeEach(() => void asked.splice(0));

const verb = (name: string, answer: () => unknown): Operation =>
  defineOperation({
    name,
    summary: name,
    input: z.looseObject({}),
    mutates: true,
    run: async (_house, input) => {
      asked.push([name, input]);
      return answer();
    },
  });
const flows = (...all: readonly Partial<FlowSummary>[]): readonly Operation[] => [
  verb('list-flows', () => all.map((flow) => fakeFlow(flow))),
];

const acted = {
  command: 'more-like-this',
  ok: true,
  message: 'More like "Low – Words" (playing on Kitchen) for the rest of Morning.',
  doneAtMs: Date.UTC(2020, 0, 2, 12),
  track: { trackId: '7', artist: 'Low', title: 'Words' },
  player: 'Kitchen',
};

describe('flow', () => {
  test('shows what plays now, why, what comes next, the dials and the windows', async () => {
    const { code, out, err } = await type(['flow'], { verbs: flows({}), columns: 100 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.replace(/(Next {3})[^:]+:\d\d/, '$1MOMENT')).toBe(
      [
        'Daily Flow  up to date',
        '  Window  Morning',
        '  Why     It is 13:00, which is in Morning.',
        '  Next   MOMENT: Evening',
        '  Dials   50 tracks · 60 % known · follows the home',
        '   Window   When                   Plays',
        '›  Morning  every day 06:00–18:00  Acoustic',
        '   Evening  every day 18:00–06:00  Jazz, Classical',
        '',
      ].join('\n'),
    );
  });

  test.each<[string, Partial<FlowSummary>, readonly string[]]>([
    ['a choice by hand', { manual: 'Evening', by: 'manual', activeWindow: 'Evening' }, ['Evening (chosen by hand)']],
    ['what the home asks for', { by: 'home' }, ['Morning (the home asks for it)']],
    ['a pause', { by: 'paused', activeWindow: undefined }, ['none (the home paused it)', 'left as it is']],
    ['a gap', { by: 'gap', activeWindow: undefined, nextWindow: undefined }, ['none', 'then it is left as it is']],
    ['no end', { nextChangeAtMs: undefined }, ['Next    never']],
    ['a list that is late', { stale: true, publishedWindow: 'Evening' }, ['still holds Evening']],
    ['a dial that was turned', { stale: true }, ['to be made anew']],
    ['no list yet', { stale: true, publishedWindow: undefined }, ['not made yet']],
    ['a length in minutes', { minutes: 90 }, ['90 minutes · 60 % known']],
    ['a flow that is off', { enabled: false }, ['Daily Flow  off']],
    ['a home that is not followed', { followsHome: false }, ['does not follow the home']],
    [
      'what it was told last',
      { lastAction: { ...acted, ok: false, message: 'Nothing is being played\nnow.' } },
      ['Told', '2 Jan 2020 13:00: nothing was done. Nothing is being played now.'],
    ],
    [
      'notes',
      { notes: ['The mood "Mellow" is not in the library.'] },
      ['  · The mood "Mellow" is not in the library.'],
    ],
    ['foreign text', { why: 'a\u001B[31mb\nc' }, ['a [31mb c']],
  ])('tells of %s', async (_title, flow, words) => {
    const { out } = await type(['flow'], { verbs: flows(flow) });
    for (const word of words) expect(out).toContain(word);
  });

  test('is JSON with ISO times for programs, one or many', async () => {
    const verbs = flows({}, { recipeId: 'kitchen', playlistName: 'Kitchen' });
    const all = JSON.parse((await type(['flow', '--json'], { verbs })).out) as Record<string, unknown>[];
    expect(all).toHaveLength(2);
    expect(all[0]).toMatchObject({ recipeId: 'daily-flow', nextChangeAt: '2026-11-21T18:00:00+01:00' });
    const one = JSON.parse((await type(['flow', '--recipe', 'Kitchen', '--json'], { verbs })).out) as unknown[];
    expect(one).toEqual([expect.objectContaining({ recipeId: 'kitchen' })]);
  });

  test('of a flow that does not exist names those that do', async () => {
    const { code, err } = await type(['flow', '--recipe', 'bath'], { verbs: flows({}) });
    expect({ code, err }).toEqual({ code: 66, err: 'There is no flow "bath".\nThese exist: daily-flow.\n' });
  });

  test('without any flow says so', async () => {
    expect((await type(['flow'], { verbs: flows() })).out).toBe('No flow is configured.\n');
  });
});

describe('what a flow is told', () => {
  const banned: Banned = {
    recipeId: 'daily-flow',
    track: { trackId: '7', artist: 'Low', title: 'Lullaby' },
    untilMs: Date.UTC(2020, 0, 2, 23),
    flows: ['daily-flow'],
    lastAction: {
      command: 'not-today',
      ok: true,
      message: '"Low – Lullaby" stays out of every flow until Sunday at 00:00. Made anew without it: Daily Flow.',
      doneAtMs: Date.UTC(2020, 0, 2, 12),
      track: undefined,
      player: undefined,
    },
  };
  const explanation: TrackExplanation = {
    recipeId: 'daily-flow',
    track: { trackId: '7', artist: 'Low', title: 'Lullaby' },
    window: 'Morning',
    listed: false,
    reasons: ['It was played 2 days ago; 7 must pass.', 'It carries the mood Calm.'],
  };
  const verbs = [
    ...['choose-window', 'set-flow', 'refresh-flow'].map((name) => verb(name, () => fakeFlow())),
    verb('more-like-this', () => fakeFlow({ lastAction: acted })),
    verb('not-today', () => banned),
    verb('explain-track', () => explanation),
  ];

  test.each<[readonly string[], string, unknown, string]>([
    [['window', 'Evening'], 'choose-window', { window: 'Evening' }, 'Daily Flow plays Morning now.'],
    [['window', 'auto'], 'choose-window', { window: null }, 'Daily Flow plays Morning now.'],
    [['window', ' AUTO '], 'choose-window', { window: null }, 'It is 13:00, which is in Morning.'],
    [['window', 'auto', '--recipe', 'kitchen'], 'choose-window', { window: null, recipe: 'kitchen' }, 'Daily Flow'],
    [['refresh'], 'refresh-flow', {}, 'Daily Flow has another list for Morning.'],
    [['--recipe', 'kitchen', 'refresh'], 'refresh-flow', { recipe: 'kitchen' }, 'has another list'],
    [['set', '--size', '80'], 'set-flow', { size: '80' }, '50 tracks'],
    [
      ['set', '--familiarity', '0', '--follow-home', 'off'],
      'set-flow',
      { familiarityPercent: '0', followsHome: false },
      '60 % known',
    ],
    [['set', '--follow-home', 'on'], 'set-flow', { followsHome: true }, 'follows the home'],
    [['set', '--size', 'auto', '--follow-home', 'auto'], 'set-flow', { size: 'auto', followsHome: null }, '50 tracks'],
    [['more'], 'more-like-this', {}, `${acted.message}\nDaily Flow plays Morning now.`],
    [['more', 'Low - Lullaby'], 'more-like-this', { track: 'Low - Lullaby' }, 'Daily Flow'],
    [
      ['not-today'],
      'not-today',
      {},
      '"Low – Lullaby" stays out of every flow until Sunday at 00:00. Made anew without it: Daily Flow.\n',
    ],
    [['not-today', '7'], 'not-today', { track: '7' }, '"Low – Lullaby"'],
    [
      ['explain', 'Low - Lullaby'],
      'explain-track',
      { track: 'Low - Lullaby' },
      'is not in the list (looked at for Morning)',
    ],
  ])('by %j', async (argv, name, input, words) => {
    const { code, out, err } = await type(['flow', ...argv], { verbs });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(asked).toEqual([[name, input]]);
    expect(out).toContain(words);
    const json = await type(['flow', ...argv, '--json'], { verbs });
    expect(json.code).toBe(0);
    expect(() => JSON.parse(json.out) as unknown).not.toThrow();
  });

  test('is explained reason by reason', async () => {
    const { out } = await type(['flow', 'explain', 'Low - Lullaby'], { verbs });
    expect(out).toBe(
      'Low - Lullaby is not in the list (looked at for Morning).\n  It was played 2 days ago; 7 must pass.\n  It carries the mood Calm.\n',
    );
  });

  test('but cannot be done is not called done', async () => {
    const late = [verb('choose-window', () => fakeFlow({ stale: true, activeWindow: 'Evening' }))];
    const { out } = await type(['flow', 'window', 'Evening'], { verbs: late });
    expect(out).toContain('Daily Flow shall play Evening, but does not yet; "harmoniq runs daily-flow" tells why.');
    const gap = [verb('choose-window', () => fakeFlow({ activeWindow: undefined, by: 'gap' }))];
    expect((await type(['flow', 'window', 'auto'], { verbs: gap })).out).toContain('Daily Flow is left as it is.');
  });

  test('a refresh that is not made yet is not called done', async () => {
    const late = [verb('refresh-flow', () => fakeFlow({ stale: true }))];
    expect((await type(['flow', 'refresh'], { verbs: late })).out).toBe(
      'Daily Flow gets another list for Morning, which is still to be made; "harmoniq runs daily-flow" tells how it goes.\n',
    );
  });

  test('an unknown window is the operation’s answer, with what exists', async () => {
    const failing = [
      verb('choose-window', () => {
        throw new HarmoniqError('not-found', 'The flow daily-flow has no window "Lunch".', {
          hint: 'These exist: Auto.',
        });
      }),
    ];
    const { code, err } = await type(['flow', 'window', 'Lunch'], { verbs: failing });
    expect({ code, err }).toEqual({
      code: 66,
      err: 'The flow daily-flow has no window "Lunch".\nThese exist: Auto.\n',
    });
  });
});

describe('wrong usage', () => {
  test.each([
    [
      ['set'],
      'Which dial shall be turned?\nGive --size, --familiarity or --follow-home; "harmoniq flow set --help" tells more.\n',
    ],
    [
      ['set', '--follow-home', 'maybe'],
      `Option '--follow-home <state>' argument 'maybe' is invalid. Allowed choices are on, off, auto.\n"harmoniq flow set --help" shows what is possible.\n`,
    ],
    [['window'], 'The argument <name> is missing.\n"harmoniq flow window --help" shows what is possible.\n'],
    [
      ['widow', 'Evening'],
      'There is no command "widow".\nDid you mean window? "harmoniq flow --help" shows what is possible.\n',
    ],
    [['dance'], 'There is no command "dance".\n"harmoniq flow --help" shows what is possible.\n'],
    [['explain'], 'The argument <track> is missing.\n"harmoniq flow explain --help" shows what is possible.\n'],
  ])('%j is told in one clear sentence', async (argv, err) => {
    expect(await type(['flow', ...argv], { verbs: flows({}) })).toEqual({ code: 64, out: '', err });
  });

  test('a size that is none is refused by name, with what is allowed', async () => {
    const { code, err } = await type(['flow', 'set', '--size', '4.5']);
    expect(code).toBe(64);
    expect(err).toContain('size: must be a whole number from 1 to 1000');
  });
});

describe('help', () => {
  test.each([
    [['flow']],
    [['flow', 'window']],
    [['flow', 'refresh']],
    [['flow', 'set']],
    [['flow', 'more']],
    [['flow', 'not-today']],
    [['flow', 'explain']],
  ])('%j --help has an example and the common options', async (argv) => {
    const { code, out } = await type([...argv, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/Examples?:\n {2}harmoniq flow/);
    expect(out).toContain('--recipe');
    expect(out).toContain('--json');
  });
});
