/** A corner of the world of music: what its artists are filed under, how they sound, and when people play them. */
export interface Scene {
  readonly name: string;
  /** How many of all artists, against the other scenes. */
  readonly weight: number;
  /** Genres of artists and albums, the surest first. */
  readonly genres: readonly string[];
  /** Genres in the files of its tracks. */
  readonly trackGenres: readonly string[];
  readonly styles: readonly string[];
  readonly moods: readonly string[];
  /** Where it lies in the space of sound, −1 to 1: energy, brightness, acoustic, beat, voice, density, age, warmth. */
  readonly sound: readonly number[];
  /** Hours in which it is played most, 0–23. */
  readonly hours: readonly number[];
}

const list = (text: string): readonly string[] => text.split('|');
const hours = (...ranges: readonly (readonly [number, number])[]): readonly number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, nth) => (from + nth) % 24));

interface Row {
  readonly weight: number;
  readonly genres: string;
  readonly tracks: string;
  readonly styles: string;
  readonly moods: string;
  readonly sound: readonly number[];
  readonly hours: readonly number[];
}

const rows: Readonly<Record<string, Row>> = {
  ambient: {
    weight: 13,
    genres: 'Ambient|Electronic|New Age',
    tracks: 'Ambient|Electronic|Drone',
    styles: 'Experimental Electronic|Modern Composition|Meditation/Relaxation|Downbeat',
    moods:
      'Atmospheric|Calm/Peaceful|Ethereal|Hypnotic|Spacey|Spacious|Meditative|Nocturnal|Dreamy|Flowing|Soft/Quiet|Mysterious|Sparse|Soothing',
    sound: [-0.9, -0.1, -0.3, -0.7, -0.9, -0.4, 0.4, 0.1],
    hours: hours([22, 27], [5, 7]),
  },
  sleep: {
    weight: 8,
    genres: 'Sleep|New Age|Ambient',
    tracks: 'Sleep|Ambient',
    styles: 'Meditation/Relaxation|Solo Instrumental|Neo-Classical|Contemporary Instrumental',
    moods:
      'Calm/Peaceful|Soothing|Gentle|Soft/Quiet|Meditative|Delicate|Tender|Sparse|Dreamy|Airy|Warm|Reassuring/Consoling|Light|Pure',
    sound: [-1, 0.1, 0.3, -0.9, -0.9, -0.8, 0.3, 0.6],
    hours: hours([22, 27]),
  },
  chillout: {
    weight: 11,
    genres: 'Chillout|Electronic|Easy Listening',
    tracks: 'Chillout|Trip Hop|Downtempo',
    styles: 'Trip-Hop|Downbeat|Jazz-House|Left-Field Pop',
    moods:
      'Laid-Back/Mellow|Relaxed|Smooth|Warm|Sensual|Summery|Atmospheric|Languid|Stylish|Sophisticated|Lush|Dreamy|Sunny|Lazy',
    sound: [-0.5, 0.3, -0.3, -0.1, -0.3, -0.2, 0.5, 0.5],
    hours: hours([6, 10], [16, 18]),
  },
  acoustic: {
    weight: 13,
    genres: 'Acoustic|Folk|Singer/Songwriter',
    tracks: 'Acoustic|Folk|Singer/Songwriter',
    styles: 'Contemporary Singer/Songwriter|Folk-Pop|Alternative Singer/Songwriter|Folk Revival|Singer/Songwriter',
    moods:
      'Intimate|Gentle|Earnest|Wistful|Autumnal|Pastoral|Reflective|Organic|Plaintive|Poignant|Sweet|Warm|Rustic|Confessional',
    sound: [-0.5, 0.1, 0.95, -0.5, 0.7, -0.5, 0, 0.6],
    hours: hours([6, 11]),
  },
  jazz: {
    weight: 15,
    genres: 'Jazz|Vocal|Easy Listening',
    tracks: 'Jazz|Bossa Nova',
    styles: 'Cool|Piano Jazz|Saxophone Jazz|Jazz Instrument|Guitar Jazz|Modal Music|Trumpet Jazz',
    moods:
      'Sophisticated|Elegant|Nocturnal|Smooth|Swinging|Improvisatory|Refined|Stylish|Romantic|Cerebral|Laid-Back/Mellow|Playful|Intimate|Warm',
    sound: [-0.2, 0.2, 0.7, 0, -0.4, 0, -0.7, 0.7],
    hours: hours([17, 24]),
  },
  classical: {
    weight: 13,
    genres: 'Classical|Stage & Screen',
    tracks: 'Classical|Chamber Music',
    styles: 'Chamber Music|Keyboard|Choral|Neo-Classical|Western European Traditions|Modern Composition',
    moods:
      'Stately|Elegant|Dignified/Noble|Graceful|Lyrical|Majestic|Reverent|Refined|Dramatic|Melancholy|Pastoral|Ornate|Restrained|Spiritual',
    sound: [-0.4, -0.1, 1, -0.8, -0.7, 0.1, -1, 0.3],
    hours: hours([18, 23], [7, 9]),
  },
  rock: {
    weight: 18,
    genres: 'Pop/Rock|Rock',
    tracks: 'Rock',
    styles: 'Album Rock|American Trad Rock|Blues-Rock|Garage Rock Revival|Detroit Rock|Contemporary Pop/Rock',
    moods:
      'Energetic|Rousing|Confident|Swaggering|Driving|Rollicking|Rebellious|Anthemic|Raucous|Gutsy|Freewheeling|Passionate|Strong|Brash',
    sound: [0.7, 0.2, 0, 0.5, 0.6, 0.6, -0.4, 0],
    hours: hours([11, 18]),
  },
  indie: {
    weight: 10,
    genres: 'Pop/Rock|Indie Rock',
    tracks: 'Indie Rock|Shoegaze|Dream Pop|Post-Rock',
    styles: 'Alternative/Indie Rock|College Rock|New Wave/Post-Punk Revival|Left-Field Pop|C-86|Alternative Pop/Rock',
    moods:
      'Wistful|Quirky|Bittersweet|Literate|Earnest|Yearning|Melancholy|Whimsical|Reflective|Cathartic|Dreamy|Wry|Brooding|Detached',
    sound: [0.2, -0.1, 0.1, 0.3, 0.5, 0.4, 0.3, 0],
    hours: hours([10, 20]),
  },
  punk: {
    weight: 4,
    genres: 'Pop/Rock|Punk',
    tracks: 'Punk|Rock',
    styles: 'Punk/New Wave|American Punk|British Punk|Punk-Pop|Ska-Punk|L.A. Punk',
    moods:
      'Rebellious|Brash|Raucous|Energetic|Irreverent|Reckless|Fiery|Snide|Rowdy|Angry|Confrontational|Boisterous|Defiant|Urgent',
    sound: [1, 0, -0.4, 0.8, 0.6, 0.8, -0.2, -0.6],
    hours: hours([12, 18]),
  },
  metal: {
    weight: 5,
    genres: 'Pop/Rock|Metal',
    tracks: 'Metal',
    styles: 'Speed/Thrash Metal|British Metal|Scandinavian Metal|Goth Metal|New Wave of British Heavy Metal',
    moods:
      'Aggressive|Heavy|Intense|Menacing|Fierce|Dark|Bombastic|Epic|Visceral|Ominous|Powerful|Hostile|Savage|Apocalyptic',
    sound: [1, -0.9, -0.7, 0.6, 0.3, 1, 0, -0.8],
    hours: hours([13, 18]),
  },
  pop: {
    weight: 10,
    genres: 'Pop/Rock|Pop',
    tracks: 'Pop|Synthpop',
    styles: 'Contemporary Pop/Rock|Adult Contemporary|Euro-Pop|Synth Pop|Sunshine Pop|Social Media Pop',
    moods:
      'Cheerful|Bouncy|Fun|Carefree|Positive|Sparkling|Sweet|Bright|Happy|Exuberant|Celebratory|Perky|Lively|Effervescent',
    sound: [0.5, 0.9, -0.3, 0.6, 0.9, 0.3, 0.6, 0.3],
    hours: hours([7, 9], [11, 17]),
  },
  dance: {
    weight: 7,
    genres: 'Electronic|Dance',
    tracks: 'House|Techno|Electronic',
    styles: 'Club/Dance|Euro-Dance|Left-Field House|Indie Electronic|Industrial Dance|Techno-Tribal',
    moods:
      'Energetic|Kinetic|Pulsing|Euphoric|Hypnotic|Driving|Hedonistic|Celebratory|Exciting|Slick|Ecstatic|Motoric|Fun|Flashy',
    sound: [0.9, 0.5, -1, 1, -0.2, 0.5, 0.9, -0.2],
    hours: hours([20, 26]),
  },
  hiphop: {
    weight: 6,
    genres: 'Rap|R&B',
    tracks: 'Hip-Hop',
    styles: 'East Coast Rap|Alternative Rap|Hardcore Rap|Left-Field Rap|Southern Rap|Pop-Rap',
    moods:
      'Street-Smart|Confident|Swaggering|Witty|Literate|Boisterous|Provocative|Tough|Gritty|Energetic|Playful|Rebellious|Bravado|Humorous',
    sound: [0.5, 0, -0.6, 0.9, 1, 0.2, 0.6, 0],
    hours: hours([15, 23]),
  },
  soul: {
    weight: 6,
    genres: 'R&B|Soul',
    tracks: 'Soul|Funk',
    styles: 'Deep Soul|Neo-Soul|Retro-Soul|Memphis Soul|Chicago Soul|Pop-Soul',
    moods:
      'Passionate|Sensual|Romantic|Smooth|Warm|Earnest|Joyous|Uplifting|Exuberant|Sexy|Yearning|Celebratory|Gutsy|Summery',
    sound: [0.2, 0.5, 0.2, 0.5, 0.9, 0.1, -0.5, 0.9],
    hours: hours([17, 22]),
  },
  blues: {
    weight: 4,
    genres: 'Blues|Pop/Rock',
    tracks: 'Blues',
    styles: 'Electric Chicago Blues|Modern Electric Blues|British Blues|Soul-Blues|Regional Blues',
    moods: 'Earthy|Gritty|Gutsy|Weary|Passionate|Lonely|Rustic|Swaggering|Sad|Raucous|Melancholy|Intense|Organic|Loose',
    sound: [0.1, -0.3, 0.5, 0.2, 0.6, 0, -0.9, 0.4],
    hours: hours([18, 24]),
  },
  country: {
    weight: 4,
    genres: 'Country|Folk',
    tracks: 'Country',
    styles: 'Country-Rock|Country-Folk|Neo-Traditionalist Country|Contemporary Bluegrass|Traditional Bluegrass',
    moods:
      'Earthy|Rustic|Earnest|Amiable/Good-Natured|Rollicking|Sentimental|Plaintive|Nostalgic|Freewheeling|Lonely|Wistful|Warm|Sad|Jovial',
    sound: [0.1, 0.3, 0.7, 0.2, 0.8, -0.1, -0.4, 0.6],
    hours: hours([8, 16]),
  },
  reggae: {
    weight: 3,
    genres: 'Reggae|International',
    tracks: 'Reggae|Dub',
    styles: 'Contemporary Reggae|Ska Revival|Worldbeat',
    moods:
      'Laid-Back/Mellow|Sunny|Summery|Spiritual|Relaxed|Positive|Hypnotic|Earthy|Rebellious|Joyous|Warm|Flowing|Optimistic|Loose',
    sound: [0, 0.7, 0.1, 0.6, 0.6, 0, -0.1, 0.9],
    hours: hours([12, 18]),
  },
  latin: {
    weight: 4,
    genres: 'Latin|International',
    tracks: 'Bossa Nova|Latin',
    styles: 'Brazilian Pop|Cuban Traditions|Brazilian Jazz|Rock en Español|International Fusion',
    moods:
      'Summery|Romantic|Sensual|Exuberant|Joyous|Elegant|Lively|Sunny|Passionate|Celebratory|Springlike|Spicy|Smooth|Warm',
    sound: [0.3, 0.8, 0.7, 0.6, 0.5, 0.1, -0.3, 0.9],
    hours: hours([10, 14], [19, 23]),
  },
  vocal: {
    weight: 3,
    genres: 'Vocal|Easy Listening',
    tracks: 'Pop|Jazz',
    styles: 'Traditional Pop|Standards|Torch Songs|Vocal Pop|American Popular Song|Cocktail',
    moods:
      'Romantic|Sentimental|Elegant|Sophisticated|Nostalgic|Sweet|Warm|Swinging|Tender|Refined|Amiable/Good-Natured|Theatrical|Witty|Poignant',
    sound: [-0.3, 0.4, 0.5, -0.1, 1, 0.1, -0.9, 0.8],
    hours: hours([17, 23]),
  },
  screen: {
    weight: 4,
    genres: 'Stage & Screen|Classical',
    tracks: 'Soundtrack',
    styles: 'Film Score|Original Score|Soundtracks|Show/Musical|Movie Themes|Musical Theater',
    moods:
      'Dramatic|Epic|Suspenseful|Majestic|Theatrical|Spooky|Triumphant|Ominous|Romantic|Mysterious|Monumental|Sprawling|Elegiac|Magical',
    sound: [0, -0.3, 0.6, -0.4, -0.8, 0.5, -0.2, 0],
    hours: hours([9, 17]),
  },
  world: {
    weight: 4,
    genres: 'International|Folk',
    tracks: 'Folk|World',
    styles: 'Worldbeat|International Fusion|International Pop|Celtic Folk|Traditional Folk',
    moods:
      'Exotic|Joyous|Spiritual|Organic|Hypnotic|Earthy|Lively|Celebratory|Reverent|Mystical|Flowing|Warm|Rhapsodic|Devotional',
    sound: [0.1, 0.4, 0.9, 0.3, 0.3, 0, -0.4, 0.5],
    hours: hours([9, 13]),
  },
  avantgarde: {
    weight: 3,
    genres: 'Avant-Garde|Electronic',
    tracks: 'Electronic|Experimental',
    styles: 'Experimental Electronic|Noise-Rock|Progressive Jazz|Modern Composition|Cold Wave',
    moods:
      'Cerebral|Difficult|Unsettling|Fractured|Angular|Dissonant|Complex|Exploratory|Clinical|Eccentric|Tense/Anxious|Cold|Eerie|Uncompromising',
    sound: [0.2, -0.8, -0.4, -0.2, -0.6, 0.8, 0.5, -0.9],
    hours: hours([20, 25]),
  },
  children: {
    weight: 2,
    genres: "Children's|Holiday",
    tracks: 'Children|Pop',
    styles: 'Christmas|Show/Musical|Close Harmony',
    moods: 'Child-like|Cute|Playful|Silly|Cheerful|Whimsical|Fun|Innocent|Cartoonish|Gleeful|Sweet|Happy|Jovial|Light',
    sound: [0.3, 1, 0.4, 0.1, 0.9, -0.4, -0.2, 0.6],
    hours: hours([7, 9], [16, 19]),
  },
};

export const scenes: readonly Scene[] = Object.entries(rows).map(([name, row]) => ({
  name,
  weight: row.weight,
  genres: list(row.genres),
  trackGenres: list(row.tracks),
  styles: list(row.styles),
  moods: list(row.moods),
  sound: row.sound,
  hours: row.hours,
}));

const shares: readonly number[] = scenes.flatMap((scene, index) => Array.from({ length: scene.weight }, () => index));

/** The scene that a hash falls on, by weight. */
export const sceneAt = (hash: number): number => shares[hash % shares.length] ?? 0;

/** The three scenes that sound most alike: artists are filed under those, too. */
export function kinOf(scene: Scene): readonly Scene[] {
  const apart = (other: Scene): number =>
    Math.hypot(...scene.sound.map((value, axis) => value - (other.sound[axis] ?? 0)));
  return scenes
    .filter((other) => other !== scene)
    .sort((left, right) => apart(left) - apart(right))
    .slice(0, 3);
}
