import Table from 'cli-table3';
import stringWidth from 'string-width';
import { cleanText } from '../format.ts';
import type { Ui } from './ui.ts';

export interface Column<Row> {
  readonly head: string;
  readonly value: (row: Row) => string;
  readonly right?: true;
  /** May be cut short when the terminal is narrow. */
  readonly flexible?: true;
  readonly tone?: (row: Row) => Parameters<Ui['paint']>[0] | undefined;
}

const gap = 2;
const narrowestFlexible = 8;
/** No lines: aligned columns are easier to read, to copy and to grep. */
const noLines = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** Aligned columns that fit the terminal. Titles are cleaned of control characters; wide letters count as two. */
export const renderTable = <Row>(ui: Ui, rows: readonly Row[], columns: readonly Column<Row>[]): string => {
  const cells = rows.map((row) => columns.map((column) => cleanText(column.value(row))));
  const widths = fitWidths(ui.width, columns, cells);
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [], compact: true },
    colWidths: widths.map((width) => width + gap),
    colAligns: columns.map((column) => (column.right === true ? 'right' : 'left')),
    head: columns.map((column) => ui.paint('soft', column.head)),
  });
  for (const [index, row] of rows.entries())
    table.push(columns.map((column, at) => paintCell(ui, column, row, cells[index]?.[at] ?? '')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

const paintCell = <Row>(ui: Ui, column: Column<Row>, row: Row, text: string): string => {
  const tone = column.tone?.(row);
  return tone === undefined ? text : ui.paint(tone, text);
};

/** Natural widths, taken from the widest flexible column until the line fits. */
const fitWidths = <Row>(
  width: number,
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
): readonly number[] => {
  const widths = columns.map((column, at) =>
    Math.max(1, stringWidth(column.head), ...cells.map((row) => stringWidth(row[at] ?? ''))),
  );
  const total = (): number => widths.reduce((sum, one) => sum + one + gap, -gap);
  while (total() > width) {
    const widest = columns
      .map((column, at) => ({ at, width: widths[at] ?? 0, flexible: column.flexible === true }))
      .filter((column) => column.flexible && column.width > narrowestFlexible)
      .sort((a, b) => b.width - a.width)[0];
    if (widest === undefined) break;
    widths[widest.at] = Math.max(narrowestFlexible, widest.width - (total() - width > 20 ? 8 : 1));
  }
  return widths;
};
