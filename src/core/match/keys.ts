import type { Candidate } from '../candidate.ts';
import type { Track } from '../track.ts';
import { isNobody, parseCredit } from './artist.ts';
import { foldText, limitName } from './fold.ts';
import { cutVideoWords } from './title-tails.ts';
import { parseTitle, type ParsedTitle } from './title.ts';

/** The words under which a recording is filed and looked up. */
export interface RecordingKeys {
  /** Best first; empty when nobody is named. */
  readonly artistKeys: readonly string[];
  /** Best first; empty only for a title without a visible sign. */
  readonly titleKeys: readonly string[];
}

type Names = Pick<Track, 'title' | 'artist' | 'albumArtist'>;

/** A sync asks for keys and song key of each track in turn: the title is taken apart once. */
let lastTitle: string | undefined;
let lastParsed: ParsedTitle | undefined;

const parseOnce = (title: string): ParsedTitle => {
  if (lastParsed !== undefined && lastTitle === title) return lastParsed;
  lastParsed = parseTitle(title);
  lastTitle = title;
  return lastParsed;
};

/**
 * Every key under which the mirror files a track: both artist fields, whole and by name, and guests named in the title; the song's name
 * without version and edition words. All versions of a song share a title key: the matcher tells them apart.
 */
export const trackKeys = (track: Names): RecordingKeys => {
  const title = parseOnce(track.title);
  const artist = parseCredit(track.artist);
  const other = track.albumArtist !== track.artist && !isNobody(track.albumArtist);
  if (!other && title.features.length === 0) return { artistKeys: artist.keys, titleKeys: title.keys };
  const keys = new Set(isNobody(track.artist) && other ? [] : artist.keys);
  if (other) for (const key of parseCredit(track.albumArtist).keys) keys.add(key);
  for (const feature of title.features)
    for (const name of parseCredit(feature).names) for (const key of name) keys.add(key);
  return { artistKeys: [...keys], titleKeys: title.keys };
};

/** Copies of one song share this key: first-named artist, song, version. Remasters and editions are copies; a live take is another song. */
export const songKeyOf = (track: Names): string => {
  const title = parseOnce(track.title);
  const credit = parseCredit(isNobody(track.artist) ? track.albumArtist : track.artist);
  return `${credit.names[0]?.[0] ?? ''}|${title.keys[0] ?? ''}|${title.versions.join(',')}`;
};

/** The song whatever the recording: remix, instrumental and original share it, parts one and two do not. */
export const workKeyOf = (track: Names): string => {
  const credit = parseCredit(isNobody(track.artist) ? track.albumArtist : track.artist);
  return `${credit.names[0]?.[0] ?? ''}|${parseOnce(track.title).keys[0] ?? ''}`;
};

/** The key under which a playlist counts an artist's tracks. */
export const primaryArtistKeyOf = (track: Pick<Track, 'artist' | 'albumArtist'>): string =>
  parseCredit(isNobody(track.artist) ? track.albumArtist : track.artist).names[0]?.[0] ?? '';

/** The keys to look a candidate up by, those of every reading of its title. */
export const candidateKeys = (candidate: Pick<Candidate, 'artist' | 'title'>): RecordingKeys => {
  const readings = readTitles(candidate.artist, candidate.title);
  const credit = parseCredit(candidate.artist);
  const artistKeys = new Set(credit.keys);
  for (const { features } of readings)
    for (const feature of features) {
      const guest = parseCredit(feature);
      for (const name of guest.names) for (const key of name) artistKeys.add(key);
      // A library may credit the guest as one of the artists: "Alice and Bob".
      artistKeys.add(`${credit.lead[0] ?? ''}and${guest.lead[0] ?? ''}`);
    }
  for (const key of credit.loose) artistKeys.add(key);
  artistKeys.delete('');
  return { artistKeys: [...artistKeys], titleKeys: [...new Set(readings.flatMap(({ keys }) => keys))] };
};

/** The ways to read a source's title, the plain one first: video sites put the artist, quotes and words about the film into it. */
export const readTitles = (artist: string, written: string): readonly ParsedTitle[] => {
  const title = limitName(written.trim());
  const readings = [parseTitle(title)];
  const add = (text: string | undefined): void => {
    if (text === undefined || text === title || foldText(text) === '') return;
    readings.push(parseTitle(text));
  };
  const named = withoutArtist(artist, title);
  add(named);
  add(quoted(named ?? title));
  add(withoutRole(title));
  const core = readings.at(-1)?.core ?? title;
  const short = cutVideoWords(core, 1);
  if (short !== core && short.includes(' '))
    readings.push({ ...parseTitle(short), versions: readings.at(-1)?.versions ?? [] });
  return readings;
};

const withoutArtist = (artist: string, title: string): string | undefined => {
  const match = /^(?<name>.+?)\s*(?:\s[-–—|:~]+\s|:\s|[-–—]\s)\s*(?<rest>\S.*)$/u.exec(title)?.groups;
  if (match?.name === undefined || match.rest === undefined) return undefined;
  const ours = parseCredit(artist).keys;
  return parseCredit(match.name).keys.some((key) => ours.includes(key)) ? match.rest : undefined;
};

/** `The new "Song" featuring somebody` names the song in quotes; words in brackets do not count. */
const quoted = (title: string): string | undefined =>
  /^[^([]*?["“](?<name>[^"“”]{5,})["”](?<rest>[^)\]]*)$/u.exec(title)?.groups?.name ??
  /^(?:[^([]*\s)?['‘](?<name>[^'‘’]{5,})['’](?:\s[^)\]]*)?$/u.exec(title)?.groups?.name;

/** "Song / CALLER: Somebody" ends with a role and who filled it. */
const withoutRole = (title: string): string | undefined =>
  /^(?<song>.+?)\s+[/|]\s+[\p{L} ]+:\s+\S.*$/u.exec(title)?.groups?.song;
