import { keyOf } from '../match/fold.ts';

/** What people say → what libraries call it. Looked at only when the library does not have the word itself; only names that it has are used. */
const lines = `
calm: Calm/Peaceful
peaceful: Calm/Peaceful
quiet: Soft/Quiet|Calm/Peaceful
mellow: Laid-Back/Mellow
laid back: Laid-Back/Mellow
relaxing: Relaxed|Soothing|Calm/Peaceful
chill: Laid-Back/Mellow|Relaxed|Calm/Peaceful|Soothing
chillout: Chill Out|Chill|Downtempo|Downbeat|Lounge|Laid-Back/Mellow|Relaxed|Calm/Peaceful|Soothing
lounge: Cocktail|Easy Listening|Smooth|Laid-Back/Mellow
acoustic: Singer/Songwriter|Contemporary Singer/Songwriter|Alternative Singer/Songwriter|Folk|Contemporary Folk|Intimate|Organic
sleep: Meditation/Relaxation|Soothing|Soft/Quiet|Gentle|Calm/Peaceful
meditation: Meditation/Relaxation|Meditative|New Age
focus: Cerebral|Hypnotic|Meditative|Atmospheric
focused: Cerebral|Hypnotic|Meditative|Atmospheric
concentration: Cerebral|Hypnotic|Meditative|Atmospheric
study: Cerebral|Hypnotic|Meditative|Atmospheric
upbeat: Energetic|Cheerful|Bouncy|Lively
energy: Energetic|Driving|Lively
lively: Energetic|Animated
party: Celebratory|Fun|Rowdy|Boisterous|Exuberant
dinner: Sophisticated|Elegant|Smooth|Laid-Back/Mellow
workout: Energetic|Driving|Intense|Rousing|Powerful
sport: Energetic|Driving|Athletic|Rousing
happy: Cheerful|Joyous|Sunny
feel good: Cheerful|Happy|Sunny|Carefree
good mood: Cheerful|Happy|Sunny|Carefree
sad: Melancholy|Lonely|Somber|Wistful
melancholic: Melancholy
moody: Brooding|Atmospheric|Nocturnal
romance: Romantic|Intimate|Sensual|Tender
love: Romantic|Intimate|Tender
dark: Brooding|Ominous|Gloomy
dreamy: Ethereal|Spacey
groovy: Swinging|Pulsing|Driving
cool: Stylish|Smooth|Sophisticated
epic: Majestic|Triumphant
anxious: Tense/Anxious|Nervous/Jittery
sarcastic: Cynical/Sarcastic
summer: Summery|Sunny
winter: Wintry
autumn: Autumnal
night: Nocturnal
rap: Hip-Hop|Hip Hop|Hip-Hop/Rap
hip-hop: Rap
rnb: R&B|Contemporary R&B
rhythm and blues: R&B
soul: Neo-Soul|Deep Soul|Memphis Soul|Chicago Soul|R&B
electronica: Electronic
electro: Electronic
edm: Dance|Club/Dance|Euro-Dance|Electronic
dance: Club/Dance|Euro-Dance|Electronic
ambient: Atmospheric|Ethereal|Spacey
lofi: Lo-Fi|Downtempo|Left-Field Rap
indie: Indie Rock|Indie Pop|Alternative/Indie Rock|Indie Electronic
alternative: Alternative Rock|Alternative/Indie Rock|Alternative Pop/Rock
rock: Pop/Rock|Album Rock
pop: Pop/Rock
metal: Heavy Metal|British Metal|Speed/Thrash Metal
classic: Classical
classical music: Classical
orchestral: Classical|Original Score|Film Score
soundtrack: Original Score|Film Score|Stage & Screen
world: International|Worldbeat
folk: Traditional Folk|Contemporary Folk|Folk Revival|Folk-Pop|Folk-Rock
singer songwriter: Singer/Songwriter|Contemporary Singer/Songwriter|Alternative Singer/Songwriter
piano: Piano Jazz|Keyboard|Solo Instrumental
instrumental: Contemporary Instrumental|Solo Instrumental
christmas: Holiday|Holidays
xmas: Christmas|Holiday|Holidays
kids: Children's|Child-like
children: Children's
oldies: Early Pop/Rock|Traditional Pop|Brill Building Pop
`;

const aliases: ReadonlyMap<string, readonly string[]> = new Map(
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.indexOf(':');
      return [keyOf(line.slice(0, at)), line.slice(at + 2).split('|')] as const;
    }),
);

/** Names to look for in place of one that a library may not have; empty = nobody thought of one. */
export const aliasesOf = (name: string): readonly string[] => aliases.get(keyOf(name)) ?? [];
