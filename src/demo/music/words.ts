/** The words that invented names are made of, one set per script. */
export interface WordSet {
  readonly script: 'latin' | 'accented' | 'cyrillic' | 'greek' | 'japanese' | 'arabic' | 'symbols';
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly titles: readonly string[];
  readonly places: readonly string[];
  readonly joiner: string;
}

const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '));
const phrases = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split('|'));

export const adjectives = words(
  'Amber Arctic Autumn Bitter Blind Blue Borrowed Brass Broken Burning Careless Cerulean Chrome Clever Cold Copper',
  'Coral Crimson Crooked Crystal Dancing Dark Desert Distant Double Dusty Early Eastern Electric Empty Endless Faded',
  'Fallen Feral Final First Floating Foreign Forgotten Frozen Gentle Ghostly Gilded Glass Golden Grand Granite Hidden',
  'Hollow Honest Hungry Idle Indigo Iron Ivory Jagged Kind Lazy Little Lonely Long Lost Loud Lucid Lunar Magnetic',
  'Marble Midnight Misty Modern Narrow Neon Northern Painted Pale Paper Patient Perfect Plastic Polar Private Quiet',
  'Radiant Random Restless Royal Rusty Sacred Salt Scarlet Second Secret Silent Silver Simple Sleeping Slow Solar',
  'Southern Spare Stolen Strange Sudden Summer Tender Thirsty Tiny Tired Velvet Violet Wandering Western Wicked Wild',
  'Winter Wooden Young',
);
export const nouns = words(
  'Actors Almanac Anchors Animals Answers Arcade Arrows Ashes Atlas Avenue Balcony Ballroom Banners Bells Birds Bishops',
  'Boats Bodies Bridges Brothers Cabins Cameras Candles Canyons Captains Cathedrals Chapters Cities Clocks Clouds',
  'Coasts Colours Comets Compass Corners Crowns Curtains Dancers Daughters Diamonds Dogs Dreams Drifters Echoes',
  'Elephants Embers Engines Exiles Falcons Ferries Fevers Fields Fires Flags Flowers Forests Foxes Fragments Gardens',
  'Ghosts Giants Gloves Habits Harbours Hearts Hills Holidays Horses Hotels Houses Hunters Islands Jackets Journals',
  'Keys Kites Ladders Lanterns Letters Lights Lions Lovers Machines Magnets Maps Markets Mirrors Moths Motels Mountains',
  'Museums Neighbours Nights Oceans Orchards Owls Palaces Parades Parlours Pilots Planets Poets Ponds Postcards Queens',
  'Radios Railways Ravens Ribbons Rivers Roads Rockets Rooms Saints Sailors Satellites Seasons Shadows Shores Signals',
  'Sirens Sisters Sparrows Stairs Stations Stories Strangers Streets Swans Teeth Temples Theatres Thieves Tides Tigers',
  'Tourists Towers Trains Tunnels Twins Umbrellas Valleys Villages Visitors Voices Walls Waves Weather Whales Windows',
  'Wires Wolves Wonders',
);
const firstNames = words(
  'Ada Alma Anders Anouk Asa Beatrix Bernard Bruno Calla Casper Celeste Clement Cora Dorian Edda Elias Elsbeth Emeric',
  'Esme Farah Felix Fern Gideon Greta Hanna Harlan Hugo Ilse Imani Ines Isolde Ivo Jasper Jonah Juno Kasimir Leopold Lin',
  'Linus Lotte Mabel Magnus Marlo Mina Moses Nadia Nell Odette Oskar Otis Paloma Petra Quentin Rafael Rhoda Roman Rosalind',
  'Rufus Sabine Selma Silas Simone Sunniva Tabitha Thea Tobias Ursula Vera Viggo Wilma Xavier Yara Zelda',
);
const lastNames = words(
  'Abernathy Adair Albright Appleyard Ashdown Bancroft Barrow Beaumont Bellweather Blackwood Bramble Calloway Carrow',
  'Castellan Chandler Cordova Crane Dallow Delacroix Draper Eastwick Ellery Fairweather Fenwick Foxglove Galloway',
  'Greenhalgh Grimshaw Hale Harcastle Hawthorne Holloway Ironside Jessop Kestrel Kingsley Lakeland Larkin Locke Lovell',
  'Marchetti Marlowe Merriweather Montrose Nightingale Norwood Oakes Okafor Pemberton Pettigrew Quill Ransome Redfern',
  'Rookwood Sallow Sinclair Sorrel Stanhope Tallis Tamsin Thackeray Thorne Vance Vandermeer Wainwright Westerly Whitlock',
  'Winterbourne Wren Yarrow',
);
export const verbs = words(
  'Bring Call Carry Catch Chase Cover Cut Drive Fade Find Follow Forget Hold Keep Leave Lift Meet Paint Pull Read Ride',
  'Save Sing Spin Take Teach Tell Trace Trust Turn Wake Watch',
);
export const places = phrases(
  'Tivoli|the Paper Mill|Hallam Street|the Old Granary|Porto|the Lighthouse|Radio Nord|the Roundhouse|Kyoto|Lisbon',
);
/** Titles that trip careless cleaning: real words that look like noise, symbols, numbers. */
export const trapTitles = phrases(
  'Intro|Interlude|Outro|Untitled|Live and Learn|Cover Your Tracks|Cover Me Up in Snow|Cut the Wire|Remix My Heart',
  '???|÷|+|99|1987|(Don’t) Wake the House|(I Won’t Be) Your Echo|Mono No More|Acoustic Shadow|Demolition Radio',
  'Bonus Life|Edit Me Out|Version of You|Take On the Tide|Feat of Clay|Part of the Deluxe|O|Aa Ee Oo|A.M.|R.S.V.P.',
  'Rock ’n’ Roll Is a Ferry|Rain/Shine|Before & After|Remaster of None|Single Room|Original Mixture',
);

export const latin: WordSet = {
  script: 'latin',
  first: firstNames,
  second: lastNames,
  titles: [],
  places,
  joiner: ' ',
};
export const scripts: readonly WordSet[] = [
  {
    script: 'accented',
    first: words('Björn Zoë Chloé Søren Łukasz Ángel Renée Þóra Øyvind Jürgen André Maël Íñigo Šárka Gülçin Đorđe'),
    second: words(
      'Strandgård Müller-Weiß Fernández Lacroûte Kowalczyk Sigurðsson Bågholm Gonçalves Dvořák Özdemir Nuñez',
    ),
    titles: phrases(
      'Ça commence ici|Über den Dächern|Corazón de papel|Małe światło|Blå time|Não me esqueças|Où vas-tu ?|Fjärran hav',
      'Señales de humo|Hjartað slær|Straßenlied|Tiché město|Yağmurdan sonra|Île déserte|Älvdans|Última canción',
    ),
    places: phrases('Malmö|Łódź|Reykjavík|Besançon|São Luís'),
    joiner: ' ',
  },
  {
    script: 'cyrillic',
    first: words('Тихий Северный Медный Зимний Дикий Вечерний Синий Последний Лунный Ржавый'),
    second: words('Трамвай Берег Оркестр Маяк Лес Вокзал Ветер Архив Сад Голос Экспресс Океан'),
    titles: phrases(
      'Белые ночи на даче|Снег идёт|Письмо без адреса|Мосты|Дорога домой|Ёлка|Чёрная река|Семь минут до рассвета',
      'Город спит|Моё радио|Тени|Лето в депо|Последний поезд|Пульс|Небо над вокзалом|Где ты теперь',
    ),
    places: phrases('Тверь|Казань|Одеса|Пловдив'),
    joiner: ' ',
  },
  {
    script: 'greek',
    first: words('Μικρά Παλιά Μπλε Ήσυχα Κρυφά Χάρτινα Ασημένια'),
    second: words('Κύματα Φώτα Καράβια Παράθυρα Όνειρα Νησιά Βήματα'),
    titles: phrases(
      'Θάλασσα μέσα μου|Το τελευταίο τρένο|Άνοιξη|Φεγγάρι στο λιμάνι|Δεν ξέρω πού|Χωρίς επιστροφή|Μεσάνυχτα|Αλάτι',
      'Στα όνειρα|Καλοκαίρι ξανά|Ο δρόμος|Σιωπή',
    ),
    places: phrases('Πάτρα|Χανιά|Βόλος'),
    joiner: ' ',
  },
  {
    script: 'japanese',
    first: words('夜の 青い 遠い 銀の 春の 眠る 透明な 小さな 東京 電気'),
    second: words('図書館 海岸 列車 楽団 灯台 鳥 放送局 キネマ ソーダ 地図'),
    titles: phrases(
      '雨のあとで|さよならの駅|星を数えて|ガラスの街|夏の終わり|ひとりごと|メロディー|真夜中のドライブ|桜通り|風の手紙',
      'モノクローム|約束|月光|ラジオ体操|空白|明日まで',
    ),
    places: phrases('大阪|札幌|下北沢'),
    joiner: '',
  },
  {
    script: 'arabic',
    first: words('ليل صوت نجمة ظل بحر قمر'),
    second: words('المدينة الشتاء البعيد الصحراء القديم الياسمين'),
    titles: phrases('يا بحر|طريق الليل|نجوم|بلا عنوان|حكاية صيف|القطار الأخير|رسالة|ضوء بعيد|مطر|قلب من ورق'),
    places: phrases('بيروت|تونس'),
    joiner: ' ',
  },
  {
    script: 'symbols',
    first: words('✦ 🜁 ▲ 🦊 ☂ 🌊 ∆ 🎈'),
    second: words('🦋 ▼ ✺ 404 🌙 ::: 777 🚲'),
    titles: phrases('🌊🌊|🦊 in the Snow|❤️‍🔥|▲|☂ Day|:)|Hello 👋 Goodbye|🎈'),
    places: phrases('🏝'),
    joiner: ' ',
  },
];
