/**
 * Estimates the cost of a deployment on AWS: list prices, the use of each service, and the sums. docs/deploy.md prints them; a test
 * compares the two.
 */
import { type Bill, billOf, type HostingPrices } from '../../domain/account/prices.ts';
import type { Hosting } from '../../domain/publication/publication.ts';

/** The date of the prices. */
const PRICED = '2026-11-23';

/** us-east-1, US dollars. */
const PRICES = {
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  sqsRequest: 0.4e-6,
  /** Price of a GB-second on arm64. */
  lambdaSecond: 1.33334e-5,
  lambdaRequest: 0.2e-6,
  s3Get: 0.4e-6,
  schedulerCall: 1e-6,
  alarmMetric: 0.1,
  tableGigabyte: 0.25,
  bucketGigabyte: 0.023,
  logGigabyte: 0.5,
  /** A web ACL with one rule of AWS's own. */
  firewall: 6,
  dashboard: 3,
  kmsDecrypt: 3e-6,
} as const;

/** The monthly free tier, permanent or for a year (permanent for Lambda, SQS, alarms, Scheduler, KMS and 25 GB of table). */
const FREE = {
  sqsRequests: 1e6,
  lambdaSeconds: 400_000,
  lambdaRequests: 1e6,
  schedulerCalls: 14e6,
  alarmMetrics: 10,
  tableGigabytes: 25,
  kmsDecrypts: 20_000,
} as const;

/** Units a letter, with its share of plan, reads, ledger and feedback: bench/dynamodb-units.ts at 10,000 readers. */
export type LetterUnits = { writes: number; reads: number };
/** The limit that the benchmark holds. */
export const LETTER_UNITS: LetterUnits = { writes: 1.5, reads: 1.5 };

/** Memory of the functions in GB (infra/delivery.ts, infra/feedback.ts). */
const MEMORY = { deliver: 0.5, feedback: 1.73, tick: 0.5 };
/** Messages in one SQS request of a poller, also when it deletes them. */
const SQS_BATCH = 10;
/** Events are gathered for twenty seconds; a call takes a fifth of a second at 200 events a second, seldom more. */
const GATHERED = { seconds: 20, call: 0.2 };

/** The cost of a run without SES's own fee. `perSecond`: letters a second by one worker; a slower run pays for more time. */
export function letterCost(letters: number, units: LetterUnits, perSecond: number): Bill {
  const seconds = letters / perSecond;
  const events = letters * (1 + 2 / SQS_BATCH);
  const gathered = seconds / GATHERED.seconds;
  return billOf([
    { what: 'DynamoDB writes', dollars: letters * units.writes * PRICES.writeUnit },
    { what: 'DynamoDB reads', dollars: letters * units.reads * PRICES.readUnit },
    { what: 'SQS, an event a letter', dollars: events * PRICES.sqsRequest },
    { what: 'Lambda, delivering', dollars: seconds * MEMORY.deliver * PRICES.lambdaSecond },
    {
      what: 'Lambda, feedback',
      dollars: gathered * (GATHERED.call * MEMORY.feedback * PRICES.lambdaSecond + PRICES.lambdaRequest),
    },
  ]);
}

const MINUTES = 30 * 24 * 60;
/** Requests of Lambda's pollers: five long polls of twenty seconds for each of the four queues. */
const POLLS = 4 * 5 * 3 * MINUTES;
/** A tick: its seconds, read units, and requests to the store. */
const TICK = { seconds: 0.3, reads: 16, gets: 2 };
/** Decryptions: the tick reads the identity key and the ring of link keys every five minutes (functions/wiring/aws/stage-parameters.ts). */
const DECRYPTS = (2 * MINUTES) / 5;
/** Metrics of the alarms of infra/alarms/watches.ts; each alarm has one. */
export const ALARMS = 11;
/** GB of table, bucket and logs: a publication of some years with 10,000 subscribers. */
const ASSUMED_GIGABYTES = { table: 0.1, bucket: 1, logs: 0.1 };

/** The cost of a month without sending or traffic. `free`: the account has its free tier. `table`: its gigabytes. */
export function restCost(
  free: boolean,
  table: number = ASSUMED_GIGABYTES.table,
  { waf, dashboard }: Pick<Hosting, 'waf' | 'dashboard'> = { waf: false, dashboard: false },
): Bill {
  const beyond = (used: number, given: number): number => Math.max(0, used - (free ? given : 0));
  return billOf([
    { what: 'SQS, polled for work', dollars: beyond(POLLS, FREE.sqsRequests) * PRICES.sqsRequest },
    {
      what: 'Lambda, the tick',
      dollars:
        beyond(MINUTES * TICK.seconds * MEMORY.tick, FREE.lambdaSeconds) * PRICES.lambdaSecond +
        beyond(MINUTES, FREE.lambdaRequests) * PRICES.lambdaRequest,
    },
    { what: 'Scheduler', dollars: beyond(MINUTES, FREE.schedulerCalls) * PRICES.schedulerCall },
    { what: 'DynamoDB, read by the tick', dollars: MINUTES * TICK.reads * PRICES.readUnit },
    { what: 'S3, read by the tick', dollars: MINUTES * TICK.gets * PRICES.s3Get },
    { what: 'KMS, reading the keys', dollars: beyond(DECRYPTS, FREE.kmsDecrypts) * PRICES.kmsDecrypt },
    { what: 'CloudWatch alarms', dollars: beyond(ALARMS, FREE.alarmMetrics) * PRICES.alarmMetric },
    {
      what: 'Kept: table, bucket, logs',
      dollars:
        beyond(table, FREE.tableGigabytes) * PRICES.tableGigabyte +
        ASSUMED_GIGABYTES.bucket * PRICES.bucketGigabyte +
        ASSUMED_GIGABYTES.logs * PRICES.logGigabyte,
    },
    ...(waf ? [{ what: 'Firewall', dollars: PRICES.firewall }] : []),
    // The first three of an account are free.
    ...(dashboard ? [{ what: 'Dashboard', dollars: free ? 0 : PRICES.dashboard }] : []),
  ]);
}

export const AWS_PRICES: HostingPrices = {
  priced: PRICED,
  letters: (letters, perSecond) => letterCost(letters, LETTER_UNITS, perSecond),
  rest: restCost,
  kept: ASSUMED_GIGABYTES,
};
