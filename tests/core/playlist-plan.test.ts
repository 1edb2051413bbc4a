import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredOrder, planPlaylist, type PlaylistWrite } from '../../src/core/playlist-plan.ts';
import type { PlaylistItem } from '../../src/core/playlist.ts';

/** Entries whose ids tell copies of one track apart, as a server numbers them. */
const toItems = (trackIds: readonly string[]): PlaylistItem[] =>
  trackIds.map((trackId, index) => ({ itemId: `${index + 1}`, trackId }));

/** The model list: what a server makes of one write. */
const applyWrite = (items: readonly PlaylistItem[], write: PlaylistWrite): PlaylistItem[] => {
  if (write.kind === 'append')
    return [...items, ...write.trackIds.map((trackId, index) => ({ itemId: `new-${trackId}-${index}`, trackId }))];
  if (write.kind === 'remove') {
    expect(items.some((item) => item.itemId === write.itemId && item.trackId === write.trackId)).toBe(true);
    return items.filter((item) => item.itemId !== write.itemId);
  }
  const moved = items.find((item) => item.trackId === write.trackId);
  if (moved === undefined) throw new Error(`moves ${write.trackId}, which is not there`);
  const rest = items.filter((item) => item !== moved);
  const index =
    write.afterTrackId === undefined ? 0 : rest.findIndex((item) => item.trackId === write.afterTrackId) + 1;
  if (write.afterTrackId !== undefined && index === 0) throw new Error(`moves behind ${write.afterTrackId}, not there`);
  return [...rest.slice(0, index), moved, ...rest.slice(index)];
};

const run = (current: readonly PlaylistItem[], writes: readonly PlaylistWrite[]): PlaylistItem[][] => {
  const states: PlaylistItem[][] = [[...current]];
  for (const write of writes) states.push(applyWrite(states.at(-1) ?? [], write));
  return states;
};
const ids = (items: readonly PlaylistItem[]): string[] => items.map((item) => item.trackId);
const count = (writes: readonly PlaylistWrite[], kind: PlaylistWrite['kind']): number =>
  writes.filter((write) => write.kind === kind).length;

const trackId = fc.integer({ min: 0, max: 30 }).map(String);
const anyList = fc.array(trackId, { maxLength: 40 });
const wantedList = fc.uniqueArray(trackId, { minLength: 1, maxLength: 30 });
const chunkSize = fc.integer({ min: 1, max: 8 });

describe('planPlaylist', () => {
  test('ends with exactly the wanted order, whatever stood there before', () => {
    fc.assert(
      fc.property(anyList, wantedList, chunkSize, (current, wanted, size) => {
        const items = toItems(current);
        expect(ids(run(items, planPlaylist(items, wanted, size)).at(-1) ?? [])).toEqual(wanted);
      }),
    );
  });

  test('is never short, and keeps at every step what old and new have in common', () => {
    fc.assert(
      fc.property(anyList, wantedList, chunkSize, (current, wanted, size) => {
        const items = toItems(current);
        const common = wanted.filter((id) => current.includes(id));
        for (const state of run(items, planPlaylist(items, wanted, size))) {
          expect(state.length).toBeGreaterThanOrEqual(Math.min(current.length, wanted.length));
          expect(ids(state)).toEqual(expect.arrayContaining(common));
        }
      }),
    );
  });

  test('never puts a track in twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(trackId), wantedList, chunkSize, (current, wanted, size) => {
        const items = toItems(current);
        for (const state of run(items, planPlaylist(items, wanted, size)))
          expect(new Set(ids(state)).size).toBe(state.length);
      }),
    );
  });

  test('wherever it is cut off, a new plan from there ends with the wanted order too', () => {
    fc.assert(
      fc.property(anyList, wantedList, fc.nat(), (current, wanted, cut) => {
        const items = toItems(current);
        const states = run(items, planPlaylist(items, wanted, 3));
        const halfway = states[cut % states.length] ?? [];
        expect(ids(run(halfway, planPlaylist(halfway, wanted, 3)).at(-1) ?? [])).toEqual(wanted);
      }),
    );
  });

  test('has no write when nothing changed', () => {
    fc.assert(fc.property(wantedList, (wanted) => expect(planPlaylist(toItems(wanted), wanted)).toEqual([])));
  });

  test('moves no more tracks than are out of order', () => {
    fc.assert(
      fc.property(wantedList, fc.nat(), fc.nat(), (wanted, from, to) => {
        const shuffled = [...wanted];
        const [moved] = shuffled.splice(from % wanted.length, 1);
        shuffled.splice(to % wanted.length, 0, moved ?? '');
        expect(planPlaylist(toItems(shuffled), wanted).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('an empty wish never clears a list', () => {
    expect(planPlaylist(toItems(['1', '2']), [])).toEqual([]);
  });

  test('additions come in chunks before any removal', () => {
    const wanted = Array.from({ length: 250 }, (_, index) => `n${index}`);
    const writes = planPlaylist(toItems(['1', '2']), wanted, 100);
    expect(writes.map((write) => write.kind)).toEqual(['append', 'append', 'append', 'remove', 'remove']);
  });

  test('of a track that stands twice the first copy stays', () => {
    const writes = planPlaylist(toItems(['1', '2', '1', '3']), ['1', '2', '3']);
    expect(writes).toEqual([{ kind: 'remove', itemId: '3', trackId: '1' }]);
  });

  test('a reversed list of n takes n - 1 moves', () => {
    expect(count(planPlaylist(toItems(['1', '2', '3', '4']), ['4', '3', '2', '1']), 'move')).toBe(3);
  });
});

describe('desiredOrder', () => {
  test('append keeps the order that is there and adds only what is new', () => {
    expect(desiredOrder(toItems(['2', '1', '2']), ['1', '5', '2', '6'], 'append')).toEqual(['2', '1', '5', '6']);
  });

  test('replace takes the wanted order without repeats', () => {
    expect(desiredOrder(toItems(['9']), ['1', '2', '1'], 'replace')).toEqual(['1', '2']);
  });
});
