import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import type { MissingList } from '../../operations/list-missing.ts';
import type { PlaylistSummary } from '../../operations/list-playlists.ts';
import type { Status } from '../../operations/get-status.ts';

export type Platform = 'button' | 'sensor' | 'binary_sensor' | 'switch' | 'event' | 'select' | 'number' | 'image';

/** What the entities are drawn from: the answers of a few operations at one moment. */
export interface Snapshot {
  readonly status: Status;
  readonly playlists: readonly PlaylistSummary[];
  readonly missing: MissingList;
  readonly flows: readonly FlowSummary[];
}

/** What one entity shows; state `null` = unknown. Attributes are plain JSON, at most 12 KiB. */
export interface EntityState {
  readonly state: string | number | null;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** A payload as it was understood, or why it was not. */
export type ReadPayload = { readonly input: unknown } | { readonly refusal: string };

/** What a press, a switch, a choice or a number asks for. `work` waits its turn behind other work; `setting` is applied at once. */
export interface EntityCommand {
  readonly operation: string;
  readonly kind: 'work' | 'setting';
  /** The operation's input for each payload that Home Assistant may send; others are passed over in silence. */
  readonly inputs?: Readonly<Record<string, unknown>> | undefined;
  /** Where payloads cannot be listed or a wrong one must be told: the operation's input, or a sentence for the log. */
  readonly read?: ((payload: string) => ReadPayload) | undefined;
}

/** A picture that an entity shows; it travels as it is, on a topic of its own. */
export interface EntityPicture {
  /** Changes whenever the picture does; undefined = there is none now, and what was shown stays. */
  version(snapshot: Snapshot): string | undefined;
  readonly contentType: string;
  /** The operation that answers with the picture (`CoverPicture` or null), and its input. */
  readonly operation: string;
  readonly input: unknown;
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
  readonly picture?: EntityPicture | undefined;
}

/** What Home Assistant sends when a button is pressed, unless told otherwise. */
export const press = 'PRESS';

export const onOff = (on: boolean | undefined): string | null => {
  if (on === undefined) return null;
  return on ? 'ON' : 'OFF';
};
