import { describe, expect, test } from '@jest/globals';
import {
  readMusicSection,
  readPlaylist,
  readPlaylistItem,
  readTags,
  readTrack,
  rowReaders,
} from '../../../src/servers/plex/map.ts';

const full = {
  ratingKey: '12345',
  parentRatingKey: '900',
  grandparentRatingKey: '800',
  guid: 'plex://track/5d07cdb7403c640290f6f1c2',
  type: 'track',
  title: 'Under Pressure',
  grandparentTitle: 'Various Artists',
  originalTitle: 'Queen & David Bowie',
  parentTitle: 'Hits',
  parentYear: 1999,
  index: 3,
  parentIndex: 2,
  userRating: 7.5,
  viewCount: 4,
  lastViewedAt: 1_700_000_000,
  lastRatedAt: 1_700_000_001,
  addedAt: 1_600_000_000,
  updatedAt: 1_650_000_000,
  duration: 248_000,
  ratingCount: 99_000,
  musicAnalysisVersion: '1',
  Media: [{ id: 1, bitrate: 900, optimizedForStreaming: 1, Part: [{ id: 2, file: '/music/a.flac' }] }],
  Guid: [{ id: 'mbid://11111111-2222-3333-4444-555555555555' }],
};

describe('readTrack', () => {
  test('reads a whole row', () => {
    expect(readTrack(full, '3')).toEqual({
      id: '12345',
      sectionId: '3',
      title: 'Under Pressure',
      artist: 'Queen & David Bowie',
      albumArtist: 'Various Artists',
      album: 'Hits',
      artistId: '800',
      albumId: '900',
      guid: 'plex://track/5d07cdb7403c640290f6f1c2',
      mbTrackId: '11111111-2222-3333-4444-555555555555',
      discNumber: 2,
      trackNumber: 3,
      year: 1999,
      durationMs: 248_000,
      rating: 7.5,
      playCount: 4,
      skipCount: 0,
      lastPlayedAtMs: 1_700_000_000_000,
      lastRatedAtMs: 1_700_000_001_000,
      lastSkippedAtMs: undefined,
      addedAtMs: 1_600_000_000_000,
      updatedAtMs: 1_650_000_000_000,
      popularity: 99_000,
      bitrateKbps: 900,
      filePath: '/music/a.flac',
      missingFile: false,
      sonicallyAnalysed: true,
    });
  });

  test('the same row with every number as text and every text that could be one as number says the same', () => {
    const odd = {
      ...full,
      ratingKey: 12345,
      parentRatingKey: 900,
      grandparentRatingKey: 800,
      index: '3',
      parentIndex: '2',
      parentYear: '1999',
      userRating: '7.5',
      viewCount: '4',
      lastViewedAt: '1700000000',
      lastRatedAt: '1700000001',
      addedAt: '1600000000',
      updatedAt: '1650000000',
      duration: '248000',
      ratingCount: '99000',
      musicAnalysisVersion: 1,
      Media: { id: '1', bitrate: '900', Part: { id: '2', file: '/music/a.flac' } },
      Guid: { id: 'mbid://11111111-2222-3333-4444-555555555555' },
      surprise: { from: ['the', 'future'] },
    };
    expect(readTrack(odd, '3')).toEqual(readTrack(full, '3'));
  });

  test('what is absent stays absent: no rating is not a rating of 0, no play is no time', () => {
    const track = readTrack({ ratingKey: '1', title: 'x' }, '3');
    expect(track).toMatchObject({ playCount: 0, skipCount: 0, missingFile: false, sonicallyAnalysed: false });
    for (const key of ['rating', 'lastPlayedAtMs', 'durationMs', 'guid', 'filePath', 'year', 'updatedAtMs'] as const)
      expect(track?.[key]).toBeUndefined();
    expect(readTrack({ ...full, userRating: 0 }, '3')?.rating).toBe(0);
    expect(readTrack({ ...full, userRating: -1 }, '3')?.rating).toBeUndefined();
    expect(readTrack({ ...full, userRating: null, lastViewedAt: 0, Media: null, Guid: null }, '3')).toMatchObject({
      rating: undefined,
      lastPlayedAtMs: undefined,
      filePath: undefined,
      mbTrackId: undefined,
    });
  });

  test('a title that looks like a number stays a title', () => {
    expect(readTrack({ ratingKey: '1', title: 1979 }, '3')?.title).toBe('1979');
    expect(readTrack({ ratingKey: '1', title: '÷' }, '3')?.title).toBe('÷');
  });

  test.each([
    ['no id', { title: 'x' }],
    ['no title', { ratingKey: '1' }],
    ['an empty title', { ratingKey: '1', title: '' }],
    ['a title that is an object', { ratingKey: '1', title: { text: 'x' } }],
  ])('a row with %s is unreadable, not a crash', (_name, row) => {
    expect(readTrack(row, '3')).toBeUndefined();
  });

  test('the id may only stand in the key', () => {
    expect(readTrack({ key: '/library/metadata/77', title: 'x' }, '3')?.id).toBe('77');
    expect(rowReaders.artist({ key: '/library/metadata/78/children', title: 'x' }, '3')?.id).toBe('78');
  });

  test('the album artist stands in where no track artist is named', () => {
    expect(readTrack({ ...full, originalTitle: undefined }, '3')?.artist).toBe('Various Artists');
    expect(readTrack({ ratingKey: '1', title: 'x', originalTitle: 'Me' }, '3')?.albumArtist).toBe('Me');
  });

  test('a file is missing when every copy is gone, and a copy on disk is preferred', () => {
    const gone = { file: '/music/old.mp3', deletedAt: 1_700_000_000 };
    const there = { file: '/music/new.flac' };
    expect(readTrack({ ...full, Media: [{ Part: [gone] }] }, '3')).toMatchObject({
      missingFile: true,
      filePath: '/music/old.mp3',
    });
    expect(readTrack({ ...full, Media: [{ Part: [gone] }, { Part: [there] }] }, '3')).toMatchObject({
      missingFile: false,
      filePath: '/music/new.flac',
    });
  });

  test('a MusicBrainz id may be the guid itself', () => {
    expect(readTrack({ ...full, Guid: undefined, guid: 'mbid://abc' }, '3')?.mbTrackId).toBe('abc');
  });
});

describe('other rows', () => {
  test('albums and artists', () => {
    expect(
      rowReaders.album({ ratingKey: 5, title: 'Blue', parentTitle: 'Joni', parentRatingKey: 4, year: '1971' }, '3'),
    ).toMatchObject({ id: '5', artistId: '4', artistName: 'Joni', year: 1971, sectionId: '3' });
    expect(rowReaders.artist({ ratingKey: '4', title: 'Joni', updatedAt: 1 }, '3')).toMatchObject({
      id: '4',
      name: 'Joni',
      updatedAtMs: 1_000,
    });
  });

  test('only music sections count, whatever type their keys have', () => {
    expect(readMusicSection({ key: 3, type: 'artist', title: 'Music', refreshing: '1' })).toEqual({
      id: '3',
      title: 'Music',
      contentChangedAtMs: undefined,
      scanning: true,
    });
    expect(readMusicSection({ key: '/library/sections/12', type: 'artist', title: 'Kids' })?.id).toBe('12');
    expect(readMusicSection({ key: '1', type: 'movie', title: 'Movies' })).toBeUndefined();
  });

  test('tags are names, whatever surrounds them', () => {
    expect(
      readTags({
        ratingKey: '1',
        Mood: { tag: 'Calm', id: '7' },
        Genre: ['Rock', { tag: 'Pop' }, { id: 3 }],
        Label: [{ tag: 'Party' }],
      }),
    ).toEqual({
      id: '1',
      moods: ['Calm'],
      genres: ['Rock', 'Pop'],
      styles: [],
      labels: ['Party'],
    });
    expect(readTags({ ratingKey: '1' })).toBeUndefined();
  });

  test.each([
    [{ smart: true }, false],
    [{ smart: 1 }, false],
    [{ smart: '0', readOnly: '1' }, false],
    [{ smart: 0, readOnly: false }, true],
    [{ playlistType: 'video' }, false],
    [{}, true],
  ])('a playlist with %j is editable: %s', (flags, editable) => {
    expect(readPlaylist({ ratingKey: 9, title: 'P', ...flags })?.editable).toBe(editable);
  });

  test('an entry whose track is gone can still be removed', () => {
    expect(readPlaylistItem({ playlistItemID: 44 })).toEqual({ itemId: '44', trackId: '' });
    expect(readPlaylistItem({ title: 'nothing' })).toBeUndefined();
  });
});
