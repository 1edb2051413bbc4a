import { describe, expect, test } from '@jest/globals';
import { writeCommandNews } from '../../../../src/entrypoints/homeassistant/websocket/command-news.ts';
import { createRedactor } from '../../../../src/lib/redact.ts';
import type { CommandOutcome } from '../../../../src/operations/house.ts';
import { fakeFlowRecipe } from '../../../fakes/fake-flow.ts';

const outcome: CommandOutcome = {
  command: 'not-today',
  recipeId: 'daily-flow',
  ok: true,
  message: '"Low – Words" (playing on Kitchen) stays out of every flow until Sunday at 00:00.',
  code: undefined,
  track: { artist: 'Low', title: 'Words' },
  player: 'Kitchen',
};
const write = (facts: Partial<CommandOutcome> = {}) =>
  writeCommandNews(
    { ...outcome, ...facts },
    { house: { recipes: [fakeFlowRecipe()] }, instanceId: 'harmoniq', redact: createRedactor(['secret-token']) },
  );

describe('news of commands for Home Assistant', () => {
  test('say what was done', () => {
    expect(write()).toEqual({
      event: 'harmoniq_command_done',
      data: {
        instance: 'harmoniq',
        command: 'not-today',
        recipe: 'daily-flow',
        playlist: 'Daily Flow',
        ok: true,
        message: outcome.message,
        track: { artist: 'Low', title: 'Words' },
        player: 'Kitchen',
      },
    });
  });

  test('say why nothing was done, under another name', () => {
    const message = 'Nothing is being played now, so no track is meant.';
    expect(write({ ok: false, code: 'not-found', message, track: undefined, player: undefined })).toMatchObject({
      event: 'harmoniq_command_failed',
      data: { ok: false, code: 'not-found', message, track: null, player: null },
    });
  });

  test('carry no secret and nothing endless, whatever a title is', () => {
    const { data } = write({ message: `secret-token ${'x'.repeat(5_000)}\n`, player: 'secret-token' });
    expect(JSON.stringify(data)).not.toContain('secret-token');
    expect(String(data['message']).length).toBeLessThanOrEqual(1_000);
  });
});
