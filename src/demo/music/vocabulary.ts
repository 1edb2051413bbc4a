/** The mood names that Plex uses, letter for letter. */
export const moodNames: readonly string[] = [
  'Acerbic|Aggressive|Agreeable|Airy|Ambitious|Amiable/Good-Natured|Angry|Angst-Ridden',
  'Anguished/Distraught|Angular|Animated|Anthemic|Apocalyptic|Arid|Athletic|Atmospheric|Austere',
  'Autumnal|Belligerent|Benevolent|Bitter|Bittersweet|Bleak|Boisterous|Bombastic|Bouncy|Brash',
  'Brassy|Bravado|Bright|Brittle|Brooding|Calm/Peaceful|Campy|Capricious|Carefree|Cartoonish',
  'Cathartic|Celebratory|Cerebral|Cheerful|Child-like|Circular|Clinical|Cold|Comic|Complex|Concise',
  'Confessional|Confident|Confrontational|Cosmopolitan|Crunchy|Cute|Cynical/Sarcastic|Dark',
  'Declamatory|Defiant|Delicate|Demonic|Desperate|Detached|Devotional|Difficult|Dignified/Noble',
  'Dissonant|Dramatic|Dreamy|Driving|Druggy|Earnest|Earthy|Ebullient|Eccentric|Ecstatic|Eerie',
  'Effervescent|Elaborate|Elegant|Elegiac|Energetic|Enigmatic|Epic|Erotic|Ethereal|Euphoric',
  'Exciting|Exotic|Exploratory|Explosive|Extroverted|Exuberant|Fantastic/Fantasy-like|Feral',
  'Feverish|Fierce|Fiery|Flashy|Flowing|Fractured|Freewheeling|Fun|Funereal|Gentle|Giddy|Gleeful',
  'Gloomy|Graceful|Greasy|Grim|Gritty|Gutsy|Happy|Harsh|Heavy|Hedonistic|Heroic|Hostile|Humorous',
  'Hungry|Hymn-like|Hyper|Hypnotic|Improvisatory|Indulgent|Innocent|Insular|Intense|Intimate',
  'Introspective|Ironic|Irreverent|Jovial|Joyous|Kinetic|Knotty|Laid-Back/Mellow|Languid|Lazy',
  'Light|Literate|Lively|Lonely|Loose|Lush|Lyrical|Macabre|Magical|Majestic|Malevolent|Manic',
  'Marching|Martial|Meandering|Mechanical|Meditative|Melancholy|Melodic|Menacing|Messy|Mighty',
  'Monastic|Monumental|Motoric|Mysterious|Mystical|Naive|Narcotic|Narrative|Negative',
  'Nervous/Jittery|Nihilistic|Nocturnal|Nostalgic|Ominous|Optimistic|Opulent|Organic|Ornate',
  'Outraged|Outrageous|Paranoid|Passionate|Pastoral|Patriotic|Perky|Philosophical|Plain|Plaintive',
  'Playful|Poetic|Poignant|Positive|Powerful|Precious|Provocative|Pulsing|Pure|Quaint|Quirky',
  'Radiant|Rambunctious|Ramshackle|Raucous|Reassuring/Consoling|Rebellious|Reckless|Refined',
  'Reflective|Regretful|Relaxed|Reserved|Resolute|Restrained|Reverent|Rhapsodic|Rollicking',
  'Romantic|Rousing|Rowdy|Rustic|Sacred|Sad|Sarcastic|Sardonic|Satirical|Savage|Scary|Scattered',
  'Searching|Seductive|Self-Conscious|Sensual|Sentimental|Serious|Severe|Sexual|Sexy|Shimmering',
  'Silly|Sleazy|Slick|Smooth|Snide|Soft/Quiet|Somber|Soothing|Sophisticated|Spacey|Spacious',
  'Sparkling|Sparse|Spicy|Spiritual|Spontaneous|Spooky|Sprawling|Sprightly|Springlike|Stately',
  'Street-Smart|Striding|Strong|Stylish|Suffocating|Sugary|Summery|Sunny|Suspenseful|Swaggering',
  'Sweet|Swinging|Technical|Tender|Tense/Anxious|Theatrical|Thoughtful|Threatening|Thrilling|Tight',
  'Tough|Tragic|Transparent/Translucent|Trashy|Trippy|Triumphant|Turbulent|Uncompromising',
  'Understated|Unsettling|Uplifting|Urgent|Virile|Visceral|Volatile|Vulgar|Vulnerable|Warm|Weary',
  'Whimsical|Wintry|Wistful|Witty|Wry|Yearning',
].flatMap((line) => line.split('|'));

/** Style names of the kind that Plex shows on artists and albums. */
export const styleNames: readonly string[] = [
  'Adult Alternative|Adult Alternative Pop/Rock|Adult Contemporary|Adult Contemporary R&B',
  'Album Rock|Alternative CCM|Alternative Country-Rock|Alternative Pop/Rock|Alternative R&B',
  'Alternative Rap|Alternative Singer/Songwriter|Alternative/Indie Rock|American Popular Song',
  'American Punk|American Trad Rock|American Underground|AM Pop|Bedroom Pop|Black Gospel',
  'Blues Revival|Blues-Rock|Brazilian Jazz|Brazilian Pop|Brill Building Pop|British Blues',
  'British Folk-Rock|British Invasion|British Metal|British Psychedelia|British Punk|British Rap',
  'British Trad Rock|Bubblegum|C-86|CCM|Cast Recordings|Celtic Folk|Chamber Jazz|Chamber Music',
  'Chicago Soul|Choral|Christmas|Classical Pop|Close Harmony|Club/Dance|Cocktail|Cold Wave',
  'College Rock|Comedy Rap|Contemporary Bluegrass|Contemporary Instrumental|Contemporary Pop/Rock',
  'Contemporary Reggae|Contemporary Singer/Songwriter|Cool|Country Gospel|Country-Folk|Country-Pop',
  'Country-Rock|Cuban Traditions|Darkwave|Deep Soul|Detroit Rock|Doo Wop|Downbeat|Early Jazz',
  'Early Pop/Rock|Early R&B|East Coast Rap|Electric Chicago Blues|Emo-Pop|Euro-Dance|Euro-Pop',
  'Experimental Electronic|Film Score|Folk Jazz|Folk Revival|Folk-Metal|Folk-Pop|Folk-Rock',
  'Freestyle|Fusion|Garage Rock Revival|Girl Groups|Goth Metal|Goth Rock|Grunge Revival',
  'Guitar Jazz|Guitar Virtuoso|Hair Metal|Hardcore Rap|Indie Electronic|Industrial Dance',
  'International Fusion|International Pop|Jam Bands|Jazz Instrument|Jazz-House|Jazz-Pop|Jazz-Rock',
  'Keyboard|L.A. Punk|Left-Field House|Left-Field Pop|Left-Field Rap|Meditation/Relaxation',
  'Memphis Soul|Merseybeat|Midwest Rap|Mod Revival|Modal Music|Modern Composition',
  'Modern Electric Blues|Movie Themes|Musical Theater|Nashville Sound/Countrypolitan|Neo-Classical',
  'Neo-Disco|Neo-Glam|Neo-Prog|Neo-Soul|Neo-Traditionalist Country|New Orleans Jazz',
  'New Wave of British Heavy Metal|New Wave/Post-Punk Revival|New York Punk|Noise-Rock',
  'Original Score|Party Rap|Piano Jazz|Political Rap|Pop Idol|Pop-Metal|Pop-Rap|Pop-Soul',
  'Post-Disco|Prog-Rock|Progressive Jazz|Protest Songs|Psychedelic Soul|Psychedelic/Garage',
  'Punk Revival|Punk-Pop|Punk/New Wave|Rap-Metal|Rap-Rock|Regional Blues|Retro Swing|Retro-Soul',
  'Rock en Español|Sadcore|Saxophone Jazz|Scandinavian Metal|Show/Musical|Singer/Songwriter',
  'Ska Revival|Ska-Punk|Social Media Pop|Soft Rock|Solo Instrumental|Soul-Blues|Soundtracks',
  'Southern Rap|Speed/Thrash Metal|Standards|Sunshine Pop|Surf Revival|Synth Pop|Techno-Tribal',
  'Teen Idols|Torch Songs|Traditional Bluegrass|Traditional Folk|Traditional Pop|Trip-Hop',
  'Trumpet Jazz|Uptown Soul|Urban|Vocal Pop|Western European Traditions|Worldbeat',
].flatMap((line) => line.split('|'));

/** Genres of artists and albums: the top level of AllMusic, then the finer ones that people and other agents add. */
export const genreNames: readonly string[] = [
  "Avant-Garde|Blues|Children's|Classical|Comedy/Spoken|Country|Easy Listening|Electronic|Folk",
  'Holiday|International|Jazz|Latin|New Age|Pop/Rock|R&B|Rap|Reggae|Religious|Stage & Screen|Vocal',
  'Ambient|Sleep|Chillout|Acoustic|Singer/Songwriter|Rock|Indie Rock|Punk|Metal|Pop|Dance|Soul',
].flatMap((line) => line.split('|'));

/** Genre tags of single tracks, as people write them into files. */
export const trackGenreNames: readonly string[] = [
  'Rock|Pop|Electronic|Hip-Hop|Jazz|Folk|Metal|Soul|Funk|Blues|Classical|Ambient|House|Techno|Punk',
  'Indie Rock|Synthpop|Shoegaze|Dream Pop|Post-Rock|Trip Hop|Reggae|Dub|Bossa Nova|Country|Singer/Songwriter',
  'Acoustic|Chillout|Downtempo|Sleep|Drone|Chamber Music|Latin|World|Soundtrack|Experimental|Children',
].flatMap((line) => line.split('|'));

/** Labels that the owner of a collection gave by hand. */
export const labelNames: readonly string[] = ['Road Trip', 'Dinner', 'Party', 'Late Night', 'Kids OK', 'Demo Tape'];
