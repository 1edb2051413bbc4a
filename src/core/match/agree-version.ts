import type { Reading, Subject } from './reading.ts';
import type { ParsedTitle } from './title.ts';
import { compareVersions } from './versions.ts';

/** Version words must agree; an album played on a stage speaks for tracks that do not say so themselves. */
export const agreeOnVersion = (
  reading: Reading,
  subject: Subject,
  ours: ParsedTitle,
  close: boolean,
): 'same' | 'unsure' | 'different' => {
  const theirs = subject.title;
  const compared = compareVersions(ours.versions, theirs.versions);
  const theirsIsLive = subject.liveAlbum && !isLive(theirs.versions);
  const oursIsLive = reading.liveAlbum && !isLive(ours.versions);
  if (compared === 'different') {
    if (theirsIsLive && isLive(ours.versions))
      return softly(compareVersions(ours.versions, [...theirs.versions, 'live']));
    if (oursIsLive && isLive(theirs.versions))
      return softly(compareVersions([...ours.versions, 'live'], theirs.versions));
    return 'different';
  }
  // A plain title on a concert album is the concert; a candidate that names no such album means the studio recording.
  if (theirsIsLive && !isLive(ours.versions) && !reading.liveAlbum && !close) return 'different';
  return compared === 'same' && oursIsLive && !subject.liveAlbum && !close ? 'unsure' : compared;
};

const softly = (compared: 'same' | 'unsure' | 'different'): 'unsure' | 'different' =>
  compared === 'different' ? 'different' : 'unsure';
const isLive = (versions: readonly string[]): boolean =>
  versions.some((version) => /^(?:live|unplugged|session)\b/.test(version));
