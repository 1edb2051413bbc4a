import { happens, mix, pick } from './hash.ts';
import { adjectives, latin, nouns, places, scripts, trapTitles, verbs, type WordSet } from './words.ts';

const variousArtists = 'Various Artists';

/** In which script an artist sings: mostly Latin. */
export function scriptOf(seed: number, artist: number): WordSet {
  const hash = mix(seed, artist, 11);
  return happens(hash, 180) ? pick(scripts, hash >>> 14) : latin;
}

/** Invented names, all different; index 0 is "Various Artists". */
export function inventArtistNames(seed: number, count: number): readonly string[] {
  const taken = new Set<string>([variousArtists]);
  const list = [variousArtists];
  for (let artist = 1; artist < count; artist++) {
    let name = artistName(seed, artist, 0);
    for (let attempt = 1; taken.has(name.toLowerCase()) && attempt < 40; attempt++)
      name = artistName(seed, artist, attempt);
    if (taken.has(name.toLowerCase())) name += ` ${artist}`;
    taken.add(name.toLowerCase());
    list.push(name);
  }
  return list;
}

function artistName(seed: number, artist: number, attempt: number): string {
  const hash = mix(seed, artist, 12, attempt);
  const other = mix(seed, artist, 13, attempt);
  const script = scriptOf(seed, artist);
  const adjective = pick(adjectives, hash >>> 3);
  const noun = pick(nouns, other >>> 3);
  const first = pick(script.first, hash >>> 9);
  const second = pick(script.second, other >>> 9);
  if (script !== latin) {
    const third = attempt < 2 ? '' : `${script.joiner}${pick(script.first, other >>> 17)}`;
    return `${first}${script.joiner}${second}${third}${attempt < 9 ? '' : ` ${attempt}`}`;
  }
  switch (hash % 12) {
    case 0:
      return `The ${adjective} ${noun}`;
    case 1:
      return `${adjective} ${noun}`;
    case 2:
      return `The ${noun}`;
    case 3:
      return `${first} ${second} & the ${noun}`;
    case 4:
      return `${adjective} ${pick(nouns, hash >>> 13)}, ${noun} & ${pick(adjectives, other >>> 13)}`;
    case 5:
      return noun.toUpperCase();
    case 6:
      return `${adjective.toLowerCase()} ${noun.toLowerCase()}`;
    case 7:
      return `${first.slice(0, 1)}.${second.slice(0, 1)}. ${pick(latin.second, hash >>> 17)}`;
    case 8:
      return `${adjective}/${noun}`;
    default:
      return `${first} ${second}`;
  }
}

/** The plain title of a song, without any version note. */
export function songTitle(seed: number, artist: number, song: number): string {
  const hash = mix(seed, song, 21);
  const other = mix(seed, song, 22);
  const script = scriptOf(seed, artist);
  if (happens(hash, 12)) return pick(trapTitles, other);
  if (happens(hash >>> 2, 1)) return longTitle(seed, song);
  if (script !== latin && happens(other, 850)) {
    const title = pick(script.titles, other >>> 11);
    return happens(hash >>> 6, 500) ? title : `${title}${script.joiner || '・'}${pick(script.titles, hash >>> 11)}`;
  }
  return latinTitle(hash, other);
}

function latinTitle(hash: number, other: number): string {
  const adjective = pick(adjectives, hash >>> 5);
  const noun = pick(nouns, other >>> 5);
  const thing = oneOf(noun);
  const second = pick(nouns, hash >>> 12);
  const verb = pick(verbs, other >>> 12);
  switch (hash % 18) {
    case 0:
      return `${verb} Me to the ${noun}`;
    case 1:
      return `${adjective} ${noun}`;
    case 2:
      return `${noun} of the ${second}`;
    case 3:
      return `${verb} the ${adjective} ${thing}`;
    case 4:
      return `Don’t ${verb} the ${noun}`;
    case 5:
      return thing;
    case 6:
      return `My ${adjective} ${thing}`;
    case 7:
      return `${thing}, ${pick(nouns, other >>> 17)}`;
    case 8:
      return `${adjective} ${thing}, Pt. ${1 + (other % 3)}`;
    case 9:
      return `(${verb} Me) ${adjective} ${thing}`;
    case 10:
      return `What the ${noun} Knew`;
    case 11:
      return `I’ll ${verb} You in ${pick(places, other >>> 9)}`;
    case 12:
      return `${adjective.toLowerCase()} ${second.toLowerCase()}`;
    case 13:
      return `${noun} & ${second}`;
    case 14:
      return `Every ${adjective} ${thing} You ${verb}`;
    case 15:
      return `The ${adjective} ${thing}`;
    case 16:
      return `A ${thing} for the ${second}`;
    default:
      return `${verb} ${adjective}`;
  }
}

/** The singular, as far as these nouns need it. */
function oneOf(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`;
  if (noun.endsWith('ves')) return noun === 'Waves' ? 'Wave' : `${noun.slice(0, -3)}f`;
  return noun.endsWith('s') && noun !== 'Compass' && noun !== 'Atlas' ? noun.slice(0, -1) : noun;
}

function longTitle(seed: number, song: number): string {
  const parts = Array.from({ length: 24 }, (_, part) => pick(nouns, mix(seed, song, 23, part)).toLowerCase());
  return `Or How the ${parts.join(' Met the ')} and Nobody Was Surprised`;
}

export function albumTitle(seed: number, artist: number, album: number): string {
  const hash = mix(seed, album, 31);
  const other = mix(seed, album, 32);
  const script = scriptOf(seed, artist);
  if (script !== latin && happens(hash, 800)) return pick(script.titles, other);
  const noun = pick(nouns, hash >>> 6);
  switch (other % 6) {
    case 0:
      return `${pick(adjectives, hash >>> 11)} ${noun}`;
    case 1:
      return `The ${noun} of ${pick(places, other >>> 8)}`;
    case 2:
      return noun;
    case 3:
      return `${noun} and Other ${pick(nouns, other >>> 12)}`;
    case 4:
      return `A ${pick(adjectives, other >>> 12)} Year`;
    default:
      return `${pick(verbs, other >>> 9)} the ${noun}`;
  }
}
