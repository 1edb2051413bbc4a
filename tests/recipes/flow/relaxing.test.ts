import { afterAll, describe, expect, test } from '@jest/globals';
import { noCriteria } from '../../../src/core/flow/window.ts';
import { closeScenes, dayMs, idsOf, makeSong, makeWindow, now, openScene, tagEach } from './flow-scene.ts';

afterAll(closeScenes);

const numberOf = (id: string): number => Number(id) - 1_000;
const songs = Array.from({ length: 200 }, (_, number) =>
  makeSong(number, number % 4 === 0 ? { playCount: 1, lastPlayedAtMs: now - (number % 8 === 0 ? 1 : 3) * dayMs } : {}),
);
const tags = tagEach(songs, (number) => ({
  moods: [['Warm', 'Sad', 'Melancholy', 'Energetic'][number % 4] ?? ''],
  genres: [number < 100 ? 'Jazz' : 'Folk'],
  styles: [number < 150 ? 'Cool' : 'Lounge'],
}));

describe('when too few tracks match', () => {
  test('what was heard lately comes in as far as it must', async () => {
    const scene = await openScene({ tracks: songs, tags });
    const ask = { window: makeWindow({ moods: ['warm'] }), rules: { unheardForDays: 4, familiarity: 1 } };
    const half = await scene.choose({ ...ask, size: 20 });
    expect(half.notes).toEqual([
      '30 tracks were left out: 30 heard in the last 4 days.',
      'Too few tracks matched, so the days that a track must not have been heard were halved.',
    ]);
    expect(idsOf(half).every((id) => numberOf(id) % 8 === 4)).toBe(true);
    const all = await scene.choose({ ...ask, size: 40 });
    expect(all.notes).toEqual(['Too few tracks matched, so tracks heard lately were let in.']);
    expect(idsOf(all).filter((id) => numberOf(id) % 8 === 0).length).toBeGreaterThan(10);
  });

  test('caps give way after time, and before the criteria', async () => {
    const scene = await openScene({ tracks: songs, tags });
    const chosen = await scene.choose({
      window: makeWindow({ moods: ['sad'], genres: ['jazz'] }),
      size: 25,
      rules: { familiarity: 0 },
    });
    expect(idsOf(chosen)).toHaveLength(25);
    expect(idsOf(chosen).every((id) => numberOf(id) % 4 === 1 && numberOf(id) < 100)).toBe(true);
    expect(chosen.notes).toEqual([
      'Too few tracks matched, so the limit per album was lifted and the limit per artist was raised to 3.',
    ]);
  });

  test('then moods near to the wanted ones, then none of the moods, and the last list stays', async () => {
    const scene = await openScene({ tracks: songs, tags });
    const window = makeWindow({ moods: ['sad'], styles: ['lounge'] });
    const near = await scene.choose({ window, size: 18 });
    expect(near.notes[0]).toMatch(/and moods close to the wanted ones were let in\.$/);
    expect(idsOf(near).filter((id) => numberOf(id) % 4 === 1)).toHaveLength(12);
    expect(idsOf(near).every((id) => [1, 2].includes(numberOf(id) % 4) && numberOf(id) >= 150)).toBe(true);
    const wide = await scene.choose({ window, size: 45 });
    expect(wide.notes[0]).toMatch(
      /moods close to the wanted ones were let in, the moods no longer counted and the limit per artist was lifted\.$/,
    );
    expect(idsOf(wide).every((id) => numberOf(id) >= 150)).toBe(true);
    const most = await scene.choose({ window, size: 90 });
    expect(most).toMatchObject({ short: true });
    expect(most.picks).toHaveLength(50);
    expect(most.notes.at(-1)).toBe('The list falls short of 90 tracks: only 50 fit.');
  });

  test('says of the wider tracks that they are only near', async () => {
    const scene = await openScene({ tracks: songs, tags });
    const chosen = await scene.choose({ window: makeWindow({ moods: ['sad'], styles: ['lounge'] }), size: 18 });
    const wider = chosen.picks.filter(({ match }) => numberOf(match.track.id) % 4 === 2);
    expect(wider.length).toBeGreaterThan(0);
    expect(wider.every(({ reason }) => reason.includes('close to what Morning asks for'))).toBe(true);
  });

  test('exclusions, ratings, skips, bans, versions and lengths never give way', async () => {
    const poor = songs.map((song, number) => {
      const spoilt = [
        {},
        { rating: 2 },
        { skipCount: 9 },
        { durationMs: 3_600_000 },
        { durationMs: 10_000 },
        { title: `${song.title} (Live)` },
        { missingFile: true },
      ][number % 8];
      return { ...song, ...spoilt };
    });
    const scene = await openScene({ tracks: poor, tags });
    for (let number = 7; number < 200; number += 8) scene.library.flow.saveBan(String(1_000 + number), now + dayMs);
    const window = makeWindow({ styles: ['cool', 'lounge'] }, { exclude: { ...noCriteria, genres: ['folk'] } });
    const chosen = await scene.choose({ window, size: 100, rules: { minRating: 6, maxSkips: 3, memoryDays: 3 } });
    expect(idsOf(chosen).every((id) => numberOf(id) % 8 === 0 && numberOf(id) < 100)).toBe(true);
    expect(chosen.picks).toHaveLength(13);
    expect(chosen.notes[0]).toBe(
      '63 tracks were left out: 13 rated too low, 13 skipped often, 13 too long, 12 not wanted today and 12 too short.',
    );
  });
});
