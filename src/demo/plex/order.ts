import { mix } from '../music/hash.ts';
import type { Field, FieldTable } from './fields.ts';

interface Direction {
  readonly field: Field;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export interface Sort {
  /** The keys in their own order, which is how they are kept: nothing to do. */
  readonly kind: 'none' | 'by-key' | 'random' | 'by-fields';
  readonly directions: readonly Direction[];
}

/** Reads `sort=field[:desc][:nullsLast],…`. Unknown fields are passed over; without a known one there is no order to rely on. */
export function parseSort(text: string | undefined, level: string, fields: FieldTable): Sort {
  const directions: Direction[] = [];
  for (const part of (text ?? '').split(',')) {
    const [name = '', ...flags] = part.split(':');
    if (name === 'random' || name === `${level}.random`) return { kind: 'random', directions: [] };
    const field = fields[name];
    if (field === undefined || field.type === 'tag') continue;
    const descending = flags.includes('desc');
    if (directions.length === 0 && !descending && (name === 'id' || name === `${level}.id`))
      return { kind: 'by-key', directions: [] };
    directions.push({ field, descending, nullsLast: flags.includes('nullsLast') });
  }
  return { kind: directions.length === 0 ? 'none' : 'by-fields', directions };
}

/** Sorts in place. Ties keep the order of the keys. */
export function applySort(indexes: Int32Array, sort: Sort, salt: number): Int32Array {
  switch (sort.kind) {
    case 'none':
    case 'by-key':
      return indexes;
    case 'random':
      return shuffle(indexes, salt);
    case 'by-fields':
      return sortByFields(indexes, sort.directions);
  }
}

function shuffle(indexes: Int32Array, salt: number): Int32Array {
  for (let at = indexes.length - 1; at > 0; at--) {
    const other = mix(salt, at, 97) % (at + 1);
    const held = indexes[at] as number;
    indexes[at] = indexes[other] as number;
    indexes[other] = held;
  }
  return indexes;
}

type Value = string | number | undefined;

function sortByFields(indexes: Int32Array, directions: readonly Direction[]): Int32Array {
  const columns = directions.map(({ field }) => {
    const read = field.read as (index: number) => Value;
    return Array.from(indexes, read);
  });
  const places = Array.from(indexes, (_, place) => place);
  places.sort((left, right) => {
    for (const [nth, direction] of directions.entries()) {
      const order = compare(columns[nth]?.[left], columns[nth]?.[right], direction);
      if (order !== 0) return order;
    }
    return left - right;
  });
  return Int32Array.from(places, (place) => indexes[place] as number);
}

function compare(left: Value, right: Value, direction: Direction): number {
  if (left === right) return 0;
  if (left === undefined || right === undefined) {
    const missing = left === undefined ? -1 : 1;
    return direction.nullsLast ? -missing : direction.descending ? -missing : missing;
  }
  const order = left < right ? -1 : 1;
  return direction.descending ? -order : order;
}
