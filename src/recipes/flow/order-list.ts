import { measureSound, noDistances } from '../../core/flow/distances.ts';
import { orderTracks, type OrderItem } from '../../core/flow/order-tracks.ts';
import type { Energy } from '../../core/flow/window.ts';
import type { Random } from '../../core/random.ts';
import type { SonicReader } from './sonic.ts';

export interface ListToOrder<Item extends OrderItem> {
  readonly items: readonly Item[];
  /** The last track before this list; undefined = there was none. */
  readonly after: OrderItem | undefined;
  readonly energy: Energy | undefined;
  /** undefined = without sonic analysis: by moods, genres and years. */
  readonly reader: SonicReader | undefined;
  readonly random: Random;
}

/** Reads what is still unknown of the items, as far as the reader's budget goes, and orders them. */
export const orderList = async <Item extends OrderItem>(
  list: ListToOrder<Item>,
  signal: AbortSignal,
): Promise<readonly Item[]> => {
  const { items, after, energy, reader, random } = list;
  if (reader === undefined) return orderTracks({ items, after, energy, random, ...noDistances });
  const ids = [...items.map(({ id }) => id), ...(after === undefined ? [] : [after.id])];
  await reader.readNearest([...ids].sort(), signal);
  return orderTracks({ items, after, energy, random, ...measureSound(reader.listKnown(), ids) });
};
