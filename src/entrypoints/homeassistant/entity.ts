import type { MissingList } from '../../operations/list-missing.ts';
import type { PlaylistSummary } from '../../operations/list-playlists.ts';
import type { Status } from '../../operations/get-status.ts';

export type Platform = 'button' | 'sensor' | 'binary_sensor' | 'switch' | 'event';

/** What the entities are drawn from: the answers of three operations at one moment. */
export interface Snapshot {
  readonly status: Status;
  readonly playlists: readonly PlaylistSummary[];
  readonly missing: MissingList;
}

/** What one entity shows; state `null` = unknown. Attributes are plain JSON, at most 12 KiB. */
export interface EntityState {
  readonly state: string | number | null;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** What a press or a switch asks for. `work` waits its turn behind other work; `setting` is applied at once. */
export interface EntityCommand {
  readonly operation: string;
  readonly kind: 'work' | 'setting';
  /** The operation's input for each payload that Home Assistant may send. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** One entity as a row: everything Home Assistant needs to know about it, and where its state comes from. */
export interface Entity {
  /** Names the entity in topics and in its unique id: made of stable ids, never of titles. `[A-Za-z0-9_-]` only. */
  readonly key: string;
  readonly platform: Platform;
  readonly name: string;
  /** Proposed entity id without domain and device part. */
  readonly objectId: string;
  readonly icon: string;
  readonly category?: 'config' | 'diagnostic' | undefined;
  /** Further keys of the platform: device_class, unit_of_measurement, options … */
  readonly traits?: Readonly<Record<string, unknown>> | undefined;
  readonly render?: ((snapshot: Snapshot) => EntityState) | undefined;
  readonly command?: EntityCommand | undefined;
}

/** What Home Assistant sends when a button is pressed, unless told otherwise. */
export const press = 'PRESS';

export const onOff = (on: boolean | undefined): string | null => {
  if (on === undefined) return null;
  return on ? 'ON' : 'OFF';
};
