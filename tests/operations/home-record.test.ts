import { afterEach, describe, expect, test } from '@jest/globals';
import { quietHome } from '../../src/core/flow/decision.ts';
import { createHomeRecorder } from '../../src/entrypoints/home-recorder.ts';
import { createRecordedHome } from '../../src/operations/home-record.ts';
import { becauseOf, createFakeHome } from '../fakes/fake-home.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import { closeHouses, createTestHouse } from './test-house.ts';

afterEach(closeHouses);

const minuteMs = 60_000;
const because = becauseOf({
  window: ['house mode is party'],
  adjustments: [{ reason: 'it rains', moods: [], genres: [], energy: 'low', familiarity: undefined }],
});

describe('a command beside the service', () => {
  const build = async () => {
    const home = createFakeHome({ window: 'Party', energy: 'low', because });
    home.connected = true;
    home.place = { latitude: 52.5, longitude: 13.4 };
    const house = await createTestHouse({ home, recipes: [makeRecipe({ id: 'flow', kind: 'flow' })] });
    const recorder = createHomeRecorder(house);
    await recorder.start(new AbortController().signal);
    const beside = createRecordedHome(createFakeHome(), () => false, house.library, house.clock);
    return { home, house, recorder, beside };
  };

  test('sees the home as the service hears it, and changes of it', async () => {
    const { home, house, recorder, beside } = await build();
    expect(beside.judge('flow')).toEqual(home.verdict);
    expect(beside.place).toEqual({ latitude: 52.5, longitude: 13.4 });
    home.verdict = { ...quietHome, pause: true };
    house.events.emit('home-changed', { connected: true });
    expect(beside.judge('flow')).toMatchObject({ window: undefined, pause: true });
    await recorder.stop();
  });

  test('goes by the clock alone once the service has stopped, or was killed a while ago', async () => {
    const { house, recorder, beside } = await build();
    house.clock.nowMs += 16 * minuteMs;
    expect(beside.judge('flow')).toEqual(quietHome);
    house.clock.nowMs -= 16 * minuteMs;
    expect(beside.judge('flow').window).toBe('Party');
    await recorder.stop();
    expect(beside.judge('flow')).toEqual(quietHome);
  });

  test('that listens itself goes by what it hears; a record that cannot be read is none', async () => {
    const { house, recorder, beside } = await build();
    const listening = createRecordedHome(createFakeHome({ window: 'Focus' }), () => true, house.library, house.clock);
    expect(listening.judge('flow').window).toBe('Focus');
    house.library.setSetting('home-record', '{"savedAtMs": "yesterday"');
    expect(beside.judge('flow')).toEqual(quietHome);
    expect(beside.judge('unheard-of')).toEqual(quietHome);
    await recorder.stop();
  });
});
