import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunReport, TrackLine } from '../../../../src/core/run.ts';
import { listSecrets } from '../../../../src/config/schema.ts';
import { fakeReport } from '../../../fakes/fake-door-house.ts';
import { startFakeHome, type FakeHome } from '../../../fakes/fake-home-assistant.ts';
import { trackLine } from '../../../fakes/fake-house.ts';
import { createScene, settle, start, until, type Scene, type SceneOptions } from './home-scene.ts';

describe('news of playlists for Home Assistant', () => {
  let home: FakeHome;
  const scenes: Scene[] = [];

  const startScene = async (more?: SceneOptions): Promise<Scene> => {
    const made = createScene(home.url, more);
    scenes.push(made);
    await start(made);
    await until('the link', () => made.house.home.connected === true);
    return made;
  };
  const playlist = { id: '91', title: 'Last.fm Charts' };
  const finish = ({ house }: Scene, report: Partial<RunReport> = {}, tracks: readonly TrackLine[] = [trackLine(1)]) =>
    house.events.emit('run-finished', { report: fakeReport({ playlist, ...report }), tracks });
  const news = () => home.fired.filter(({ event }) => event === 'harmoniq_playlist_updated').map(({ data }) => data);
  const untilNews = (count = 1) => until('the news', () => news().length >= count);

  beforeEach(async () => {
    home = await startFakeHome();
  });
  afterEach(async () => {
    for (const { link } of scenes.splice(0)) await link.stop();
    await home.stop();
  });

  test('say what was made, for which window and why', async () => {
    finish(await startScene(), {}, [trackLine(1), trackLine(2)]);
    await untilNews();
    expect(news()).toEqual([
      {
        instance: 'harmoniq',
        recipe: 'lastfm-charts',
        playlist: 'Last.fm Charts',
        rating_key: '91',
        window: 'Evening',
        why: 'House mode is party.',
        result: 'succeeded',
        message: 'The playlist has 50 tracks.',
        tracks: 2,
        added: 12,
        removed: 12,
        changed: true,
        track_list: [
          { artist: 'Artist 1', title: 'Song 1', album: 'Album 1' },
          { artist: 'Artist 2', title: 'Song 2', album: 'Album 2' },
        ],
      },
    ]);
  });

  test('sent as the connection dies come over the next one', async () => {
    const made = await startScene();
    home.script.mute.add('fire_event');
    finish(made);
    await until('the letter', () => home.received.some(({ type }) => type === 'fire_event'));
    home.script.mute.clear();
    home.drop();
    await untilNews();
    await settle();
    expect(news()).toHaveLength(1);
  });

  test('of a recipe that is no flow name no window, and its own sentence as the reason', async () => {
    finish(await startScene(), { recipeId: 'lastfm-recs', result: 'partial', playlist: undefined });
    await untilNews();
    expect(news()[0]).toMatchObject({
      recipe: 'lastfm-recs',
      playlist: 'Last.fm Recommendations',
      rating_key: null,
      window: null,
      why: 'The playlist has 50 tracks.',
      result: 'partial',
    });
  });

  test('say so when a run changed nothing', async () => {
    finish(await startScene(), { counts: { ...fakeReport().counts, added: 0, removed: 0, moved: 0 } });
    await untilNews();
    expect(news()[0]).toMatchObject({ changed: false });
  });

  test.each<Partial<RunReport>>([
    { dryRun: true },
    { result: 'failed' },
    { result: 'skipped' },
    { result: 'cancelled' },
  ])('are not sent of %j', async (report) => {
    const made = await startScene();
    finish(made, report);
    finish(made, { id: 2 });
    await untilNews();
    await settle();
    expect(news()).toHaveLength(1);
  });

  test('stay below what Home Assistant keeps, with the first tracks of a long list', async () => {
    const tracks = Array.from({ length: 1_000 }, (_value, index) => ({
      ...trackLine(index),
      artist: '🎧'.repeat(100),
      album: 'ä'.repeat(1_000),
    }));
    finish(await startScene(), { message: 'x'.repeat(50_000) }, tracks);
    await untilNews();
    const [data] = news();
    const list = data?.track_list as { title: string }[];
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThanOrEqual(24 * 1024);
    expect(list.length).toBeGreaterThan(15);
    expect(list.map(({ title }) => title)).toEqual(tracks.slice(0, list.length).map(({ title }) => title));
    expect(data?.tracks).toBe(1_000);
  });

  test('carry no secret', async () => {
    const made = await startScene();
    const secrets = listSecrets(made.house.config);
    finish(made, { message: `Plex said ${secrets.join(' and ')}.` }, [{ ...trackLine(1), title: secrets[0] ?? '' }]);
    await untilNews();
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(JSON.stringify(news())).not.toContain(secret);
    expect(news()[0]).toMatchObject({ message: 'Plex said [redacted] and [redacted] and [redacted].' });
  });

  test('wait for a Home Assistant that restarts: the last word on each playlist', async () => {
    const made = await startScene();
    await home.stop();
    await until('the loss', () => made.house.home.connected === false);
    finish(made, { id: 1, message: 'first' });
    finish(made, { id: 2, recipeId: 'lastfm-recs', message: 'other' });
    finish(made, { id: 3, message: 'last' });
    await settle();
    await home.start();
    await untilNews(2);
    await settle();
    expect(news().map(({ message }) => message)).toEqual(['other', 'last']);
  });

  test('that are old are not told', async () => {
    const made = await startScene({ timing: { newsKeptMs: 50 } });
    await home.stop();
    await until('the loss', () => made.house.home.connected === false);
    finish(made);
    await settle();
    await home.start();
    await until('the link', () => made.house.home.connected === true);
    await settle();
    expect(news()).toEqual([]);
  });

  test('that Home Assistant does not take disturb nobody; a missing right is said once', async () => {
    const made = await startScene();
    home.script.refuse.set('fire_event', 'unauthorized');
    finish(made);
    finish(made);
    await until('the warning', () => made.logged(/cannot be fired/).length > 0);
    await settle();
    expect(made.logged(/cannot be fired/)).toHaveLength(1);
    home.script.refuse.set('fire_event', 'unknown_error');
    finish(made);
    await until('the line', () => made.logged('An event did not reach Home Assistant').length > 0);
    expect(made.changes).toEqual([true]);
  });

  test('are not sent after the stop', async () => {
    const made = await startScene();
    await made.link.stop();
    finish(made);
    await settle();
    expect(news()).toEqual([]);
  });
});
