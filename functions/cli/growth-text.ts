/** Prints the growth of the list (`report --readers`) as a table or as CSV. */
import type { Counted, Growth } from '../domain/subscribers/growth.ts';
import type { GrowthReport } from '../flows/subscribers/report-growth.ts';
import { csvText } from './csv-text.ts';
import { formatCount, table } from './numbers.ts';

const COUNTS = ['joined', 'confirmed', 'left', 'bounced', 'complained', 'erased', 'net'] as const;
const HEAD = ['week of', 'newsletter', 'source', ...COUNTS];
const WAYS = [
  ['confirmedBy', 'confirmed by'],
  ['leftBy', 'left by'],
  ['reasons', 'reasons'],
] as const;

const sums = (rows: readonly Growth[], of: (row: Growth) => Counted): Counted => {
  const total: Record<string, number> = {};
  for (const row of rows) for (const [way, n] of Object.entries(of(row))) total[way] = (total[way] ?? 0) + n;
  return total;
};

const countsOf = (row: Growth): Counted => Object.fromEntries(COUNTS.map((name) => [name, row[name]]));
const signed = (n: number): string => (n > 0 ? `+${formatCount(n)}` : n < 0 ? `-${formatCount(-n)}` : '0');
const cells = (of: Counted): string[] =>
  COUNTS.map((name) => (name === 'net' ? signed(of[name]!) : formatCount(of[name]!)));

export function growthText({ from, to, rows }: GrowthReport): string {
  if (rows.length === 0) return `Nobody came or went from ${from} to ${to}.`;
  const lines = rows.map((row) => [
    row.week,
    row.newsletter || '-',
    row.source || '-',
    ...cells(countsOf(row)),
  ]);
  const ways = WAYS.map(([field, words]) => {
    const by = Object.entries(sums(rows, (row) => row[field])).sort(([, a], [, b]) => b - a);
    return by.length > 0 ? [`${words}: ${by.map(([way, n]) => `${formatCount(n)} ${way}`).join(', ')}`] : [];
  });
  return [
    table(HEAD, [...lines, ['in all', '', '', ...cells(sums(rows, countsOf))]]),
    '',
    `From ${from} to ${to}; who chose two newsletters is counted in both.`,
    ...ways.flat(),
  ].join('\n');
}

/** CSV with a column for every way and reason that occurs: `left_one-click`, `reason_too-many`. */
export function growthCsv({ rows }: GrowthReport): string {
  const columns = (field: (typeof WAYS)[number][0], prefix: string) =>
    Object.keys(sums(rows, (row) => row[field]))
      .sort()
      .map((way) => [`${prefix}_${way}`, (row: Growth) => row[field][way] ?? 0] as const);
  const ways = [
    ...columns('confirmedBy', 'confirmed'),
    ...columns('leftBy', 'left'),
    ...columns('reasons', 'reason'),
  ];
  const head = ['week', 'newsletter', 'source', ...COUNTS, ...ways.map(([name]) => name)];
  const lines = rows.map((row) => [
    ...[row.week, row.newsletter, row.source],
    ...COUNTS.map((name) => row[name]),
    ...ways.map(([, value]) => value(row)),
  ]);
  return csvText([head, ...lines]);
}
