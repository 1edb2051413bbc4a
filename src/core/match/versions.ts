import { countEdits } from './spelling.ts';

/** Do two lists of versions speak of one recording? `unsure` = nothing contradicts, but one says more ("Live" and "Live at Wembley"). */
export const compareVersions = (left: readonly string[], right: readonly string[]): 'same' | 'unsure' | 'different' => {
  if (left.length === 0 && right.length === 0) return 'same';
  const ours = canonical(left);
  const theirs = canonical(right);
  if (ours.length !== theirs.length) return 'different';
  let unsure = false;
  for (const [position, our] of ours.entries()) {
    const their = theirs[position] ?? '';
    if (our === their) continue;
    const [ourClass = '', ourQualifier = ''] = our.split(':');
    const [theirClass = '', theirQualifier = ''] = their.split(':');
    if (ourClass !== theirClass || !qualifiersMeet(ourClass, ourQualifier, theirQualifier)) return 'different';
    unsure = true;
  }
  return unsure ? 'unsure' : 'same';
};

const qualifiersMeet = (versionClass: string, left: string, right: string): boolean => {
  if (versionClass === 'live' || versionClass === 'session') return left.includes(right) || right.includes(left);
  if (left === '' || right === '') return false;
  // "Foo's Remix" is the Foo Remix; "Remix 1" is not "Remix 2".
  if (left.replace(/s$/, '') === right.replace(/s$/, '')) return true;
  return Math.min(left.length, right.length) >= 6 && !/\d/.test(left + right) && countEdits(left, right) === 1;
};

/** One spelling for equal sets: an unplugged concert is live and acoustic without saying so. */
export const canonical = (versions: readonly string[]): readonly string[] => {
  if (versions.length < 2) return versions;
  let set = [...new Set(versions)];
  if (set.includes('unplugged')) set = set.filter((version) => version !== 'acoustic' && !version.startsWith('live'));
  if (set.includes('karaoke')) set = set.filter((version) => version !== 'instrumental' && version !== 'cover');
  const bare = set.filter((version) => version.includes(':')).map((version) => version.slice(0, version.indexOf(':')));
  set = set.filter((version) => version.includes(':') || !bare.includes(version));
  return set.sort();
};
