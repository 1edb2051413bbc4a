import { foldText } from './fold.ts';
import { readSegment, readVersions } from './segment.ts';
import { collect, type Findings } from './title-brackets.ts';
import { videoAnchors, videoWords } from './vocabulary.ts';

const bareCredit = /(?<=\S)\s+(?:(?:feat|ft)\.\s*|(?:feat|ft|featuring)\s+|[wf]\/\s*)(?=\S)/iu;

/** A guest named without brackets: "Song feat. X", up to the next bracket or dash. */
export const cutCredit = (text: string, found: Findings): string => {
  const credit = bareCredit.exec(text);
  if (credit === null) return text;
  const start = credit.index;
  const rest = text.slice(start + credit[0].length);
  const stop = /\s[-([]|\s*\[|\s*\|/.exec(rest);
  const names = stop === null ? rest : rest.slice(0, stop.index);
  found.features.push(names.trim());
  const last = /\b(?:remix|mix|edit|version)$/i.test(names.trim()) ? readVersions(foldText(names)) : [];
  found.versions.push(...last);
  return `${text.slice(0, start)}${stop === null ? '' : rest.slice(stop.index)}`;
};

const tail =
  /^(?<head>.*\S)\s*(?:\s-{1,2}\s+|\s-(?=[^-\s][^-]*-$)|\s~\s*|\s*\|\s*|\s+\/\/\s+|\s*;\s*(?=\S))(?<tail>[^|]*?)[-~\s]*$/u;

/** Peels tails behind dashes from the end, as long as they tell about the recording. */
export const cutTails = (text: string, found: Findings): string => {
  if (!/[-~|;/]/.test(text)) return text;
  let rest = text;
  let peeled = false;
  for (let round = 0; round < 6; round += 1) {
    const match = tail.exec(rest)?.groups;
    const head = match?.head ?? '';
    const said = match?.tail ?? '';
    if (match === undefined || foldText(head) === '') return rest;
    const segments = said.split(/\s+\/\s+|\s*;\s*/).map(readSegment);
    const bareYear = /^\d{4}$/.test(said.trim());
    const piped = /\|[^|]*$/.test(rest) && rest.lastIndexOf('|') >= head.length;
    if ((segments.some(({ kind }) => kind === 'name') && !piped) || (bareYear && !peeled)) return rest;
    for (const segment of segments) collect(segment, found);
    peeled = true;
    rest = head;
  }
  return rest;
};

/** Cheap first look. */
const bareVersionEnd = /(?:ver|version|edit|mix|rmx|instrumental|karaoke|remaster|remastered)\.?$/iu;
const bareVersion =
  /^(?<head>.*[\p{L}\p{N}].*?)\s+(?<tail>(?:(?:(?:album|single|original|stereo|lp|radio|extended|acoustic|live|demo|karaoke|instrumental|mono|club|piano|remastered|explicit|clean) )+(?:version|ver|edit|mix)|remix|rmx|instrumental|karaoke|remastered|\d{4} remaster(?:ed)?)\.?)$/iu;
const articles = /^(?:the|a|an|this|that|my|to|in|no)$/i;

/** Tails without any mark: "Song Remix", "Song radio edit", "Song official video". */
export const cutBareWords = (text: string, found: Findings): string => {
  const bare = bareVersionEnd.test(text) ? bareVersion.exec(text)?.groups : undefined;
  if (bare?.head !== undefined && bare.tail !== undefined && !articles.test(bare.head.split(' ').at(-1) ?? '')) {
    collect(readSegment(bare.tail), found);
    return bare.head;
  }
  return cutVideoWords(text, 2);
};

/** Cuts at least so many words about a video from the end; a name of one word is left alone when it would be all that stays. */
export const cutVideoWords = (text: string, atLeast: number): string => {
  const words = text.split(' ');
  let count = 0;
  let anchored = false;
  while (count < words.length) {
    const word = foldText(words[words.length - 1 - count] ?? '');
    if (word !== '' && !videoWords.has(word)) break;
    anchored ||= videoAnchors.has(word);
    count += 1;
  }
  if (!anchored || count < atLeast || count === words.length) return text;
  return words.slice(0, words.length - count).join(' ');
};
