import { energyOf } from '../../core/flow/moods.ts';
import type { OrderItem } from '../../core/flow/order-tracks.ts';
import { primaryArtistKeyOf } from '../../core/match/keys.ts';
import { createRandom } from '../../core/random.ts';
import { spreadArtists } from '../../core/sequence.ts';
import type { Tags, Track, TrackId } from '../../core/track.ts';
import type { FlowField } from './open-field.ts';
import { orderList } from './order-list.ts';
import type { SonicReader } from './sonic.ts';
import type { Supplied } from './supply.ts';

/** A track of the list with all that its reason and its place go by. */
export interface ListedTrack extends Supplied {
  readonly tags: Tags;
}

/** The tracks in the order in which they shall be heard. */
export const arrangeList = async (
  field: FlowField,
  entries: readonly ListedTrack[],
  reader: SonicReader | undefined,
  signal: AbortSignal,
): Promise<readonly ListedTrack[]> => {
  const { settings, context, last } = field;
  const random = createRandom(`${settings.seed} order`);
  if (settings.rules.sound === 'off') return spreadArtists(entries, ({ track }) => primaryArtistKeyOf(track), random);
  const items = entries.map((entry) => ({ ...toOrderItem(entry.track, entry.tags), entry }));
  const before = last.before === undefined ? undefined : context.library.getTrack(last.before);
  const after = before === undefined ? undefined : toOrderItem(before, context.library.getTags(before.id));
  const isListed = items.some(({ id }) => id === after?.id);
  const list = { items, after: isListed ? undefined : after, energy: settings.energy, reader, random };
  return (await orderList(list, signal)).map(({ entry }) => entry);
};

const toOrderItem = (track: Track, tags: Tags): OrderItem => ({
  id: track.id,
  artistKey: primaryArtistKeyOf(track),
  albumKey: track.albumId,
  year: track.year,
  energy: energyOf(tags.moods),
  tags: [...tags.moods, ...tags.genres, ...tags.styles],
});

/** New tracks in the places of those that went, all others where they were: who listens is not thrown about. */
export const patchOrder = (entries: readonly ListedTrack[], before: readonly TrackId[]): readonly ListedTrack[] => {
  const byId = new Map(entries.map((entry) => [entry.track.id, entry]));
  const fresh = entries.filter(({ track }) => !before.includes(track.id));
  const patched = before.flatMap((id) => byId.get(id) ?? fresh.shift() ?? []);
  return [...patched, ...fresh];
};
