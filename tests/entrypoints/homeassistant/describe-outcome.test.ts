import { describe, expect, test } from '@jest/globals';
import { describeOutcome } from '../../../src/entrypoints/homeassistant/describe-outcome.ts';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import type { CommandOutcome } from '../../../src/operations/house.ts';
import { fakeReport } from '../../fakes/fake-door-house.ts';
import { fakeFlow } from '../../fakes/fake-flow.ts';

const lastAction = {
  command: 'not-today',
  ok: true,
  message: '"Low – Words" stays out.',
  doneAtMs: 1,
  track: { trackId: '7', artist: 'Low', title: 'Words' },
  player: 'Kitchen',
};
const failedRun = fakeReport({
  result: 'failed',
  message: 'Plex is away.',
  error: { code: 'unreachable', message: 'Plex is away.' },
});

describe('what came of a command', () => {
  test.each<[string, unknown, Partial<CommandOutcome>]>([
    [
      'the flow’s own words',
      fakeFlow({ lastAction }),
      {
        ok: true,
        recipeId: 'daily-flow',
        message: '"Low – Words" stays out.',
        track: { artist: 'Low', title: 'Words' },
        player: 'Kitchen',
      },
    ],
    [
      'those of a run',
      { report: fakeReport({}) },
      { ok: true, recipeId: 'lastfm-charts', message: 'The playlist has 50 tracks.' },
    ],
    ['a run that failed', { report: failedRun }, { ok: false, code: 'unreachable', message: 'Plex is away.' }],
    [
      'a run that failed in a way of its own',
      { report: { ...failedRun, error: { code: 'constructor', message: '' } } },
      { ok: false, code: 'internal', message: 'Plex is away.' },
    ],
    [
      'a cycle',
      { reports: [fakeReport(), fakeReport()] },
      { ok: true, recipeId: 'given', message: '2 playlists were made.' },
    ],
    [
      'a cycle with lists that were left alone',
      { reports: [fakeReport(), fakeReport({ result: 'skipped' }), fakeReport({ result: 'partial' })] },
      { ok: true, message: '2 playlists were made; 1 stays as it was.' },
    ],
    ['a cycle that made nothing', { reports: [] }, { ok: true, message: 'No playlist was made.' }],
    ['a cycle with one that failed', { reports: [fakeReport(), failedRun] }, { ok: false, message: 'Plex is away.' }],
    [
      'a cycle whose sync failed',
      { reports: [fakeReport()], syncError: { code: 'unreachable', message: 'No library.' } },
      { ok: false, code: 'unreachable', message: 'No library.' },
    ],
    ['an answer without words', { enabled: true }, { ok: true, message: 'Done.', recipeId: 'given' }],
    ['no answer', undefined, { ok: true, message: 'Done.' }],
  ])('is told in %s', (_what, answer, told) => {
    expect(describeOutcome('run', { recipe: 'given' }, { answer })).toMatchObject(told);
  });

  test('is told with what to do where it was in vain', () => {
    const error = new HarmoniqError('not-found', 'There is no window "Brunch".', { hint: 'Did you mean Lunch?' });
    expect(describeOutcome('choose-window', undefined, { error })).toEqual({
      command: 'choose-window',
      recipeId: undefined,
      ok: false,
      code: 'not-found',
      message: 'There is no window "Brunch". Did you mean Lunch?',
      track: undefined,
      player: undefined,
    });
  });
});
