/** The limits (walls) that a large run meets, in order: where each stands, how much the run needs, and the setting that moves it. */
import {
  countOtherFunctions,
  DEFAULT_MAX_WORKERS,
  LETTERS_PER_WORKER,
} from '../../functions/domain/delivery/workers.ts';

type Run = { readers: number; rate: number; planning: number; hearing: number };

/** Write and read units a letter, as measured (ADR 9). */
const UNITS = { write: 0.74, read: 1.36 };
const BATCH = 50;
const NEW_TABLE = { write: 4000, read: 12_000 };

const shown = (n: number): string => Math.round(n).toLocaleString('en');

export function wallsOf({ readers, rate, planning, hearing }: Run): string[] {
  const workers = Math.ceil(rate / LETTERS_PER_WORKER);
  const minutes = readers / rate / 60;
  const [writes, reads] = [rate * UNITS.write, rate * UNITS.read];
  const rows: [wall: string, stands: string, needs: string, setting: string][] = [
    [
      'the account’s daily quota',
      'SES tells; often 50,000',
      shown(readers),
      'ask AWS; `plan` says how many days',
    ],
    [
      'the account’s rate',
      'SES tells; 14/s at first',
      `${shown(rate)}/s`,
      'ask AWS; `sending.perSecond` only lowers it',
    ],
    [
      'workers',
      `${LETTERS_PER_WORKER}/s each; as many as the account has room for, ${DEFAULT_MAX_WORKERS} at most`,
      shown(workers),
      `nothing up to ${DEFAULT_MAX_WORKERS}; \`hosting.workers\` beyond`,
    ],
    [
      'functions at once',
      '10 in a new account',
      shown(workers + countOtherFunctions(workers)),
      'Service Quotas: concurrent executions',
    ],
    [
      'events of the bus to the queue',
      '750 to 18,750/s by region',
      `${shown(rate)}/s`,
      'Service Quotas: EventBridge invocations',
    ],
    [
      'events heard',
      `${shown(hearing)}/s`,
      `${shown(rate)}/s`,
      'memory of Feedback; more functions by `hosting.workers`',
    ],
    [
      'writes of a new table',
      `${shown(NEW_TABLE.write)}/s`,
      `${shown(writes)}/s`,
      '`warmThroughput` of the table, once',
    ],
    [
      'reads of a new table',
      `${shown(NEW_TABLE.read)}/s`,
      `${shown(reads)}/s`,
      '`warmThroughput` of the table, once',
    ],
    [
      'planning',
      `${shown(planning)} readers/s`,
      `${shown(readers / planning / 60)} min of 10`,
      'SPANS_AT_ONCE in flows/ledger/plan.ts',
    ],
    [
      'markers of open batches, one partition',
      '1,000/s',
      `${shown(planning / BATCH)}/s`,
      'none: 50,000 readers/s planned',
    ],
    ['pace, one item', '10,000/s', `${shown(rate)}/s`, 'lanes in the pace adapter'],
    [
      'a look at the run',
      '8 pages of 1 MB at once',
      `${shown((readers / BATCH) * 0.002)} pages`,
      'memory of Tick and Feedback',
    ],
    ['doorbells of cold workers', 'SSM 40/s', `${shown(workers)} at once`, 'retried; SSM higher throughput'],
  ];
  const title = `${shown(readers)} readers at ${shown(rate)}/s: ${minutes.toFixed(0)} minutes`;
  return [
    title,
    ...rows.map(([wall, stands, needs, setting]) => `  ${wall}: ${stands}; needs ${needs}; ${setting}`),
  ];
}
