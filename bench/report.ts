/** What every bench prints last: its figures as a table, or with `--json` as one line that a program can read. */

/** `beside`: what was measured in the same run to compare with; `ratio`: ours to that. */
export type Figure = {
  figure: string;
  ours: number;
  beside: number | null;
  ratio: number | null;
  unit: string;
  target: string;
  met: boolean;
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const COLUMNS = ['figure', 'ours', 'beside', 'ratio', 'unit', 'target', 'met'] as const;

const cell = (value: Figure[keyof Figure]): string => {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'NO';
  return typeof value === 'number' ? value.toLocaleString('en', { maximumSignificantDigits: 4 }) : value;
};

export function report(rows: readonly Figure[]): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(rows));
    return;
  }
  const lines = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((name) => cell(row[name])))];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const shown = (line: readonly string[]) => line.map((text, i) => text.padEnd(widths[i]!)).join('  ');
  for (const line of lines) console.log(shown(line).trimEnd());
}
