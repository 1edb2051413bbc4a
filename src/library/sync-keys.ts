import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { createTrack } from '../core/track.ts';
import type { Mirror } from './mirror.ts';
import type { KeyStore, TrackKeying } from './store-keys.ts';
import type { SectionStore } from './store-sections.ts';
import type { SettingStore } from './store-settings.ts';
import { inSlices } from './sync-context.ts';

export interface KeyUpkeep {
  /** Makes all keys anew if they were made by another keying (an older version of Harmoniq). Goes on where it was cut off. */
  readonly rebuildIfOutdated: (signal: AbortSignal) => Promise<void>;
  /** Drops artist keys that no track carries any more. */
  readonly prune: (signal: AbortSignal) => Promise<void>;
}

export interface KeyUpkeepParts {
  readonly database: Database;
  readonly mirror: Mirror;
  readonly keys: KeyStore;
  readonly keying: TrackKeying;
  readonly sections: SectionStore;
  readonly settings: SettingStore;
}

const setting = 'library.keying';
const readSize = 2_000;

export const createKeyUpkeep = (parts: KeyUpkeepParts): KeyUpkeep => {
  const { database, mirror, keys, keying, settings } = parts;
  const slice = database
    .prepare<[number, number], number>('SELECT n FROM tracks WHERE n > ? ORDER BY n LIMIT ?')
    .pluck();
  const current = fingerprint(keying);

  return {
    async rebuildIfOutdated(signal) {
      const [made, cutOffAt] = (settings.get(setting) ?? '').split('@');
      if (made === current && cutOffAt === undefined) return;
      let after = made === current ? Number(cutOffAt) : 0;
      if (after === 0) {
        mirror.transaction(() => {
          keys.clearAll();
          settings.set(setting, `${current}@0`);
        });
      }
      for (;;) {
        const numbers = slice.all(after, readSize);
        const last = numbers.at(-1);
        if (last === undefined) break;
        await inSlices(
          { mirror, signal },
          numbers,
          (n) => mirror.rekey(n),
          (done) => settings.set(setting, `${current}@${numbers[done - 1] ?? after}`),
        );
        after = last;
      }
      settings.set(setting, current);
    },
    async prune(signal) {
      let after: number | undefined = 0;
      while (after !== undefined) {
        const from: number = after;
        await inSlices({ mirror, signal }, [from], () => void (after = keys.pruneArtists(from, readSize)));
      }
    },
  };
};

/** What the keying makes of a few telling tracks; another answer means other keys for the whole library. */
const fingerprint = (keying: TrackKeying): string => {
  const answers = probes.map(([artist, albumArtist, title, album]) => {
    const track = createTrack({ id: '1', artist, albumArtist, title, album });
    return [keying.keysOf(track), keying.songKeyOf(track)];
  });
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex').slice(0, 16);
};

const probes: readonly (readonly [artist: string, albumArtist: string, title: string, album: string])[] = [
  ['The Wanderers', 'The Wanderers', 'Northern Light', 'Maps'],
  ['Ana Lima feat. Joy & Co', 'Various Artists', 'Cut Your Losses (feat. Zed) [2011 Remaster]', 'Summer Hits'],
  ['Björk & Sigur Rós', 'Björk', 'Ágætis Byrjun - Live at Ísland', 'Live'],
  ['AC/DC', 'AC/DC', '???', '÷'],
  ['宇多田ヒカル', '宇多田ヒカル', 'ファースト・ラヴ (Acoustic Version)', 'Ｆｉｒｓｔ'],
  ['Кино', 'Кино', 'Группа крови (Karaoke)', 'Группа крови'],
  ['Hall and Oates', 'Hall & Oates', 'Remix to Nothing (Club Mix) (Instrumental)', 'Vol. II (Deluxe Edition)'],
  ['Simon; Jane', 'Simon; Jane', "Don't Stop, Pt. 2 / Rock’n’Roll", 'EP'],
];
