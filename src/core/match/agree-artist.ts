import type { ParsedCredit } from './artist.ts';
import type { Reading, Subject } from './reading.ts';
import { compareNames } from './spelling.ts';

/** `named`: one side's first name is among the other's. `near` and `doubtful`: spelt alike. */
export type ArtistAgreement = 'same' | 'named' | 'near' | 'doubtful' | 'none';

const meet = (left: readonly string[], right: readonly string[]): boolean =>
  left.some((key) => key !== '' && right.includes(key));

/** Who plays: the whole credit, or the first-named of one side among those whom the other side names. */
export const compareArtists = (reading: Reading, subject: Subject): ArtistAgreement => {
  const ours = reading.credit;
  let agreement: ArtistAgreement = 'none';
  for (const [order, theirs] of subject.credits.entries()) {
    if (
      meet(ours.whole, theirs.whole) ||
      meet(ours.lead, theirs.lead) ||
      meet(ours.names[0] ?? [], theirs.names[0] ?? [])
    )
      // A credit on the album alone is weaker: the track names somebody else.
      return order === 0 ? 'same' : 'named';
    if (sameCompany(ours, theirs, reading.guests, subject.guests)) return order === 0 ? 'same' : 'named';
    if (isNamed(ours, theirs, reading.guests, subject.guests)) agreement = 'named';
    else if (agreement === 'none') {
      const spelling = compareNames(ours.leadWords, theirs.leadWords);
      agreement = spelling === 'close' ? 'near' : spelling === 'doubtful' ? 'doubtful' : 'none';
    }
  }
  return agreement;
};

/** The same people on both sides, however they share out among artist and title: "Alice and Bob" and "Alice feat. Bob". */
const sameCompany = (
  ours: ParsedCredit,
  theirs: ParsedCredit,
  ourGuests: ReadonlySet<string>,
  theirGuests: ReadonlySet<string>,
): boolean => {
  const our = new Set([...ours.loose, ...ourGuests]);
  const their = new Set([...theirs.loose, ...theirGuests]);
  return our.size > 1 && our.size === their.size && [...our].every((key) => their.has(key));
};

const isNamed = (
  ours: ParsedCredit,
  theirs: ParsedCredit,
  ourGuests: ReadonlySet<string>,
  theirGuests: ReadonlySet<string>,
): boolean => {
  const ourFirst = ours.names[0] ?? [];
  const theirFirst = theirs.names[0] ?? [];
  return (
    theirs.names.some((name) => meet(ourFirst, name)) ||
    ours.names.some((name) => meet(theirFirst, name)) ||
    ourFirst.some((key) => theirGuests.has(key)) ||
    theirFirst.some((key) => ourGuests.has(key))
  );
};
