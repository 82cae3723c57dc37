/** `report [edition]`: the outcome of a run in numbers, or a line for each of the latest runs; `--readers`: growth of the list. */
import { BroadsheetError } from '../../domain/error.ts';
import type { SkipCounts } from '../../domain/ledger/compacted-run.ts';
import type { Report } from '../../domain/ledger/report.ts';
import { UNSUBSCRIBE_REASONS } from '../../domain/site/form-fields.ts';
import { reportRun, reportRuns } from '../../flows/runs/report.ts';
import { reportGrowth } from '../../flows/subscribers/report-growth.ts';
import type { LocalParts } from '../../wiring/local/local.ts';
import { type Command, type CommandAnswer, type CommandCall, limitOf, wholeNumberOf } from '../command.ts';
import { csvText } from '../csv-text.ts';
import { growthCsv, growthText } from '../growth-text.ts';
import { formatCount, formatDuration, formatInstant, formatTable } from '../numbers.ts';
import { withLocal } from '../open.ts';

export const report: Command = {
  name: 'report',
  summary: 'Says in numbers what became of an edition, of the latest runs, or who came and went.',
  takes: ['[edition]'],
  flags: {
    csv: { type: 'boolean', help: 'As CSV, safe to open in a spreadsheet.' },
    limit: { type: 'string', value: '<n>', help: 'Without an edition: how many runs. Default 10.' },
    readers: { type: 'boolean', help: 'Who joined, confirmed and left, by week, newsletter and source.' },
    weeks: { type: 'string', value: '<n>', help: 'With --readers: how many weeks. Default 12.' },
    newsletter: { type: 'string', value: '<id>', help: 'With --readers: that one alone.' },
  },
  run: (call) => {
    if (call.flags.csv && call.flags.json)
      throw new BroadsheetError('usage', 'CSV and --json do not go together.', { remedy: 'Choose one.' });
    const [name] = call.arguments;
    checkReaders(call);
    if (call.flags.readers) return answerGrowth(call);
    const limit = limitOf(call, 10);
    return withLocal(call, (local) =>
      name === undefined
        ? answerLatest(local, limit, call.flags.csv === true)
        : answerRun(local, name, call.flags.csv === true),
    );
  },
};

function checkReaders({ flags, arguments: [name] }: CommandCall): void {
  const alone = (['weeks', 'newsletter'] as const).find((flag) => flags[flag] !== undefined);
  if (!flags.readers && alone)
    throw new BroadsheetError('usage', `--${alone} goes with --readers.`, { remedy: 'Add --readers.' });
  const other = name === undefined ? flags.limit !== undefined && '--limit' : 'an edition';
  if (flags.readers && other)
    throw new BroadsheetError('usage', `--readers and ${other} do not go together.`, {
      remedy: 'Choose one.',
    });
}

const MAX_WEEKS = 520;

const answerGrowth = (call: CommandCall): Promise<CommandAnswer> =>
  withLocal(call, async (local) => {
    const { newsletter } = call.flags;
    const weeks = wholeNumberOf(call, 'weeks', 12);
    if (weeks > MAX_WEEKS)
      throw new BroadsheetError('usage', `--weeks is ${weeks}.`, {
        remedy: `At most ${MAX_WEEKS}: ten years.`,
      });
    const only = typeof newsletter === 'string' ? { newsletter } : {};
    const data = await reportGrowth(portsOf(local), { weeks, ...only });
    return { text: call.flags.csv ? growthCsv(data) : growthText(data), data };
  });

const portsOf = (local: LocalParts) => ({
  ...local,
  publication: async () => (await local.views.current()).release.index.publication,
});

async function answerLatest(local: LocalParts, limit: number, csv: boolean): Promise<CommandAnswer> {
  const reports = await reportRuns(portsOf(local), limit);
  if (csv) return { text: csvOf(reports.map((r) => cellsOf(r))), data: reports };
  const rows = reports.map((r) => [
    r.id,
    r.state,
    formatInstant(r.began),
    ...[r.planned, r.accepted, r.setAside, r.unknown, r.bounced, r.complained, r.left.count].map(formatCount),
    r.seconds === undefined ? '' : formatDuration(r.seconds),
  ]);
  const head = ['run', 'state', 'began', 'planned', 'accepted', 'set aside', 'unknown', 'bounced'];
  const text = rows.length
    ? formatTable([...head, 'complained', 'left', 'took'], rows)
    : 'Nothing has been sent yet.';
  return { text, data: reports };
}

async function answerRun(local: LocalParts, name: string, csv: boolean): Promise<CommandAnswer> {
  const found = await reportRun(portsOf(local), name);
  const cells = { ...cellsOf(found), ...skippedCells(found.setAsideFor) };
  return { text: csv ? csvOf([cells]) : reportText(found), data: found };
}

const SKIPPED_TEXTS: Readonly<Record<keyof SkipCounts, string>> = {
  left: 'left',
  paused: 'paused',
  later: 'came later',
  suppressed: 'suppressed',
  topics: 'chose none of its topics',
  erased: 'erased',
  since: 'would get it today',
};
const SKIP_REASONS = Object.keys(SKIPPED_TEXTS) as (keyof SkipCounts)[];

export function reportText(
  r: Report & { setAsideFor: SkipCounts; givenUp: number; foldedAt?: number },
): string {
  const share = (of: 'bounced' | 'complained') =>
    r.percent?.[of] === undefined ? '' : ` (${r.percent[of]} %)`;
  const reasons = Object.entries(r.reasons).map(([reason, n]) => `${formatCount(n)} ${reason}`);
  const why = SKIP_REASONS.filter((reason) => r.setAsideFor[reason] > 0).map(
    (reason) => `${formatCount(r.setAsideFor[reason])} ${SKIPPED_TEXTS[reason]}`,
  );
  const lines: (readonly [string, string])[] = [
    ['planned', formatCount(r.planned) + (r.later ? `, and ${formatCount(r.later)} in later passes` : '')],
    ['accepted', formatCount(r.accepted)],
    [
      'set aside',
      formatCount(r.setAside) + (why.length ? `: ${why.join(', ')} (by what is known today)` : ''),
    ],
    [
      'rejected',
      formatCount(r.rejected) + (r.givenUp ? `: ${formatCount(r.givenUp)} put off for a day` : ''),
    ],
    ['unknown', formatCount(r.unknown)],
    ['tried again', formatCount(r.again)],
    [r.state === 'cancelled' ? 'never sent' : 'waiting', formatCount(r.waiting)],
    ['bounced', formatCount(r.bounced) + share('bounced')],
    ['complained', formatCount(r.complained) + share('complained')],
    ['left', `${formatCount(r.left.count)} ${daysText(r)}`],
    ...(reasons.length > 0 ? [['said', reasons.join(', ')] as const] : []),
    ['took', tookText(r)],
    ...(r.foldedAt === undefined
      ? []
      : [['recipients', `not kept since ${formatInstant(r.foldedAt)}`] as const]),
  ];
  return [
    `${r.id}  ${r.state}${r.reason ? `: ${r.reason}` : ''}`,
    `  ${r.subject ? `"${r.subject}" (${r.newsletter})` : r.newsletter}, ${formatInstant(r.began)}${r.ended ? ` to ${formatInstant(r.ended)}` : ''}`,
    ...lines.map(([what, says]) => `  ${what.padEnd(11)}  ${says}`),
  ].join('\n');
}

const daysText = ({ newsletter, left: { from, to } }: Report): string =>
  from === to ? `${newsletter} on ${from}` : `${newsletter} from ${from} to ${to}`;

const tookText = ({ seconds, perSecond }: Report): string =>
  seconds === undefined
    ? 'nothing has gone'
    : formatDuration(seconds) + (perSecond === undefined ? '' : `, ${perSecond} a second`);

type Cells = Readonly<Record<string, string | number | undefined>>;

const cellsOf = (r: Report): Cells => ({
  ...{
    run: r.id,
    kind: r.kind,
    newsletter: r.newsletter,
    subject: r.subject,
    state: r.state,
    reason: r.reason,
  },
  ...{
    began: formatInstant(r.began),
    ended: formatInstant(r.ended),
    planned: r.planned,
    later_passes: r.later,
  },
  ...{ accepted: r.accepted, set_aside: r.setAside, rejected: r.rejected, unknown: r.unknown },
  ...{ tried_again: r.again, waiting: r.waiting, bounced: r.bounced, complained: r.complained },
  ...{ left: r.left.count, left_from: r.left.from, left_to: r.left.to },
  ...{ bounced_percent: r.percent?.bounced, complained_percent: r.percent?.complained },
  ...{ left_percent: r.percent?.left, seconds: r.seconds, per_second: r.perSecond },
  ...Object.fromEntries(UNSUBSCRIBE_REASONS.map((reason) => [`reason_${reason}`, r.reasons[reason] ?? 0])),
});

const skippedCells = (why: SkipCounts): Cells =>
  Object.fromEntries(SKIP_REASONS.map((reason) => [`set_aside_${reason}`, why[reason]]));

const csvOf = (rows: readonly Cells[]): string =>
  csvText([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]);
