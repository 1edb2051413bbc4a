import type { ConfigRow } from '../../config/redact.ts';
import { cleanText, formatAmount } from '../format.ts';
import { renderTable } from './table.ts';
import type { Ui } from './ui.ts';
import { wrapText } from './wrap-text.ts';

/** Every option in a table; what lists hold stands below it, an entry a line, so that nothing of it is cut off. */
export const renderConfig = (ui: Ui, rows: readonly ConfigRow[]): string =>
  [
    renderTable(ui, rows, [
      { head: 'Option', value: nameOf },
      { head: 'Value', value: summarise, flexible: true },
      {
        head: 'From',
        value: ({ origin }) => origin,
        tone: ({ origin }) => (origin === 'default' ? 'soft' : 'good'),
      },
    ]),
    ...rows.filter(({ entries = [] }) => entries.length > 0).map((row) => renderEntries(ui, row)),
  ].join('\n\n');

const nameOf = ({ env, name }: ConfigRow): string => env ?? name;

const summarise = ({ entries = [], value }: ConfigRow): string =>
  entries.length === 0 || value === '(not set)'
    ? value
    : `${formatAmount(entries.length, 'entry', 'entries')}, see below`;

const renderEntries = (ui: Ui, row: ConfigRow): string => {
  const isOurs = row.value === '(not set)';
  const head = `${nameOf(row)}${isOurs ? ', as long as it is not set' : ''}`;
  const lines = (row.entries ?? []).flatMap(([first, ...details]) => [
    ...indent(ui, first, 2),
    ...details.flatMap((detail) => indent(ui, detail, 6)),
  ]);
  return [ui.paint('strong', head), ...lines].join('\n');
};

const indent = (ui: Ui, text: string, columns: number): readonly string[] =>
  wrapText(cleanText(text), ui.width - columns - 4).map(
    (line, at) => ' '.repeat(at === 0 ? columns : columns + 4) + line,
  );
