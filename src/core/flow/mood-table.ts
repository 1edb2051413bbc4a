/**
 * The moods that Plex uses, letter for letter, by how lively and how bright music of that mood tends to be. The names are the server's; sorting them is our own
 * judgement, not taken from a data set.
 */
export const moodTable: readonly {
  readonly energy: 'low' | 'mid' | 'high';
  readonly valence: 'negative' | 'mixed' | 'positive';
  readonly names: string;
}[] = [
  {
    energy: 'low',
    valence: 'negative',
    names:
      'Arid|Austere|Bleak|Brittle|Brooding|Cold|Detached|Eerie|Elegiac|Funereal|Gloomy|Grim|Insular|Lonely' +
      '|Melancholy|Plaintive|Poignant|Regretful|Sad|Self-Conscious|Somber|Tragic|Vulnerable|Weary|Wintry' +
      '|Wistful',
  },
  {
    energy: 'low',
    valence: 'mixed',
    names:
      'Atmospheric|Autumnal|Bittersweet|Clinical|Confessional|Dignified/Noble|Druggy|Enigmatic|Flowing' +
      '|Hypnotic|Introspective|Languid|Lazy|Meandering|Monastic|Mysterious|Mystical|Naive|Narcotic' +
      '|Nocturnal|Nostalgic|Philosophical|Plain|Poetic|Reflective|Reserved|Restrained|Reverent|Searching' +
      '|Serious|Spacey|Spacious|Sparse|Sprawling|Stately|Thoughtful|Transparent/Translucent|Trippy' +
      '|Understated|Yearning',
  },
  {
    energy: 'low',
    valence: 'positive',
    names:
      'Airy|Calm/Peaceful|Delicate|Devotional|Dreamy|Elegant|Ethereal|Gentle|Graceful|Hymn-like|Innocent' +
      '|Intimate|Laid-Back/Mellow|Light|Lush|Lyrical|Meditative|Pastoral|Precious|Pure|Quaint' +
      '|Reassuring/Consoling|Refined|Relaxed|Romantic|Rustic|Sacred|Sensual|Sentimental|Shimmering|Smooth' +
      '|Soft/Quiet|Soothing|Sophisticated|Spiritual|Sweet|Tender|Warm',
  },
  {
    energy: 'mid',
    valence: 'negative',
    names:
      'Acerbic|Anguished/Distraught|Bitter|Cynical/Sarcastic|Dark|Desperate|Difficult|Dissonant|Fractured' +
      '|Gritty|Macabre|Negative|Nihilistic|Ominous|Paranoid|Sarcastic|Sardonic|Scary|Severe|Snide|Spooky' +
      '|Suffocating|Suspenseful|Unsettling',
  },
  {
    energy: 'mid',
    valence: 'mixed',
    names:
      'Ambitious|Angular|Capricious|Cerebral|Circular|Complex|Concise|Earnest|Earthy|Eccentric|Elaborate' +
      '|Exploratory|Greasy|Hungry|Improvisatory|Indulgent|Ironic|Knotty|Literate|Loose|Marching|Mechanical' +
      '|Messy|Motoric|Narrative|Organic|Ornate|Provocative|Ramshackle|Resolute|Satirical|Scattered|Sleazy' +
      '|Street-Smart|Striding|Technical|Theatrical|Tight|Trashy|Wry',
  },
  {
    energy: 'mid',
    valence: 'positive',
    names:
      'Agreeable|Amiable/Good-Natured|Benevolent|Bright|Campy|Carefree|Cartoonish|Child-like|Comic' +
      '|Cosmopolitan|Cute|Erotic|Exotic|Fantastic/Fantasy-like|Freewheeling|Humorous|Irreverent|Magical' +
      '|Majestic|Melodic|Optimistic|Opulent|Patriotic|Playful|Positive|Quirky|Radiant|Rhapsodic|Seductive' +
      '|Sexual|Sexy|Silly|Slick|Sparkling|Spontaneous|Springlike|Stylish|Sugary|Summery|Sunny|Whimsical' +
      '|Witty',
  },
  {
    energy: 'high',
    valence: 'negative',
    names:
      'Aggressive|Angry|Angst-Ridden|Apocalyptic|Belligerent|Confrontational|Demonic|Feral|Fierce|Harsh' +
      '|Heavy|Hostile|Malevolent|Manic|Menacing|Nervous/Jittery|Outraged|Savage|Tense/Anxious|Threatening' +
      '|Tough|Turbulent|Visceral|Volatile|Vulgar',
  },
  {
    energy: 'high',
    valence: 'mixed',
    names:
      'Bombastic|Brash|Bravado|Cathartic|Crunchy|Declamatory|Defiant|Dramatic|Driving|Epic|Explosive' +
      '|Feverish|Fiery|Gutsy|Intense|Martial|Mighty|Monumental|Outrageous|Passionate|Powerful|Pulsing' +
      '|Raucous|Rebellious|Reckless|Strong|Swaggering|Uncompromising|Urgent|Virile',
  },
  {
    energy: 'high',
    valence: 'positive',
    names:
      'Animated|Anthemic|Athletic|Boisterous|Bouncy|Brassy|Celebratory|Cheerful|Confident|Ebullient' +
      '|Ecstatic|Effervescent|Energetic|Euphoric|Exciting|Extroverted|Exuberant|Flashy|Fun|Giddy|Gleeful' +
      '|Happy|Hedonistic|Heroic|Hyper|Jovial|Joyous|Kinetic|Lively|Perky|Rambunctious|Rollicking|Rousing' +
      '|Rowdy|Spicy|Sprightly|Swinging|Thrilling|Triumphant|Uplifting',
  },
];
