import { isAlias } from './core-keys.ts';
import { foldText } from './fold.ts';
import { readSegment, type Segment } from './segment.ts';

/** Takes out each bracket that tells about the recording and keeps those that belong to the name. */
export const cutBrackets = (text: string, found: Findings): string => {
  let opened = findOpen(text, 0);
  if (opened === -1) return text;
  let kept = '';
  let at = 0;
  for (; opened !== -1; opened = findOpen(text, at)) {
    kept += text.slice(at, opened);
    const end = findClose(text, opened);
    kept += readBracket(text.slice(opened + 1, end), kept, text.charAt(opened), text.slice(end + 1), found);
    at = end + 1;
  }
  return (kept + text.slice(at)).replace(/\s+/g, ' ').trim();
};

/** -1 = no bracket opens any more. */
const findOpen = (text: string, start: number): number => {
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(' || character === '[') return at;
  }
  return -1;
};

const findClose = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
};

/** What of the bracket stays in the name. */
const readBracket = (inner: string, before: string, opener: string, after: string, found: Findings): string => {
  const parts = inner
    .replace(/[([\])]/g, ';')
    .split(/\s*;\s*|\s+\/\s+/)
    .filter((part) => part.trim() !== '');
  const leading = foldText(before) === '';
  const stays: string[] = [];
  for (const part of parts) {
    const segment = readSegment(part);
    // "(Live) and Let Die": a round bracket in front is part of the name unless it speaks of the file.
    if (segment.kind === 'name' || (leading && opener === '(' && segment.kind !== 'edition')) {
      if (isAlias(part, before) && foldText(after) === '') found.aliases.push(part);
      else stays.push(part);
    } else collect(segment, found);
  }
  return stays.length === 0 ? ' ' : ` (${stays.join(' ')}) `;
};

/** What reading a title brings to light, gathered on the way. */
export interface Findings {
  readonly features: string[];
  readonly versions: string[];
  readonly aliases: string[];
}

export const collect = (segment: Segment, found: Findings): void => {
  if (segment.kind === 'feature') found.features.push(segment.names);
  if (segment.kind === 'version' || segment.kind === 'feature') found.versions.push(...segment.versions);
};
