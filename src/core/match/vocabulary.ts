/** Words as `foldText` gives them. */
const listOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words about an edition, a file or a video: they never tell one recording from another. */
export const editionWords = listOf(`
  remaster remasters remastered remastering remasterizado remasterisee remasterise deluxe bonus edition explicit clean dirty uncensored
  censored edited amended album single original originale stereo digital digitally anniversary expanded extra special limited collectors
  collector super box set reissue reissued issue exclusive standard studio main lp ep cd dvd vinyl disc disk booklet complete
  official officiel officielle oficial offizielles offizieller offizielle ufficiale video videoclip clip clips audio lyric lyrics lyrical
  letra letras paroles testo music musik musica hd hq uhd mp3 4k 8k 1080p 720p 480p hi res 24bit 16bit vevo mv pv visualizer visualiser
  visual stream streaming premiere track tracks full itunes amazon spotify deezer tidal youtube soundtrack ost motion picture
  subtitulado legendado sub subs subtitles espanol napisy tekst songtext text released release new free download parental advisory
  content quality high resolution dolby atmos version ver versie edicion edicao edizione bonustrack hidden iii tv series game
  клип официальный официальное видео текст песни аудио премьера 公式 官方 歌詞 歌词 高清 完整版 공식 가사
`);

/** Small words that may stand between edition words and prove nothing alone. */
export const fillerWords = listOf(
  'the a an and of in on for by with to from de del la le les el y et und der die das no',
);

/** A marker word → the class of version it announces. A title with one and a title without are different recordings. */
export const markerWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    live: 'live',
    acoustic: 'acoustic',
    acoustique: 'acoustic',
    acustico: 'acoustic',
    acustica: 'acoustic',
    akustik: 'acoustic',
    stripped: 'acoustic',
    unplugged: 'unplugged',
    demo: 'demo',
    demos: 'demo',
    instrumental: 'instrumental',
    instrumentals: 'instrumental',
    inst: 'instrumental',
    karaoke: 'karaoke',
    playback: 'karaoke',
    acappella: 'acappella',
    acapella: 'acappella',
    mono: 'mono',
    parody: 'parody',
    medley: 'medley',
    reprise: 'reprise',
    rehearsal: 'demo',
    outtake: 'outtake',
    outtakes: 'outtake',
    unreleased: 'outtake',
    alternate: 'alternate',
    alternative: 'alternate',
    rerecorded: 'rerecorded',
    rerecording: 'rerecorded',
    slowed: 'slowed',
    reverb: 'slowed',
    spedup: 'spedup',
    nightcore: 'nightcore',
    daycore: 'slowed',
    cover: 'cover',
    covers: 'cover',
    covered: 'cover',
    coverversion: 'cover',
    tribute: 'cover',
    extended: 'extended',
    mashup: 'mashup',
    screwed: 'screwed',
    session: 'session',
    sessions: 'session',
    концерт: 'live',
    концерта: 'live',
    караоке: 'karaoke',
    инструментал: 'instrumental',
    минус: 'karaoke',
    акустика: 'acoustic',
    ремикс: 'remix',
    кавер: 'cover',
    ライブ: 'live',
    カラオケ: 'karaoke',
    現場: 'live',
    伴奏: 'karaoke',
    라이브: 'live',
  }),
);

/** Several words that mean one marker; replaced before words are looked up. */
export const markerPhrases: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:en vivo|ao vivo|dal vivo|en directo|en direct|en public|in concert|en concierto|live in concert|en concert|auf der buhne)\b/g,
    'live',
  ],
  [/\ba cap+el+a\b/g, 'acappella'],
  [/\b(?:re record(?:ed|ing)|newly recorded|new recording|rerecord)\b/g, 'rerecorded'],
  [/\b(?:sped|speed) up\b/g, 'spedup'],
  [/\b(?:backing|karaoke|practice) track\b/g, 'karaoke'],
  [/\bmash up\b/g, 'mashup'],
  [/\bcover version\b/g, 'cover'],
  [/\b(?:full length|long)(?= (?:version|ver|mix|edit|cut))/g, 'extended'],
  [/\b12(?: inch| in)? (?=version|mix|single|edit)/g, 'extended '],
  [/\b7(?: inch| in)? (?=version|single)/g, 'single '],
];

/** The nouns that end the name of a mix. What stands before them says which one it is. */
export const mixNouns: ReadonlyMap<string, string> = new Map(
  Object.entries({
    remix: 'remix',
    remixes: 'remix',
    remixed: 'remix',
    rmx: 'remix',
    mix: 'remix',
    megamix: 'remix',
    edit: 'edit',
    dub: 'remix',
    vip: 'remix',
    bootleg: 'remix',
    rework: 'remix',
    reworked: 'remix',
    refix: 'remix',
    remake: 'remix',
    flip: 'remix',
    version: 'version',
    ver: 'version',
    versie: 'version',
    versione: 'version',
    versao: 'version',
    ремикс: 'remix',
    версия: 'version',
  }),
);

/** Words that need the noun after them to announce a mix ("radio cut"), so that "(The Final Cut)" stays a name. */
export const cutWords = listOf('radio single directors extended short long full uncut');

/** After "live" these make a sentence, not a concert: "(Live Your Life)". */
export const afterLiveVerb = listOf(
  'and your my it forever to like a the while is life together alone free fast or for what',
);

/** After "with" or "from" these make a phrase, not a guest or a film: "(With You)", "(From Now On)". */
export const phraseWords = listOf(
  'you me us them him her it my your his their our a an no love out this that these those now here there all every everything nothing someone somebody',
);

/** Languages that a version can be sung in. */
export const languageWords = listOf(`
  english german french spanish italian portuguese japanese korean chinese mandarin cantonese russian dutch swedish danish norwegian finnish
  polish turkish greek hebrew arabic hindi tamil telugu thai deutsch deutsche francais francaise espanol espanola castellano italiano italiana
  portugues brasileira englische spanische franzosische jp kr cn eng
`);

export const videoWords = listOf(`
  official officiel officielle oficial ofiziel offizielles offiziell ufficiale music musik lyric lyrics video videoclip clip audio hd hq uhd
  4k vevo mv full album visualizer visualiser letra sub subtitulado espanol stream
`);
/** One of these must be among the video words at the end of a bare title. */
export const videoAnchors = listOf(
  'video videoclip clip audio lyrics lyric hd hq 4k album mv visualizer visualiser letra espanol',
);
