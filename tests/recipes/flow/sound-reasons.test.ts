import { describe, expect, test } from '@jest/globals';
import { noTags, type Track } from '../../../src/core/track.ts';
import type { ListedTrack } from '../../../src/recipes/flow/arrange-list.ts';
import { nameTrack } from '../../../src/recipes/flow/name-track.ts';
import { holdsStill, listSoundReasons } from '../../../src/recipes/flow/sound-reasons.ts';
import { makeSong } from './flow-scene.ts';

const listed = (track: Track): ListedTrack => ({
  track,
  tags: noTags,
  candidate: {
    facts: track,
    familiar: false,
    widened: false,
    breadth: 0,
    memory: 0,
    heard: 0,
    weight: 1,
    place: 1,
  },
});
const first = makeSong(0, { title: 'Believe' });
const remaster = makeSong(1, { title: 'Believe - 2019 Remaster' });
const second = makeSong(20, { title: 'Second; or Not' });
const third = makeSong(40, { title: 'Third' });
const list = [first, remaster, second, third].map(listed);
const nearest = new Map([
  [
    first.id,
    [
      { trackId: remaster.id, distance: 0.01 },
      { trackId: 'elsewhere', distance: 0.02 },
      { trackId: third.id, distance: 0.3 },
      { trackId: second.id, distance: 0.2 },
    ],
  ],
]);

describe('reasons of sound', () => {
  test('name the nearest other song of the list, whoever was asked about whom', () => {
    const chosen = new Map([
      [first.id, 'others were chosen to sound like it'],
      [remaster.id, 'sounds like "Believe" by Artist A'],
      [second.id, 'sounds like "Gone" by Nobody'],
      [third.id, 'goes on from the list before'],
    ]);
    expect([...listSoundReasons(list, chosen, nearest)]).toEqual([
      [first.id, 'sounds like "Second; or Not" by Artist C'],
      [second.id, 'sounds like "Believe" by Artist A'],
      [third.id, 'goes on from the list before'],
    ]);
  });

  test('are told again only while what they name is in the list', () => {
    const told = 'mood Warm; sounds like "Second; or Not" by Artist C; new to you';
    expect(holdsStill(told, list)).toBe(true);
    expect(holdsStill(told, [listed(first)])).toBe(false);
    expect(holdsStill('mood Warm; new to you', [])).toBe(true);
  });
});

test('a credit of several artists has no semicolon, which ends a reason', () => {
  expect(nameTrack({ title: 'Tide', artist: 'Anouk Delacroix; fallen temples' })).toBe(
    '"Tide" by Anouk Delacroix, fallen temples',
  );
});
