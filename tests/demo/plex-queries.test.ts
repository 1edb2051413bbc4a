import { describe, expect, test } from '@jest/globals';
import { page, type Row } from './plex-kit.ts';
import { base, ids, number, tagsOf, useQueries } from './query-kit.ts';

const kit = useQueries();
const { count, counted, choices, details } = kit;

describe('filters by number', () => {
  test('> is strict, < too, and = takes several', async () => {
    expect(await count('track.userRating>>=6')).toBe(await counted((row) => (number(row, 'userRating') ?? 0) > 6));
    expect(await count('track.userRating<<=4&track.userRating>>=0')).toBe(
      await counted((row) => (number(row, 'userRating') ?? 99) < 4),
    );
    expect(await count('userRating=8,10')).toBe(
      await counted((row) => [8, 10].includes(number(row, 'userRating') ?? 0)),
    );
  });

  test('an encoded operator is the same', async () => {
    expect(await count('track.userRating%3E%3E=6')).toBe(await count('track.userRating>>=6'));
  });

  test('>= and <= are not known to numbers, so nothing is filtered', async () => {
    expect(await count('track.userRating>=6')).toBe(900);
  });

  test('a track without plays counts as played 0 times', async () => {
    expect(await count('track.viewCount=0')).toBe(await counted((row) => !('viewCount' in row)));
  });

  test('an unrated track is rated -1, or nothing at all, by switch', async () => {
    const unrated = await counted((row) => !('userRating' in row));
    expect(await count('userRating=-1')).toBe(unrated);
    kit.plex.switches.missingRatingIsMinusOne = false;
    kit.mutate().rateTrack(ids(await kit.rows())[3] as string, 6);
    expect(await count('userRating=-1')).toBe(0);
  });

  test('the hidden id is a field too', async () => {
    const all = ids(await kit.rows());
    expect(await count(`track.id>>=${all[499]}`)).toBe(400);
  });
});

describe('filters by date', () => {
  const now = Math.floor(Date.now() / 1_000);

  test('after and before, in seconds or relative', async () => {
    const since = now - 400 * 86_400;
    const later = await counted((row) => (number(row, 'lastViewedAt') ?? 0) > since);
    expect(await count(`track.lastViewedAt>>=${since}`)).toBe(later);
    expect(await count('track.lastViewedAt>>=-400d')).toBe(later);
    expect(later).toBeGreaterThan(50);
  });

  test('before includes what has no date, by switch', async () => {
    const since = now - 400 * 86_400;
    const before = await counted((row) => (number(row, 'lastViewedAt') ?? Infinity) < since);
    const never = await counted((row) => !('lastViewedAt' in row));
    expect(await count('track.lastViewedAt<<=-400d')).toBe(before + never);
    kit.plex.switches.datesBeforeIncludeMissing = false;
    kit.mutate().skipTrack(ids(await kit.rows())[0] as string);
    expect(await count('track.lastViewedAt<<=-400d')).toBe(before);
  });
});

describe('filters by text', () => {
  const operators: readonly (readonly [string, string, (title: string) => boolean])[] = [
    ['contains', 'title=the', (title) => title.includes('the')],
    ['does not contain', 'title!=the', (title) => !title.includes('the')],
    ['begins with', 'title<=my', (title) => title.startsWith('my')],
    ['ends with', 'title>=s', (title) => title.endsWith('s')],
  ];
  test.each(operators)('%s', async (_name, filter, fits) => {
    const expected = await counted((row) => fits(row.title.toLowerCase()));
    expect(expected).toBeGreaterThan(0);
    expect(await count(filter)).toBe(expected);
  });

  test('equals and differs, encoded or not', async () => {
    const title = (await kit.rows()).map((row) => row.title).find((text) => /^[\w ]+$/.test(text)) as string;
    const expected = await counted((row) => row.title === title);
    expect(await count(`title==${encodeURIComponent(title)}`)).toBe(expected);
    expect(await count(`title%3D=${encodeURIComponent(title)}`)).toBe(expected);
    expect(await count(`title!==${encodeURIComponent(title)}`)).toBe(900 - expected);
  });
});

describe('filters by tag', () => {
  test('by id on its own level; the name of a tag finds nothing', async () => {
    const moods = await choices('mood', 10);
    const rows = await details();
    for (const mood of moods.slice(0, 5))
      expect(await count(`track.mood=${mood.key}`)).toBe(
        rows.filter((row) => tagsOf(row, 'Mood').includes(mood.title)).length,
      );
    expect(await count(`track.mood=${encodeURIComponent(moods[0]?.title ?? '')}`)).toBe(0);
  });

  test('a comma is "or", a repeated name is "and"', async () => {
    const [one, two] = await choices('mood', 10);
    const rows = await details();
    const has = (row: Row, mood: typeof one): boolean => tagsOf(row, 'Mood').includes(mood?.title ?? '');
    expect(await count(`track.mood=${one?.key},${two?.key}`)).toBe(
      rows.filter((row) => has(row, one) || has(row, two)).length,
    );
    expect(await count(`track.mood=${one?.key}&track.mood=${two?.key}`)).toBe(
      rows.filter((row) => has(row, one) && has(row, two)).length,
    );
    expect(await count(`track.mood!=${one?.key}`)).toBe(rows.filter((row) => !has(row, one)).length);
  });

  test('names with a level reach up: tracks of albums of a genre', async () => {
    const [genre] = await choices('genre', 9);
    const albums = (await kit.get(`${base}?type=9&sort=id&genre=${genre?.key}&${page(0, 500)}`)).Metadata ?? [];
    const leaves = albums.reduce((sum, album) => sum + Number(album['leafCount']), 0);
    expect(leaves).toBeGreaterThan(0);
    expect(await count(`album.genre=${genre?.key}`)).toBe(leaves);
  });

  test('a name without a level means the listed one', async () => {
    const [mood] = await choices('mood', 10);
    expect(await count(`mood=${mood?.key}`)).toBe(await count(`track.mood=${mood?.key}`));
  });

  test('there is no style of a track, so nothing is filtered', async () => {
    const [style] = await choices('style', 9);
    expect(await count(`track.style=${style?.key}`)).toBe(900);
    expect(await count(`album.style=${style?.key}`)).toBeLessThan(900);
  });
});

describe('groups', () => {
  test('push, or, and, pop are read in the order they stand', async () => {
    const rows = await kit.rows();
    const high = (row: Row): boolean => (number(row, 'userRating') ?? -1) > 7;
    const played = (row: Row): boolean => (number(row, 'viewCount') ?? 0) > 10;
    const skipped = (row: Row): boolean => (number(row, 'skipCount') ?? 0) > 1;
    const either = rows.filter((row) => (high(row) || played(row)) && skipped(row)).length;
    const other = rows.filter((row) => high(row) || (played(row) && skipped(row))).length;
    expect(either).not.toBe(other);
    const [a, b, c] = ['userRating>>=7', 'viewCount>>=10', 'skipCount>>=1'];
    expect(await count(`push=1&${a}&or=1&${b}&pop=1&${c}`)).toBe(either);
    expect(await count(`${a}&or=1&push=1&${b}&and=1&${c}&pop=1`)).toBe(other);
  });
});

describe('what is not understood', () => {
  test.each(['filter=mood', 'unheard=1', 'track.unheard>>=5', 'mood>>=3'])(
    '%s is ignored: the whole list comes back',
    async (filter) => {
      expect(await count(filter)).toBe(900);
    },
  );

  test('filters without a type are ignored too, and artists come back', async () => {
    const found = await kit.get(`${base}?userRating=10&${page(0, 5)}`);
    expect(found.Metadata?.[0]?.['type']).toBe('artist');
    expect(found.totalSize).toBe((await kit.get(`${base}?type=8&${page(0, 0)}`)).totalSize);
  });
});
