import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readNotification } from '../../../src/servers/plex/read-notification.ts';

const wrap = (container: unknown): string => JSON.stringify({ NotificationContainer: container });
const playing = (row: unknown): string => wrap({ type: 'playing', size: 1, PlaySessionStateNotification: [row] });
const timeline = (...rows: readonly unknown[]): string => wrap({ type: 'timeline', TimelineEntry: rows });
const activity = (event: string, kind: string, context?: unknown): string =>
  wrap({ type: 'activity', ActivityNotification: [{ event, Activity: { type: kind, Context: context } }] });
const changed = (sectionId: string | undefined) => ({ kind: 'library-changed', sectionId });
const identifier = 'com.plexapp.plugins.library';

describe('what is played', () => {
  test.each([
    [{ sessionKey: '4', ratingKey: '12', viewOffset: 9_000, state: 'paused', unknown: { a: 1 } }],
    [{ sessionKey: 4, ratingKey: 12, viewOffset: '9000', state: 'paused' }],
    [{ sessionKey: '4', key: '/library/metadata/12', viewOffset: 9_000, state: 'paused', guid: 'plex://track/abc' }],
  ])('is read from %j', (row) => {
    expect(readNotification(playing(row))).toEqual([
      { kind: 'playing', sessionId: '4', trackId: '12', state: 'paused', positionMs: 9_000 },
    ]);
  });

  test.each([
    ['a film', { sessionKey: '4', ratingKey: '12', state: 'playing', guid: 'plex://movie/abc' }],
    ['no session', { ratingKey: '12', state: 'playing' }],
    ['no item', { sessionKey: '4', state: 'playing' }],
    ['a state nobody knows', { sessionKey: '4', ratingKey: '12', state: 'dreaming' }],
  ])('is nothing with %s', (_name, row) => {
    expect(readNotification(playing(row))).toEqual([]);
  });
});

describe('what changed in the library', () => {
  test.each([
    ['a track that was taken in', [{ identifier, sectionID: '3', itemID: '9', type: 10, state: 5 }], [changed('3')]],
    ['numbers for texts', [{ identifier, sectionID: 3, itemID: 9, type: '9', state: '5' }], [changed('3')]],
    [
      'a deletion, which has no level',
      [{ identifier, sectionID: '3', itemID: '9', type: -1, state: 9 }],
      [changed('3')],
    ],
    ['no section', [{ identifier, sectionID: -1, type: 8, state: 9 }], [changed(undefined)]],
    [
      'a burst of one library',
      [1, 2, 3].map((itemID) => ({ identifier, sectionID: '3', itemID, type: 10, state: 5 })),
      [changed('3')],
    ],
    [
      'two libraries',
      ['3', '12'].map((sectionID) => ({ identifier, sectionID, type: 10, state: 5 })),
      [changed('3'), changed('12')],
    ],
    ['a step on the way', [{ identifier, sectionID: '3', type: 10, state: 3 }], []],
    ['a playlist, as our own writes make', [{ identifier, sectionID: '3', type: 15, state: 5 }], []],
    ['a film', [{ identifier, sectionID: '1', type: 1, state: 5 }], []],
    ['another provider', [{ identifier: 'tv.plex.provider.epg', sectionID: '3', type: 10, state: 5 }], []],
  ])('%s', (_name, rows, expected) => {
    expect(readNotification(timeline(...rows))).toEqual(expected);
  });

  test.each([
    ['ended', 'library.update.section', { librarySectionID: '3' }, [changed('3')]],
    ['ended', 'library.refresh.items', { key: '/library/metadata/9' }, [changed(undefined)]],
    ['updated', 'library.update.section', { librarySectionID: '3' }, []],
    ['ended', 'media.generate.bif', undefined, []],
  ])('an activity that %s: %s', (event, kind, context, expected) => {
    expect(readNotification(activity(event, kind, context))).toEqual(expected);
  });

  test('a bare message is known by the name beside it', () => {
    const entry = { identifier, sectionID: '3', type: 10, state: 5 };
    expect(readNotification(JSON.stringify({ TimelineEntry: entry }), 'timeline')).toEqual([changed('3')]);
    expect(readNotification(JSON.stringify({ TimelineEntry: entry }))).toEqual([]);
  });
});

describe('nonsense', () => {
  test.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '"x"',
    '{"NotificationContainer":null}',
    '{"NotificationContainer":[1,"x"]}',
    wrap({}),
  ])('%j says nothing', (text) => {
    expect(readNotification(text)).toEqual([]);
  });

  test('what is huge is not even read', () => {
    const row = { sessionKey: '4', ratingKey: '12', state: 'playing', padding: 'x'.repeat(1_000_000) };
    expect(readNotification(playing(row))).toEqual([]);
  });

  test('nothing makes it fail', () => {
    const shaped = fc.record({
      NotificationContainer: fc.record({
        type: fc.constantFrom('playing', 'timeline', 'activity', 'status'),
        PlaySessionStateNotification: fc.anything(),
        TimelineEntry: fc.anything(),
        ActivityNotification: fc.anything(),
      }),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), (value) => {
        const text =
          JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? '';
        expect(Array.isArray(readNotification(text))).toBe(true);
      }),
    );
  });
});
