/** The report of a bench: its figures as a table, or with `--json` as one line for a program. */

export type Figure = {
  figure: string;
  ours: number;
  /** The figure of the baseline, measured in the same run. */
  beside: number | null;
  /** Our figure divided by the baseline. */
  ratio: number | null;
  unit: string;
  target: string;
  met: boolean;
};

/** The median; of an even number, the upper of the two middle values. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const HEADS = ['figure', 'ours', 'beside', 'ratio', 'unit', 'target', 'met'] as const;

const shown = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

const cellsOf = ({ figure, ours, beside, ratio, unit, target, met }: Figure): string[] => [
  figure,
  shown(ours),
  beside === null ? '–' : shown(beside),
  ratio === null ? '–' : ratio.toFixed(2),
  unit,
  target,
  met ? 'yes' : 'NO',
];

export function report(rows: readonly Figure[]): void {
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else for (const line of table([HEADS, ...rows.map(cellsOf)])) console.log(line);
}

function table(lines: readonly (readonly string[])[]): string[] {
  const widths = HEADS.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}
