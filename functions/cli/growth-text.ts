/** Prints the growth of the list (`report --readers`) as a table or as CSV. */
import type { CountsByWay, Growth } from '../domain/subscribers/growth.ts';
import type { GrowthReport } from '../flows/subscribers/report-growth.ts';
import { csvText } from './csv-text.ts';
import { formatCount, formatTable } from './numbers.ts';

const COUNT_COLUMNS = ['joined', 'confirmed', 'left', 'bounced', 'complained', 'erased', 'net'] as const;
const TABLE_HEAD = ['week of', 'newsletter', 'source', ...COUNT_COLUMNS];
const BREAKDOWNS = [
  ['confirmedBy', 'confirmed by'],
  ['leftBy', 'left by'],
  ['reasons', 'reasons'],
] as const;

const sumUp = (rows: readonly Growth[], of: (row: Growth) => CountsByWay): CountsByWay => {
  const total: Record<string, number> = {};
  for (const row of rows) for (const [way, n] of Object.entries(of(row))) total[way] = (total[way] ?? 0) + n;
  return total;
};

const countsOf = (row: Growth): CountsByWay =>
  Object.fromEntries(COUNT_COLUMNS.map((name) => [name, row[name]]));
const formatSigned = (n: number): string =>
  n > 0 ? `+${formatCount(n)}` : n < 0 ? `-${formatCount(-n)}` : '0';
const countCells = (of: CountsByWay): string[] =>
  COUNT_COLUMNS.map((name) => (name === 'net' ? formatSigned(of[name]!) : formatCount(of[name]!)));

export function growthText({ from, to, rows }: GrowthReport): string {
  if (rows.length === 0) return `Nobody came or went from ${from} to ${to}.`;
  const lines = rows.map((row) => [
    row.week,
    row.newsletter || '-',
    row.source || '-',
    ...countCells(countsOf(row)),
  ]);
  const ways = BREAKDOWNS.map(([field, words]) => {
    const by = Object.entries(sumUp(rows, (row) => row[field])).sort(([, a], [, b]) => b - a);
    return by.length > 0 ? [`${words}: ${by.map(([way, n]) => `${formatCount(n)} ${way}`).join(', ')}`] : [];
  });
  return [
    formatTable(TABLE_HEAD, [...lines, ['in all', '', '', ...countCells(sumUp(rows, countsOf))]]),
    '',
    `From ${from} to ${to}; who chose two newsletters is counted in both.`,
    ...ways.flat(),
  ].join('\n');
}

/** CSV with a column for every way and reason that occurs: `left_one-click`, `reason_too-many`. */
export function growthCsv({ rows }: GrowthReport): string {
  const columns = (field: (typeof BREAKDOWNS)[number][0], prefix: string) =>
    Object.keys(sumUp(rows, (row) => row[field]))
      .sort()
      .map((way) => [`${prefix}_${way}`, (row: Growth) => row[field][way] ?? 0] as const);
  const ways = [
    ...columns('confirmedBy', 'confirmed'),
    ...columns('leftBy', 'left'),
    ...columns('reasons', 'reason'),
  ];
  const head = ['week', 'newsletter', 'source', ...COUNT_COLUMNS, ...ways.map(([name]) => name)];
  const lines = rows.map((row) => [
    ...[row.week, row.newsletter, row.source],
    ...COUNT_COLUMNS.map((name) => row[name]),
    ...ways.map(([, value]) => value(row)),
  ]);
  return csvText([head, ...lines]);
}
