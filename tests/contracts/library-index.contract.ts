import { describe, expect, test } from '@jest/globals';
import { trackKeys } from '../../src/core/match/keys.ts';
import type { LibraryIndex } from '../../src/core/match/library-index.ts';
import type { Track } from '../../src/core/track.ts';
import { makeTrack } from '../core/match/make.ts';

const idsOf = (tracks: readonly Track[]): readonly string[] => tracks.map(({ id }) => id).sort();

/**
 * What every `LibraryIndex` must do. `makeIndex` builds one over the given tracks; it may file them only under `trackKeys`.
 */
export const describeLibraryIndex = (
  name: string,
  makeIndex: (tracks: Track[]) => LibraryIndex | Promise<LibraryIndex>,
): void => {
  const shelf = (): Track[] => [
    makeTrack({ id: '11', artist: 'The Velvet Larks', title: 'Paper Moons', mbTrackId: 'mb-1' }),
    makeTrack({ id: '12', artist: 'The Velvet Larks', title: 'Paper Moons (Live at Somewhere)' }),
    makeTrack({ id: '13', artist: 'Velvet Larks feat. Nora Quill', title: 'Harbour', albumArtist: 'Various Artists' }),
    makeTrack({ id: '14', artist: 'Nora Quill', title: 'Harbour', mbTrackId: 'mb-2' }),
    makeTrack({ id: '15', artist: 'Кедр', title: '÷' }),
    makeTrack({ id: '16', artist: 'O\'Hara_100% "Late"', title: "50% 'Off' _ --" }),
  ];

  describe(`${name} as a library index`, () => {
    test('finds every version of a song under its artist and title keys', async () => {
      const index = await makeIndex(shelf());
      expect(idsOf(index.findByArtistAndTitle('velvetlarks', 'papermoons'))).toEqual(['11', '12']);
    });

    test('finds each track under every pair of its keys', async () => {
      const tracks = shelf();
      const index = await makeIndex(tracks);
      for (const track of tracks) {
        const { artistKeys, titleKeys } = trackKeys(track);
        for (const artistKey of artistKeys)
          for (const titleKey of titleKeys)
            expect(idsOf(index.findByArtistAndTitle(artistKey, titleKey))).toContain(track.id);
      }
    });

    test('gives the whole track back as it was put in', async () => {
      const tracks = shelf();
      const index = await makeIndex(tracks);
      expect(index.getTracks(['11'])).toEqual([tracks[0]]);
    });

    test('files guests under their own name and nothing under "Various Artists"', async () => {
      const index = await makeIndex(shelf());
      expect(idsOf(index.findByArtistAndTitle('noraquill', 'harbour'))).toEqual(['13', '14']);
      expect(index.listTitles('variousartists')).toEqual([]);
    });

    test('answers an unknown key, the empty key and an unknown id with nothing', async () => {
      const index = await makeIndex(shelf());
      expect(index.findByArtistAndTitle('velvetlarks', 'nosuchsong')).toEqual([]);
      expect(index.findByArtistAndTitle('', '')).toEqual([]);
      expect(index.findByArtistAndTitle('velvetlarks', '')).toEqual([]);
      expect(index.listTitles('')).toEqual([]);
      expect(index.listTitles('nobody')).toEqual([]);
      expect(index.findArtistsNear('', 5)).toEqual([]);
      expect(index.findByTitle('', 5)).toEqual([]);
      expect(index.findByMbTrackId('mb-9')).toEqual([]);
      expect(index.findByMbTrackId('')).toEqual([]);
      expect(index.getTracks(['99'])).toEqual([]);
    });

    test('takes signs in keys as they are', async () => {
      const index = await makeIndex(shelf());
      expect(idsOf(index.findByTitle('÷', 5))).toEqual(['15']);
      expect(index.findByTitle('%', 5)).toEqual([]);
      expect(index.findByTitle('_', 5)).toEqual([]);
      expect(index.findArtistsNear('"%_* OR 1', 5)).toEqual([]);
    });

    test('lists each title of an artist with its track', async () => {
      const index = await makeIndex(shelf());
      const titles = [...index.listTitles('velvetlarks')].sort((left, right) => (left.id < right.id ? -1 : 1));
      expect(titles).toEqual([
        { id: '11', titleKey: 'papermoons' },
        { id: '12', titleKey: 'papermoons' },
        { id: '13', titleKey: 'harbour' },
      ]);
    });

    test('finds titles whoever plays them, no more than asked for', async () => {
      const index = await makeIndex(shelf());
      expect(idsOf(index.findByTitle('harbour', 10))).toEqual(['13', '14']);
      expect(index.findByTitle('harbour', 1)).toHaveLength(1);
      expect(index.findByTitle('harbour', 0)).toEqual([]);
    });

    test.each([
      ['velvetlarkz', 'a letter changed'],
      ['velvetlark', 'a letter dropped'],
      ['vellvetlarks', 'a letter added'],
      ['elvetlarks', 'the first letter dropped'],
    ])('finds the artist behind %s (%s)', async (misspelt) => {
      const index = await makeIndex(shelf());
      expect(index.findArtistsNear(misspelt, 3)[0]).toBe('velvetlarks');
    });

    test('gives no stranger and no more than asked for as near', async () => {
      const index = await makeIndex([
        ...shelf(),
        makeTrack({ artist: 'Velvet Lark' }),
        makeTrack({ artist: 'Velvet Larkss' }),
      ]);
      const near = index.findArtistsNear('velvetlarks', 5);
      expect([...near].sort()).toEqual(expect.arrayContaining(['velvetlark', 'velvetlarkss']));
      expect(near).not.toContain('noraquill');
      expect(index.findArtistsNear('velvetlarks', 1)).toHaveLength(1);
    });

    test('finds a MusicBrainz track id to the letter', async () => {
      const index = await makeIndex(shelf());
      expect(idsOf(index.findByMbTrackId('mb-1'))).toEqual(['11']);
    });

    test('gives tracks in the order asked for, unknown ids left out', async () => {
      const index = await makeIndex(shelf());
      expect(index.getTracks(['14', '99', '11']).map(({ id }) => id)).toEqual(['14', '11']);
    });
  });
};
