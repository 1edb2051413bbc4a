import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { packTags, unpackTags } from '../../src/library/page-packing.ts';
import { createFakeMusicServer, type FakeMusicServer, type FakeSection } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import { findTagged, openLibrary, removeTemporaryFolders, sync, temporaryFolder } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

let library: SqliteLibrary;
let section: FakeSection;
let server: FakeMusicServer;
beforeEach(() => {
  library = openLibrary(join(temporaryFolder(), 'harmoniq.db'));
  section = makeSection(30);
  server = createFakeMusicServer([section]);
});
afterEach(() => library.close());
const track = makeTrack(0);
const none = { genres: [], styles: [], moods: [] };
const readAgain = () => sync(library, server, { kind: 'full' });

describe('labels', () => {
  test('come with the other tags and are handed down like them', async () => {
    section.tags.set(track.artistId ?? '', { ...none, labels: ['Kids'] });
    section.tags.set(track.id, { ...none, genres: ['Folk'], labels: ['Car', 'Kids'] });
    await sync(library, server);
    expect(library.getTags(track.id)).toEqual({ genres: ['Folk'], styles: [], moods: [], labels: ['Kids', 'Car'] });
    expect(library.listTags('label')).toEqual([
      { name: 'Kids', tracks: 30 },
      { name: 'Car', tracks: 1 },
    ]);
    expect(findTagged(library, 'label', ['CAR'])).toEqual([track.id]);
    expect(findTagged(library, 'genre', ['Car'])).toEqual([]);
  });

  test('stay while the server does not tell of them, and go when it says there are none', async () => {
    section.tags.set(track.id, { ...none, moods: ['Calm'], labels: ['Car'] });
    await sync(library, server);
    section.tags.set(track.id, { ...none, moods: ['Sad'] });
    await readAgain();
    expect(library.getTags(track.id)).toEqual({ ...none, moods: ['Sad'], labels: ['Car'] });
    section.tags.set(track.id, { ...none, moods: ['Sad'], labels: [] });
    await readAgain();
    expect(library.getTags(track.id)).toEqual({ ...none, moods: ['Sad'], labels: [] });
  });

  test('of a large library, written on a thread of its own, are there too', async () => {
    server.sections = [makeSection(12_000)];
    server.pageSize = 1_000;
    const ids = [makeTrack(0).id, makeTrack(11_999).id];
    for (const id of ids) server.sections[0]?.tags.set(id, { ...none, moods: ['Calm'], labels: ['Car'] });
    await sync(library, server);
    expect(findTagged(library, 'label', ['car'])).toEqual(ids);
  });

  test('go with the item that the server lists without any tag', async () => {
    section.tags.set(track.id, { ...none, labels: ['Car'] });
    await sync(library, server);
    section.tags.delete(track.id);
    await readAgain();
    expect(library.listTags('label')).toEqual([]);
  });
});

test('tags pass between threads as they are', () => {
  const list = fc.array(fc.string(), { maxLength: 3 });
  const tags = { owner: fc.nat(), genres: list, styles: list, moods: list };
  const item = fc.oneof(fc.record(tags), fc.record({ ...tags, labels: list }));
  fc.assert(
    fc.property(fc.array(item), (items) => {
      const page = { level: 'track' as const, items };
      expect(unpackTags(packTags(page))).toEqual(page);
    }),
  );
});
