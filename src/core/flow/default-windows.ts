import { parseWindows } from './parse-windows.ts';
import type { Window } from './window.ts';

/**
 * The windows of a flow for which none are configured: five parts of the day, and two that only hand or home bring. By moods only, since those are the one thing
 * that Plex files every analysed library under, whatever its genres; many of each, since any one is enough for a track. All names are moods that Plex has, letter
 * for letter.
 */
export const defaultWindows: readonly Window[] = parseWindows(`
  06:00-10:00:name=Morning:energy=rising:moods=Bright,Cheerful,Sunny,Warm,Optimistic,Sweet,Gentle,Springlike,Amiable/Good-Natured,Light
  10:00-14:00:name=Midday:energy=medium:moods=Happy,Fun,Playful,Carefree,Lively,Joyous,Summery,Freewheeling,Stylish,Witty
  14:00-18:00:name=Afternoon:energy=high:moods=Energetic,Driving,Confident,Rousing,Exciting,Exuberant,Swaggering,Powerful,Anthemic,Bouncy
  18:00-23:00:name=Evening:energy=falling:moods=Relaxed,Laid-Back/Mellow,Smooth,Romantic,Sophisticated,Elegant,Intimate,Sensual,Reflective,Nostalgic
  23:00-06:00:name=Night:energy=low:moods=Calm/Peaceful,Soothing,Soft/Quiet,Nocturnal,Ethereal,Atmospheric,Dreamy,Meditative,Hypnotic,Spacey
  name=Party:energy=high:moods=Celebratory,Fun,Rowdy,Boisterous,Exuberant,Euphoric,Energetic,Ebullient,Rambunctious,Rousing
  name=Focus:energy=medium:moods=Cerebral,Hypnotic,Meditative,Atmospheric,Flowing,Motoric,Circular,Complex,Spacious,Restrained
`).windows;
