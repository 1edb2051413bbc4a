import { createTrack, type Track } from '../track.ts';
import { foldText } from '../match/fold.ts';
import { readTrack } from '../match/reading.ts';
import { markerWords } from '../match/vocabulary.ts';
import type { Objection } from './admission.ts';
import type { Criteria } from './window.ts';

/** Recordings nobody wants between songs, as `parseTitle` names them, and what people call them. */
const unwanted: ReadonlyMap<string, string> = new Map([
  ['live', 'a live recording'],
  ['unplugged', 'a live recording'],
  ['session', 'a session recording'],
  ['karaoke', 'a karaoke version'],
  ['acappella', 'an a cappella version'],
  ['demo', 'a demo'],
  ['outtake', 'an outtake'],
  ['parody', 'a parody'],
  ['slowed', 'a slowed version'],
  ['screwed', 'a slowed version'],
  ['spedup', 'a sped-up version'],
  ['nightcore', 'a sped-up version'],
]);

/** Words for pieces that are no songs. `short`: only where the piece is short, as songs bear these names too. */
const pieces: readonly { readonly words: string; readonly called: string; readonly short: boolean }[] = [
  { words: 'skit|sketch', called: 'a skit', short: false },
  { words: 'commentary|interview|spoken word|voice ?mail', called: 'spoken words', short: false },
  { words: 'interlude|interludio|intermede|zwischenspiel|segue', called: 'an interlude', short: true },
  { words: 'intro|introduction|outro', called: 'an intro or outro', short: true },
  { words: 'silence|blank', called: 'silence', short: true },
];
const shortPieceMs = 120_000;

interface PieceRule {
  readonly called: string;
  readonly short: boolean;
  /** The title is the word, perhaps with a number. */
  readonly whole: RegExp;
  /** The word in brackets, behind a dash, or in front of a colon. */
  readonly note: RegExp;
}

const pieceRules: readonly PieceRule[] = pieces.map(({ words, called, short }) => ({
  called,
  short,
  whole: new RegExp(`^(?:the )?(?:${words})(?: (?:\\d+|[ivx]+|one|two|three))?$`),
  note: new RegExp(
    `[([][^)\\]]*\\b(?:${words})\\b[^)\\]]*[)\\]]|\\s[-–—:]\\s*(?:${words})\\s*$|^(?:${words})\\s*[:#–—-]\\s`,
    'i',
  ),
}));

/**
 * Is it a live take, a skit, an interlude, a karaoke version or the like? Told by title and album alone, with care for songs that only sound so ("Live and Let
 * Die", "Intro" of three minutes). `wanted`: what the window asks for by name is let in.
 */
export const findRecordingObjection = (
  track: Pick<Track, 'title' | 'artist' | 'albumArtist' | 'album' | 'durationMs'>,
  wanted: ReadonlySet<string>,
): Objection | undefined => {
  const piece = findPiece(track);
  if (piece !== undefined && !wanted.has('piece')) return { reason: 'other-version', detail: `is ${piece}` };
  const versions = listVersions(track).map((version) => version.split(':')[0] ?? '');
  const unwelcome = versions.find((version) => unwanted.has(version) && !wanted.has(version));
  return unwelcome === undefined
    ? undefined
    : { reason: 'other-version', detail: `is ${unwanted.get(unwelcome) ?? ''}` };
};

type Names = Pick<Track, 'title' | 'artist' | 'albumArtist' | 'album'>;

/** What tells the recording from others of the song: `live`, `remix:somebody`. None = the song as it is known. */
const listVersions = (track: Names): readonly string[] => {
  const { title, liveAlbum } = readTrack(createTrack({ id: '', ...track }));
  return liveAlbum && !title.versions.includes('live') ? [...title.versions, 'live'] : title.versions;
};

/** Of two tracks of one song: are they copies of one recording? A remaster is a copy; a live take, a remix, a demo is another recording. */
export const isSameTake = (one: Names, other: Names): boolean =>
  [...listVersions(one)].sort().join() === [...listVersions(other)].sort().join();

const findPiece = ({ title, durationMs }: Pick<Track, 'title' | 'durationMs'>): string | undefined => {
  const isShort = durationMs === undefined || durationMs < shortPieceMs;
  const folded = foldText(title);
  return pieceRules.find(({ short, whole, note }) => (isShort || !short) && (whole.test(folded) || note.test(title)))
    ?.called;
};

/** Versions that the window asks for itself: with `genres=Live` live takes are no nuisance. */
export const listWantedVersions = (criteria: Criteria): ReadonlySet<string> => {
  const { genres, styles, moods, tags, labels } = criteria;
  const words = [genres, styles, moods, tags, labels].flat().flatMap((name) => foldText(name).split(' '));
  const versions = words.flatMap((word) => markerWords.get(word) ?? []);
  const spoken = words.some((word) => /^(?:comedy|spoken|skits?|interludes?|interviews?)$/.test(word));
  if (versions.includes('live')) versions.push('unplugged', 'session');
  return new Set(spoken ? [...versions, 'piece'] : versions);
};
