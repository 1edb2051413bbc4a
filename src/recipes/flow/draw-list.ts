import type { Drop } from '../../core/candidate.ts';
import { heardSlackOf, type Objection } from '../../core/flow/admission.ts';
import type { Rung } from '../../core/flow/ladder.ts';
import { createListBuilder, type ListBuilder } from '../../core/flow/list-builder.ts';
import type { Track, TrackId } from '../../core/track.ts';
import { widenedShare } from './breadths.ts';
import type { KeptTracks } from './keep-tracks.ts';
import type { FlowField } from './open-field.ts';
import { createSupply, toEntry, type Supplied } from './supply.ts';
import { toMatch } from './to-match.ts';

export interface DrawnList {
  readonly entries: readonly Supplied[];
  /** What was read and left out. */
  readonly drops: readonly Drop[];
  readonly full: boolean;
  /** The rung of the ladder that it took. */
  readonly reached: number;
  /** Of which sort every track that its last rung lets in was looked at, and more were wanted. */
  readonly dry: Record<'familiar' | 'fresh', boolean>;
}

/** Takes what is kept, then draws, rung by rung, until the list has its length or nothing more may give way. */
export const drawList = (
  field: FlowField,
  { kept, unwanted }: KeptTracks,
  preferred: ReadonlyMap<TrackId, number>,
): DrawnList => {
  const { settings, ladder } = field;
  const builder = createListBuilder({
    length: settings.length,
    familiarity: settings.familiarity,
    mostWidened: Math.floor(settings.size * widenedShare),
  });
  const drops = new Map<TrackId, Drop>();
  const entries: Supplied[] = [];
  const onRefused = (track: Track, objection: Objection): void =>
    void drops.set(track.id, { match: toMatch(track, ''), ...objection });
  const supply = createSupply({ field, builder, preferred, last: unwanted, onRefused });
  const settle = ({ candidate, track }: Supplied, objection: Objection | undefined): void => {
    if (objection !== undefined) return onRefused(track, objection);
    entries.push({ candidate, track });
    supply.take(track.id);
    drops.delete(track.id);
  };
  for (const entry of readKept(field, kept)) {
    settle(entry, field.copies.findObjection(entry.track) ?? builder.keep(toEntry(entry)));
  }
  let tried = 0;
  for (const [at, rung] of ladder.entries()) {
    if (builder.isFull()) break;
    tried = at;
    fill(builder, supply, rung, settle);
  }
  const full = builder.isFull();
  const reached = full ? rungOf(field, entries, builder) : tried;
  return { entries, drops: [...drops.values()], full, reached, dry: supply.dry() };
};

const fill = (
  builder: ListBuilder,
  supply: ReturnType<typeof createSupply>,
  rung: Rung,
  settle: (supplied: Supplied, objection: Objection | undefined) => void,
): void => {
  supply.climbTo(rung);
  while (!builder.isFull()) {
    const supplied = supply.next(builder.wantsFamiliar());
    if (supplied === undefined) return;
    settle(supplied, builder.add(toEntry(supplied), rung));
  }
};

const readKept = ({ context }: FlowField, kept: KeptTracks['kept']): readonly Supplied[] => {
  const tracks = new Map(
    context.library.getTracks(kept.map(({ facts }) => facts.id)).map((track) => [track.id, track]),
  );
  return kept.flatMap((candidate) => {
    const track = tracks.get(candidate.facts.id);
    return track === undefined ? [] : [{ candidate, track }];
  });
};

/** The lowest rung on which all of the list may stand: the same for a list that was drawn now and one that stayed. */
const rungOf = (field: FlowField, entries: readonly Supplied[], builder: ListBuilder): number => {
  const { ladder, settings, memory, copies } = field;
  const ofOwnList = new Set(field.last.own?.tracks ?? []);
  const peaks = builder.peaks();
  let [artistCap, albumCap] = [0, 0];
  const at = ladder.findIndex((rung) => {
    artistCap = Math.max(artistCap, rung.artistCap);
    albumCap = Math.max(albumCap, rung.albumCap);
    if (peaks.artist > artistCap || peaks.album > albumCap) return false;
    return entries.every(({ candidate: { facts, breadth, memory: listed, heard }, track }) => {
      const isOwn = ofOwnList.has(facts.id);
      const slack = isOwn ? heardSlackOf(facts, settings.rules, memory, false) : heard;
      if (breadth > rung.breadth || listed > rung.memory || slack > rung.heard) return false;
      return copies.memorySlackOf(track) <= rung.memory && copies.heardSlackOf(track, !isOwn) <= rung.heard;
    });
  });
  return at < 0 ? ladder.length - 1 : at;
};
