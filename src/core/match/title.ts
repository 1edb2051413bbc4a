import { keysOfCore, numberParts } from './core-keys.ts';
import { compactWords, foldText, limitName, symbolKey } from './fold.ts';
import { tidy } from './tidy.ts';
import { cutBrackets, type Findings } from './title-brackets.ts';
import { cutBareWords, cutCredit, cutTails } from './title-tails.ts';
import { canonical } from './versions.ts';

/** A title taken apart: the song's name, who else is on it, and which version it is. */
export interface ParsedTitle {
  /** The name without credits, versions and edition noise; never empty for a title that shows anything. */
  readonly core: string;
  /** Keys of the core, the best one first; then its Latin spelling and its halves when it is written in two scripts. */
  readonly keys: readonly string[];
  /** Credits of guests as written, e.g. `Rick Ross & Brisco`. */
  readonly features: readonly string[];
  /** Sorted `class` or `class:qualifier`; empty = the plain recording. */
  readonly versions: readonly string[];
  /** The number of a part ("Part II" → "2"); it is in the keys too. */
  readonly part: string | undefined;
}

/** Nothing in such a title can be a bracket, a tail, a credit or another alphabet. */
const plain = /^[A-Za-z0-9 ',!?]+$/;
const telltale =
  /\b(?:f(?:ea)?t|featuring|parts?|pts?|teil|parte|partie|remix|rmx|instrumental|karaoke|version|ver|mix|edit|remaster(?:ed)?|video|clip|audio|lyrics?|h[dq]|4k|album)\b/i;

/** Takes a title apart. Pure; costs about a microsecond for a plain title. */
export const parseTitle = (title: string): ParsedTitle => {
  if (title.length < 200 && plain.test(title) && !telltale.test(title)) {
    const key = compactWords(foldText(title));
    if (key !== '') return { core: title, keys: [key], features: [], versions: [], part: undefined };
  }
  return parseDecorated(limitName(title));
};

const parseDecorated = (title: string): ParsedTitle => {
  const tidied = tidy(title);
  const found: Findings = { features: [], versions: [], aliases: [] };
  const stripped = cutBareWords(cutTails(cutCredit(cutBrackets(tidied, found), found), found), found);
  const usable = foldText(stripped) !== '' || (symbolKey(stripped) !== '' && foldText(tidied) === '');
  // A title that is nothing but such words ("[Live]", "Remix") is the song's name.
  if (!usable) return finish(tidied, { features: [], versions: [], aliases: [] });
  return finish(stripped, found);
};

const finish = (text: string, found: Findings): ParsedTitle => {
  const { core, part } = numberParts(text);
  return {
    core: core.trim(),
    keys: keysOfCore(core, found.aliases),
    features: found.features,
    versions: canonical([...new Set(found.versions)]),
    part,
  };
};
