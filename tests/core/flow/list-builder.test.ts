import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createListBuilder, type ListEntry } from '../../../src/core/flow/list-builder.ts';
import { primaryArtistKeyOf, workKeyOf } from '../../../src/core/match/keys.ts';
import { createTrack, type Track } from '../../../src/core/track.ts';

const makeEntry = (facts: Partial<Track> & { readonly id: string }, more: Partial<ListEntry> = {}): ListEntry => ({
  track: createTrack({ artist: `Artist ${facts.id}`, title: `Song ${facts.id}`, durationMs: 200_000, ...facts }),
  familiar: false,
  widened: false,
  ...more,
});
const caps = { artistCap: 2, albumCap: 1 };
const build = (changes: Partial<Parameters<typeof createListBuilder>[0]> = {}) =>
  createListBuilder({ length: { kind: 'tracks', tracks: 10 }, familiarity: 0.5, mostWidened: 1, ...changes });

describe('a list', () => {
  test('refuses with a reason what would break a rule', () => {
    const list = build();
    expect(list.add(makeEntry({ id: 'a', artist: 'Cher', albumId: 'x' }), caps)).toBeUndefined();
    const reasons = [
      makeEntry({ id: 'b', artist: 'Cher', title: 'Song a' }),
      makeEntry({ id: 'c', missingFile: true }),
      makeEntry({ id: 'd', artist: 'Other', albumId: 'x' }),
    ].map((entry) => list.add(entry, caps)?.reason);
    expect(reasons).toEqual(['duplicate-song', 'file-missing', 'album-cap']);
    expect(list.add(makeEntry({ id: 'e', artist: 'Cher feat. Somebody' }), caps)).toBeUndefined();
    expect(list.add(makeEntry({ id: 'f', artist: 'Cher' }), caps)).toEqual({
      reason: 'artist-cap',
      detail: 'Cher already has 2 in the list',
    });
  });

  test('takes one version of a song, but every part of a work', () => {
    const list = build();
    const by = (id: string, title: string) =>
      list.add(makeEntry({ id, artist: `The Same`, title }), { artistCap: 9, albumCap: 9 });
    expect(by('a', 'Cabin (Porto Remix)')).toBeUndefined();
    expect(by('b', 'Cabin')).toEqual({
      reason: 'duplicate-song',
      detail: 'already in the list as The Same - Cabin (Porto Remix)',
    });
    expect(by('c', 'Cabin - Instrumental')?.reason).toBe('duplicate-song');
    expect(by('d', 'Suite, Pt. 1')).toBeUndefined();
    expect(by('e', 'Suite, Pt. 2')).toBeUndefined();
  });

  test('counts the album artist too, unless the album is nobody’s', () => {
    const list = build();
    const on = (id: string, albumArtist: string) => makeEntry({ id, albumArtist, artistId: albumArtist });
    expect(list.add(on('a', 'The Host'), caps)).toBeUndefined();
    expect(list.add(on('b', 'The Host'), caps)).toBeUndefined();
    expect(list.add(on('c', 'The Host'), caps)?.reason).toBe('artist-cap');
    expect(list.hasRoom('The Host', undefined, caps)).toBe(false);
    for (const id of ['d', 'e', 'f']) expect(list.add(on(id, 'Various Artists'), caps)).toBeUndefined();
  });

  test('keeps what stood in it before without asking for caps', () => {
    const list = build();
    for (const id of ['a', 'b', 'c']) expect(list.keep(makeEntry({ id, artist: 'Cher' }))).toBeUndefined();
    expect(list.keep(makeEntry({ id: 'd', artist: 'Cher', title: 'Song a' }))?.reason).toBe('duplicate-song');
    expect(list.peaks()).toEqual({ artist: 3, album: 0 });
  });

  test('takes only so many that nothing but the habit speaks for', () => {
    const list = build({ mostWidened: 1 });
    expect(list.add(makeEntry({ id: 'a' }, { widened: true }), caps)).toBeUndefined();
    expect(list.add(makeEntry({ id: 'b' }, { widened: true }), caps)?.reason).toBe('list-full');
  });

  test('holds caps and songs, whatever is offered', () => {
    const offer = fc.array(fc.tuple(fc.nat(5), fc.nat(8), fc.nat(6)), { maxLength: 60 });
    fc.assert(
      fc.property(
        offer,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (offered, artistCap, albumCap) => {
          const list = build();
          for (const [at, [artist, album, title]] of offered.entries()) {
            const facts = { id: String(at), artist: `Name ${artist}x`, title: `Title ${title}x`, albumId: `b${album}` };
            list.add(makeEntry(facts), { artistCap, albumCap });
          }
          const tracks = list.entries.map(({ track }) => track);
          const most = (keyOf: (track: Track) => string): number =>
            Math.max(0, ...[...Map.groupBy(tracks, keyOf).values()].map((group) => group.length));
          expect(tracks.length).toBeLessThanOrEqual(10);
          expect(most(primaryArtistKeyOf)).toBeLessThanOrEqual(artistCap);
          expect(most(({ albumId }) => albumId ?? '')).toBeLessThanOrEqual(albumCap);
          expect(most(workKeyOf)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('the dial', () => {
  test.each([0, 0.1, 0.25, 0.5, 0.8, 1])('%d comes out in every beginning of the list', (familiarity) => {
    const list = build({ familiarity, length: { kind: 'tracks', tracks: 40 } });
    for (let at = 0; !list.isFull(); at += 1) {
      list.add(makeEntry({ id: String(at) }, { familiar: list.wantsFamiliar() }), caps);
      const familiar = list.entries.filter((entry) => entry.familiar).length;
      expect(Math.abs(familiar - familiarity * list.entries.length)).toBeLessThanOrEqual(0.5);
    }
  });

  test('makes up for what was kept', () => {
    const list = build({ familiarity: 0.5 });
    for (const id of ['a', 'b', 'c', 'd']) list.keep(makeEntry({ id }, { familiar: true }));
    while (!list.isFull())
      list.add(makeEntry({ id: String(list.entries.length) }, { familiar: list.wantsFamiliar() }), caps);
    expect(list.entries.filter(({ familiar }) => familiar)).toHaveLength(5);
  });
});

describe('a list by minutes', () => {
  test('ends near its length, whatever the tracks', () => {
    const durations = fc.array(fc.option(fc.integer({ min: 45_000, max: 900_000 })), {
      minLength: 400,
      maxLength: 400,
    });
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 240 }), durations, (minutes, lengths) => {
        const list = build({ length: { kind: 'minutes', minutes } });
        for (const [at, durationMs] of lengths.entries())
          list.add(makeEntry({ id: String(at), durationMs: durationMs ?? undefined }), caps);
        const totalMs = list.entries.reduce((sum, { track }) => sum + (track.durationMs ?? 240_000), 0);
        const over = totalMs - minutes * 60_000;
        // The first track comes in however long it is.
        if (list.entries.length > 1) expect(over).toBeLessThanOrEqual(180_000);
        expect(list.isFull()).toBe(true);
        // With tracks of all lengths the end is met; where each is too long for the rest, it is left empty.
        if (lengths.every((length) => (length ?? 240_000) <= 270_000)) expect(over).toBeGreaterThanOrEqual(-90_000);
      }),
      { numRuns: 60 },
    );
  });

  test('holds one track even if that is longer', () => {
    const list = build({ length: { kind: 'minutes', minutes: 5 } });
    expect(list.add(makeEntry({ id: 'a', durationMs: 800_000 }), caps)).toBeUndefined();
    expect(list.isFull()).toBe(true);
  });

  test('keeps all of what it was, in whatever order it is put together again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 60_000, max: 600_000 }), { minLength: 80, maxLength: 80 }), (lengths) => {
        const first = build({ length: { kind: 'minutes', minutes: 60 } });
        for (const [at, durationMs] of lengths.entries()) first.add(makeEntry({ id: String(at), durationMs }), caps);
        const again = build({ length: { kind: 'minutes', minutes: 60 } });
        for (const entry of [...first.entries].reverse()) expect(again.keep(entry)).toBeUndefined();
        expect(again.entries).toHaveLength(first.entries.length);
      }),
      { numRuns: 50 },
    );
  });
});
