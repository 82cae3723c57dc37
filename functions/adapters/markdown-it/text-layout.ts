/** Lays out blocks of plain text: lists with dashes, quotations with >, tables in columns. */
import { countColumns } from '../../domain/text/unspaced.ts';

/** An open container and its blocks so far. Blocks of a `tight` one have no blank lines between them. */
export type Frame = { blocks: string[]; tight: boolean };

export const joinBlocks = ({ blocks, tight }: Frame): string => blocks.join(tight ? '\n' : '\n\n');

/** Puts `lead` before the first line and indents all others by its width; blank lines stay blank. */
export const hangIndent = (lead: string, text: string): string =>
  lead + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(lead.length)}`);

export const quoteText = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

export const indentText = (text: string): string => text.replace(/^(?=.)/gm, '    ');

/** Plain-text readers of mail wrap lines at about 72 columns. */
const MAX_LINE_COLUMNS = 72;

/** The characters that `layOutTable` may produce at most: every row may repeat the heading. */
export function tableSize(rows: readonly (readonly string[])[]): number {
  const size = (row: readonly string[] = []) => row.reduce((sum, cell) => sum + cell.length + 2, 0);
  return rows.length * Math.max(size(rows[0]), 0) + rows.reduce((sum, row) => sum + size(row), 0);
}

/** Columns if they fit into a line; otherwise each row as lines of `heading: value`. `rows[0]` is the heading. */
export function layOutTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\n/g, ' ')));
  const [heading = [], ...body] = cells;
  const widths = heading.map((_, i) => Math.max(...cells.map((row) => countColumns(row[i] ?? ''))));
  if (widths.reduce((sum, width) => sum + width + 2, 0) <= MAX_LINE_COLUMNS) {
    const line = (row: readonly string[]) =>
      row
        .map((cell, i) => cell + ' '.repeat(widths[i]! - countColumns(cell)))
        .join('  ')
        .trimEnd();
    return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
  }
  const pair = (cell: string, i: number) => (heading[i] ? `${heading[i]}: ${cell}` : cell);
  return body.map((row) => row.map(pair).join('\n')).join('\n\n');
}
