import { z } from 'zod';
import type { Candidate, Correction } from '../core/candidate.ts';
import { createMatcher } from '../core/match/match.ts';
import { toTrackLine, type TrackLine } from '../core/run.ts';
import { HarmoniqError } from '../lib/errors.ts';
import { refuseConfigured } from './corrections.ts';
import type { House } from './house.ts';
import { nameText } from './inputs.ts';
import { defineOperation } from './operation.ts';

export interface FixedMatch {
  readonly correction: Correction;
  /** The track that the candidate will be from now on; undefined = "I do not own this". */
  readonly track: TrackLine | undefined;
}

const ratingKey = z.coerce.string().regex(/^\d{1,20}$/, { error: 'must be a rating key, a number' });
const target = z.union(
  [
    z.literal('none'),
    z.strictObject({ ratingKey }),
    z.strictObject({ artist: nameText, title: nameText, album: nameText.optional() }),
  ],
  { error: 'must be "none", { ratingKey } or { artist, title }' },
);

export const matchFix = defineOperation({
  name: 'match-fix',
  summary: 'Says which track of the library a song from outside is, for good',
  input: z.strictObject({ artist: nameText, title: nameText, to: target }),
  mutates: true,
  run: async (house, { artist, title, to }): Promise<FixedMatch> => {
    refuseConfigured(house, { artist, title });
    const correction: Correction = { artist, title, target: toTarget(to), origin: 'command' };
    const track = findTarget(house, correction);
    house.library.saveCorrection(correction);
    return { correction, track };
  },
});

const toTarget = (to: z.output<typeof target>): Correction['target'] => {
  if (to === 'none') return { kind: 'none' };
  if ('ratingKey' in to) return { kind: 'track', trackId: to.ratingKey };
  return { kind: 'names', artist: to.artist, title: to.title, album: to.album };
};

/** Lets the matcher itself prove that the correction leads somewhere; one that does not would only hide the song. Throws `not-found`. */
const findTarget = (house: House, correction: Correction): TrackLine | undefined => {
  const { target: wanted } = correction;
  if (wanted.kind === 'none') return undefined;
  if (wanted.kind === 'track' && house.library.getTrack(wanted.trackId) === undefined)
    throw new HarmoniqError('not-found', `There is no track ${wanted.trackId} in the library.`, {
      hint: 'In Plex, "Get Info" → "View XML" shows a track\'s ratingKey.',
    });
  const candidate: Candidate = {
    artist: correction.artist,
    title: correction.title,
    source: 'match-fix',
    why: '',
    weight: 1,
  };
  const { match } = createMatcher({ index: house.library.index, corrections: [correction] }).match(candidate);
  if (match !== undefined) return toTrackLine(match, match.reason);
  const names = wanted.kind === 'names' ? `${wanted.artist} - ${wanted.title}` : wanted.trackId;
  throw new HarmoniqError('not-found', `The library holds no track "${names}".`, {
    hint: 'Write artist and title as Plex shows them, or give the rating key.',
  });
};
