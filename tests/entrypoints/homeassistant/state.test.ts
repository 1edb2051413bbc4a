import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDiscovery } from '../../../src/entrypoints/homeassistant/discovery.ts';
import { listEntities } from '../../../src/entrypoints/homeassistant/mqtt-bridge.ts';
import { readSnapshot } from '../../../src/entrypoints/homeassistant/snapshot.ts';
import { renderRunFinished, renderStates } from '../../../src/entrypoints/homeassistant/state.ts';
import { toClauses, toLine } from '../../../src/entrypoints/homeassistant/text.ts';
import { createTopics } from '../../../src/entrypoints/homeassistant/topics.ts';
import { createRedactor } from '../../../src/lib/redact.ts';
import { anyCodePoints } from '../../fakes/any-code-points.ts';
import { findFaults } from '../../contracts/home-assistant-rules.ts';
import { createFakeDoorHouse, fakeNowMs, fakeReport, fakeToken } from '../../fakes/fake-door-house.ts';
import { trackLine } from '../../fakes/fake-house.ts';

const topics = createTopics({
  mqttDiscoveryPrefix: 'homeassistant',
  mqttBaseTopic: 'harmoniq',
  instanceId: 'harmoniq',
});
const redact = createRedactor([fakeToken]);

type Fake = ReturnType<typeof createFakeDoorHouse>;
const show = async ({ house }: Fake) => {
  const entities = listEntities(house, 'harmoniq');
  const states = renderStates(entities, await readSnapshot(house, new AbortController().signal), topics, redact);
  const announcement = {
    topic: topics.discovery,
    payload: JSON.stringify(buildDiscovery(entities, { instanceId: 'harmoniq', version: '1' }, topics)),
    retain: true,
  };
  const faults = findFaults([announcement, ...states.map((state) => ({ ...state, retain: true }))], {
    discoveryPrefix: 'homeassistant',
    root: 'harmoniq/harmoniq',
    secrets: [fakeToken],
  });
  const of = (key: string) =>
    JSON.parse(states.find((state) => state.key === key)?.payload ?? 'null') as {
      state: unknown;
      attributes: Record<string, unknown>;
    };
  return { of, faults };
};
const publish = ({ memory }: Fake, count: number, why = 'no. 1') =>
  memory.published.push({
    recipeId: 'lastfm-charts',
    machineId: 'm',
    playlistId: '4711',
    guid: undefined,
    title: 'Last.fm Charts',
    publishedAtMs: fakeNowMs,
    tracks: Array.from({ length: count }, (_value, index) => ({ ...trackLine(index), why })),
  });

describe('what the entities show', () => {
  test('is unknown where nothing is known yet', async () => {
    const { of, faults } = await show(createFakeDoorHouse());
    expect(of('lastfm-charts_tracks').state).toBeNull();
    expect(of('lastfm-charts_last_run').state).toBeNull();
    expect(of('last_run').state).toBeNull();
    expect(of('last_result').state).toBe('never');
    expect(of('plex_connection').state).toBeNull();
    expect(of('missing_tracks').state).toBe(0);
    expect(faults).toEqual([]);
  });

  test('is the last run in the configured time zone, previews aside', async () => {
    const fake = createFakeDoorHouse();
    publish(fake, 50);
    fake.memory.runs.push(
      fakeReport({ id: 2, dryRun: true, result: 'failed', endedAtMs: fakeNowMs }),
      fakeReport({ id: 1, result: 'partial', message: 'The source ended at 40 tracks.' }),
    );
    const { of, faults } = await show(fake);
    expect(of('last_run').state).toBe('2026-11-21T12:00:10+01:00');
    expect(of('last_result')).toMatchObject({
      state: 'partial',
      attributes: {
        recipe: 'lastfm-charts',
        message: 'The source ended at 40 tracks.',
        duration_s: 10,
        results: { 'lastfm-charts': 'partial' },
      },
    });
    expect(of('lastfm-charts_tracks')).toMatchObject({
      state: 50,
      attributes: {
        rating_key: '4711',
        playlist_name: 'Last.fm Charts',
        match_rate: 0.9,
        changed: true,
        added: 12,
        missing: 6,
      },
    });
    expect(of('lastfm-charts_tracks').attributes.tracks).toHaveLength(50);
    expect(faults).toEqual([]);
  });

  test('names every problem, without secrets', async () => {
    const fake = createFakeDoorHouse();
    fake.memory.runs.push(fakeReport({ result: 'failed', message: `Plex refused ${fakeToken}.` }));
    fake.house.events.emit('server-state', { connected: false, message: `GET /?X-Plex-Token=${fakeToken} failed` });
    const { of, faults } = await show(fake);
    expect(of('problem').state).toBe('ON');
    expect(of('problem').attributes.problems).toEqual([
      'GET /?X-Plex-Token=[redacted] failed',
      'Last.fm Charts: Plex refused [redacted].',
    ]);
    expect(of('plex_connection').state).toBe('OFF');
    expect(faults).toEqual([]);
  });

  test('tells what runs', async () => {
    const fake = createFakeDoorHouse();
    const activity = async () => {
      const { state, attributes } = (await show(fake)).of('running');
      return [state, attributes.activity];
    };
    expect(await activity()).toEqual(['OFF', 'idle']);
    fake.house.events.emit('run-started', { recipeId: 'lastfm-charts', runId: 1 });
    expect(await activity()).toEqual(['ON', 'run']);
    fake.house.events.emit('cycle-started', { trigger: 'schedule' });
    expect(await activity()).toEqual(['ON', 'cycle']);
    fake.house.events.emit('sync-started', {});
    expect(await activity()).toEqual(['ON', 'sync']);
  });

  test('obeys the rules with any text from outside and any number of tracks', async () => {
    const text = fc.oneof(anyCodePoints({ maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 400 }));
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 0, max: 2_000 }), async (message, why, count) => {
        const fake = createFakeDoorHouse();
        publish(fake, count, why);
        fake.memory.runs.push(fakeReport({ message, result: 'failed' }));
        fake.memory.coverage = [{ section: why, mirrored: 1, onServer: 2 }];
        for (let index = 0; index < count; index += 1)
          fake.memory.missing.push({
            artist: why,
            title: message,
            reason: 'no-such-title',
            recipes: ['lastfm-charts'],
            sources: ['lastfm'],
            firstMissedAtMs: 1,
            lastMissedAtMs: 2,
            timesMissed: 3,
          });
        const { of, faults } = await show(fake);
        expect(faults).toEqual([]);
        expect(of('lastfm-charts_tracks').state).toBe(count);
        expect(of('missing_tracks').state).toBe(count);
      }),
      { numRuns: 15 },
    );
  });

  test('shows the most wanted missing tracks first', async () => {
    const fake = createFakeDoorHouse();
    const miss = { reason: 'no-such-artist' as const, sources: [], firstMissedAtMs: 1, lastMissedAtMs: 1 };
    fake.memory.missing.push(
      { ...miss, artist: 'A', title: 'seldom', recipes: ['x'], timesMissed: 1 },
      { ...miss, artist: 'B', title: 'often', recipes: ['x', 'y'], timesMissed: 9 },
    );
    const { of } = await show(fake);
    expect(of('missing_tracks').attributes.tracks).toEqual([
      { artist: 'B', title: 'often', reason: 'no-such-artist', recipes: ['x', 'y'] },
      { artist: 'A', title: 'seldom', reason: 'no-such-artist', recipes: ['x'] },
    ]);
  });
});

describe('the event of a finished run', () => {
  test('carries what an automation needs, without secrets', () => {
    const report = fakeReport({ message: `${fakeToken} refused`, playlist: { id: '9', title: 'My charts' } });
    const payload = renderRunFinished({ report, tracks: [trackLine(1)] }, 'Charts', redact);
    expect(JSON.parse(payload ?? '')).toEqual({
      event_type: 'succeeded',
      recipe: 'lastfm-charts',
      result: 'succeeded',
      message: '[redacted] refused',
      trigger: 'schedule',
      duration_s: 10,
      playlist_name: 'My charts',
      rating_key: '9',
      tracks: 1,
      added: 12,
      removed: 12,
      missing: 6,
      match_rate: 0.9,
    });
  });
  test('does not happen for a preview', () => {
    expect(renderRunFinished({ report: fakeReport({ dryRun: true }), tracks: [] }, 'x', redact)).toBeUndefined();
  });
});

describe('foreign text', () => {
  test.each([
    ['a\u0000b\r\n\tc', 'a b c'],
    ['  "quoted" \u2028 ', '"quoted"'],
    ['\uD83Dx', '\uFFFDx'],
    ['\uFEFF\u202Eabc', 'abc'],
    ['👩‍👩‍👧 𝄞', '👩‍👩‍👧 𝄞'],
  ])('%j becomes %j', (text, line) => expect(toLine(text)).toBe(line));
  test('is cut without tearing a character apart', () => {
    expect(toLine('ab😀cd', 4)).toBe('ab…');
    expect(toLine('abcd', 4)).toBe('abcd');
  });
  test.each([
    ['One. Two; three.', 16, 'One. Two; three.'],
    ['One. Two; three.', 15, 'One. Two …'],
    ['One. Two; three.', 10, 'One. Two …'],
    ['One. Two; three.', 9, 'One …'],
    ['At 3.5 °C it rains; the rest', 21, 'At 3.5 °C it rains …'],
    ['one two three', 9, 'one two …'],
    ['one two three', 8, 'one …'],
    ['indivisible', 8, 'indivis…'],
    ['', 8, ''],
  ])('%j in %i characters has whole clauses, or whole words: %j', (text, most, cut) =>
    expect(toClauses(text, most)).toBe(cut),
  );
  test('is never longer than asked, and a beginning of the text', () => {
    const words = fc.array(fc.constantFrom('a', 'word', 'end.', 'clause;', '😀😀', 'x'.repeat(30)), { maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 3, max: 255 }), (parts, most) => {
        const text = parts.join(' ');
        const cut = toClauses(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut.replace(/ ?…$/, ''))).toBe(true);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
