/** Lays out plain text: lists with dashes, quotations with >, tables in columns. */

/** An open container with its blocks so far. Blocks of a `tight` one are not separated by blank lines. */
export type Frame = { blocks: string[]; tight: boolean };

export const together = ({ blocks, tight }: Frame): string => blocks.join(tight ? '\n' : '\n\n');

/** A hanging indent: every line but the first is indented to where the first begins; blank lines stay blank. */
export const hang = (lead: string, text: string): string =>
  lead + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(lead.length)}`);

export const quote = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

export const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');

/** Columns of a line; plain-text mail readers wrap at about 72. */
const WIDTH = 72;

/** The number of characters of `tableText`: every row repeats the heading. */
export function tableSize(rows: readonly (readonly string[])[]): number {
  const size = (row: readonly string[] = []) => row.reduce((sum, cell) => sum + cell.length + 2, 0);
  return rows.length * Math.max(size(rows[0]), 0) + rows.reduce((sum, row) => sum + size(row), 0);
}

/** Lays out columns if they fit into a line, else every row as `heading: value` lines. `rows[0]` is the heading. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\n/g, ' ')));
  const [heading = [], ...body] = cells;
  const widths = heading.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  if (widths.reduce((sum, width) => sum + width + 2, 0) <= WIDTH) {
    const line = (row: readonly string[]) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd();
    return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
  }
  const pair = (cell: string, i: number) => (heading[i] ? `${heading[i]}: ${cell}` : cell);
  return body.map((row) => row.map(pair).join('\n')).join('\n\n');
}
