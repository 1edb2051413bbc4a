import type { Database } from 'better-sqlite3';

export type Cell = string | number | null;

/** About so many values in one statement: many more gain nothing. */
const valuesPerStatement = 480;

/** Inserts rows, many to a statement. Gives a function that takes all cells of all rows, one row after the other. */
export const createBulkInsert = (
  database: Database,
  verb: 'INSERT' | 'INSERT OR IGNORE',
  table: string,
  columns: readonly string[],
): ((cells: readonly Cell[]) => void) => {
  const width = columns.length;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const prepare = (rows: number) =>
    database.prepare<[readonly Cell[]]>(
      `${verb} INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}`,
    );
  const rowsAtOnce = Math.max(1, Math.floor(valuesPerStatement / width));
  const many = prepare(rowsAtOnce);
  const one = prepare(1);
  return (cells) => {
    let at = 0;
    const step = rowsAtOnce * width;
    for (; at + step <= cells.length; at += step) many.run(cells.slice(at, at + step));
    for (; at < cells.length; at += width) one.run(cells.slice(at, at + width));
  };
};
