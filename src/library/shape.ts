import type { Database } from 'better-sqlite3';

/**
 * A number that grows whenever the answer to "which tracks carry what" may have changed: tracks that came, went or moved to another album, artist, year
 * or library, and tags. Plays and ratings leave it alone. Stored, so that it tells of other threads and processes too.
 */
export interface Shape {
  readonly read: () => number;
  /** Something changed in the transaction under way. */
  readonly touch: () => void;
  /** Counts the change, in the same transaction. */
  readonly save: () => void;
  /** The transaction was rolled back. */
  readonly forget: () => void;
}

const setting = 'library.shape';

export const createShape = (database: Database): Shape => {
  const read = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck();
  const grow = database.prepare<[string]>(
    "INSERT INTO settings VALUES (?, '1') ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1",
  );
  let touched = false;
  return {
    read: () => Number(read.get(setting) ?? 0),
    touch: () => void (touched = true),
    save() {
      if (touched) grow.run(setting);
      touched = false;
    },
    forget: () => void (touched = false),
  };
};

/** Makes a value when first asked for, and anew when the shape has changed since. */
export const perShape = <Value>(shape: Shape, make: () => Value): (() => Value) => {
  let made: { readonly at: number; readonly value: Value } | undefined;
  return () => {
    const at = shape.read();
    if (made?.at !== at) made = { at, value: make() };
    return made.value;
  };
};
