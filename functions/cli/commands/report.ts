/** `report [edition]`: the outcome of a run in numbers, or a line for each of the latest runs; `--readers`: growth of the list. */
import { BroadsheetError } from '../../domain/error.ts';
import type { SetAside } from '../../domain/ledger/compacted-run.ts';
import type { Report } from '../../domain/ledger/report.ts';
import { REASONS } from '../../domain/site/form-fields.ts';
import { reportRun, reportRuns } from '../../flows/runs/report.ts';
import { reportReaders } from '../../flows/subscribers/report-growth.ts';
import type { Local } from '../../wiring/local/local.ts';
import { type Answer, type Call, type Command, limitOf, wholeNumberOf } from '../command.ts';
import { csvText } from '../csv-text.ts';
import { growthCsv, growthText } from '../growth-text.ts';
import { count, duration, moment, table } from '../numbers.ts';
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
    if (call.flags.readers) return readers(call);
    const limit = limitOf(call, 10);
    return withLocal(call, (local) =>
      name === undefined
        ? latest(local, limit, call.flags.csv === true)
        : one(local, name, call.flags.csv === true),
    );
  },
};

function checkReaders({ flags, arguments: [name] }: Call): void {
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

const readers = (call: Call): Promise<Answer> =>
  withLocal(call, async (local) => {
    const { newsletter } = call.flags;
    const weeks = wholeNumberOf(call, 'weeks', 12);
    if (weeks > MAX_WEEKS)
      throw new BroadsheetError('usage', `--weeks is ${weeks}.`, {
        remedy: `At most ${MAX_WEEKS}: ten years.`,
      });
    const only = typeof newsletter === 'string' ? { newsletter } : {};
    const data = await reportReaders(portsOf(local), { weeks, ...only });
    return { text: call.flags.csv ? growthCsv(data) : growthText(data), data };
  });

const portsOf = (local: Local) => ({
  ...local,
  publication: async () => (await local.views.current()).release.index.publication,
});

async function latest(local: Local, limit: number, csv: boolean): Promise<Answer> {
  const reports = await reportRuns(portsOf(local), limit);
  if (csv) return { text: csvOf(reports.map((r) => cellsOf(r))), data: reports };
  const rows = reports.map((r) => [
    r.id,
    r.state,
    moment(r.began),
    ...[r.planned, r.accepted, r.setAside, r.unknown, r.bounced, r.complained, r.left.count].map(count),
    r.seconds === undefined ? '' : duration(r.seconds),
  ]);
  const head = ['run', 'state', 'began', 'planned', 'accepted', 'set aside', 'unknown', 'bounced'];
  const text = rows.length
    ? table([...head, 'complained', 'left', 'took'], rows)
    : 'Nothing has been sent yet.';
  return { text, data: reports };
}

async function one(local: Local, name: string, csv: boolean): Promise<Answer> {
  const found = await reportRun(portsOf(local), name);
  const cells = { ...cellsOf(found), ...asideCells(found.setAsideFor) };
  return { text: csv ? csvOf([cells]) : reportText(found), data: found };
}

const ASIDE: Readonly<Record<keyof SetAside, string>> = {
  left: 'left',
  paused: 'paused',
  later: 'came later',
  suppressed: 'suppressed',
  topics: 'chose none of its topics',
  erased: 'erased',
  since: 'would get it today',
};
const ASIDE_REASONS = Object.keys(ASIDE) as (keyof SetAside)[];

export function reportText(
  r: Report & { setAsideFor: SetAside; givenUp: number; foldedAt?: number },
): string {
  const share = (of: 'bounced' | 'complained') =>
    r.percent?.[of] === undefined ? '' : ` (${r.percent[of]} %)`;
  const reasons = Object.entries(r.reasons).map(([reason, n]) => `${count(n)} ${reason}`);
  const why = ASIDE_REASONS.filter((reason) => r.setAsideFor[reason] > 0).map(
    (reason) => `${count(r.setAsideFor[reason])} ${ASIDE[reason]}`,
  );
  const lines: (readonly [string, string])[] = [
    ['planned', count(r.planned) + (r.later ? `, and ${count(r.later)} in later passes` : '')],
    ['accepted', count(r.accepted)],
    ['set aside', count(r.setAside) + (why.length ? `: ${why.join(', ')} (by what is known today)` : '')],
    ['rejected', count(r.rejected) + (r.givenUp ? `: ${count(r.givenUp)} put off for a day` : '')],
    ['unknown', count(r.unknown)],
    ['tried again', count(r.again)],
    [r.state === 'cancelled' ? 'never sent' : 'waiting', count(r.waiting)],
    ['bounced', count(r.bounced) + share('bounced')],
    ['complained', count(r.complained) + share('complained')],
    ['left', `${count(r.left.count)} ${daysText(r)}`],
    ...(reasons.length > 0 ? [['said', reasons.join(', ')] as const] : []),
    ['took', tookText(r)],
    ...(r.foldedAt === undefined ? [] : [['recipients', `not kept since ${moment(r.foldedAt)}`] as const]),
  ];
  return [
    `${r.id}  ${r.state}${r.reason ? `: ${r.reason}` : ''}`,
    `  ${r.subject ? `"${r.subject}" (${r.newsletter})` : r.newsletter}, ${moment(r.began)}${r.ended ? ` to ${moment(r.ended)}` : ''}`,
    ...lines.map(([what, says]) => `  ${what.padEnd(11)}  ${says}`),
  ].join('\n');
}

const daysText = ({ newsletter, left: { from, to } }: Report): string =>
  from === to ? `${newsletter} on ${from}` : `${newsletter} from ${from} to ${to}`;

const tookText = ({ seconds, perSecond }: Report): string =>
  seconds === undefined
    ? 'nothing has gone'
    : duration(seconds) + (perSecond === undefined ? '' : `, ${perSecond} a second`);

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
  ...{ began: moment(r.began), ended: moment(r.ended), planned: r.planned, later_passes: r.later },
  ...{ accepted: r.accepted, set_aside: r.setAside, rejected: r.rejected, unknown: r.unknown },
  ...{ tried_again: r.again, waiting: r.waiting, bounced: r.bounced, complained: r.complained },
  ...{ left: r.left.count, left_from: r.left.from, left_to: r.left.to },
  ...{ bounced_percent: r.percent?.bounced, complained_percent: r.percent?.complained },
  ...{ left_percent: r.percent?.left, seconds: r.seconds, per_second: r.perSecond },
  ...Object.fromEntries(REASONS.map((reason) => [`reason_${reason}`, r.reasons[reason] ?? 0])),
});

const asideCells = (why: SetAside): Cells =>
  Object.fromEntries(ASIDE_REASONS.map((reason) => [`set_aside_${reason}`, why[reason]]));

const csvOf = (rows: readonly Cells[]): string =>
  csvText([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]);
