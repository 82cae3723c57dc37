/** The circuit breaker (brake) of runs: pauses a run whose bounces or complaints harm the sender's reputation, and alarms the editors. */
import {
  checkRate,
  countSpread,
  type ExceededRate,
  findExceededRates,
} from '../../domain/delivery/reputation.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import type { RunCounts } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readBatches } from '../ledger/plan-pass.ts';
import { sendAlarm } from '../notices/alarm.ts';

type BreakerPorts = Parameters<typeof sendAlarm>[0] & Pick<DeliveryPorts, 'ledger' | 'subscribers'>;

const HARM = { bounced: 'of its letters bounced', complained: 'of its readers complained' } as const;
const REMEDY =
  'See where these readers came from (`report`), and SPF, DKIM and DMARC of the sender; `resume` goes on, which may cost the account its right to send.';

/**
 * Pauses a run if its rate of hard bounces or complaints is too high, since every further letter makes it worse. Several recipient domains
 * must agree: a single domain must not stop a run. A resumed run is not paused again for the same kind of harm. `run` is being sent.
 * `example`: the answer of one mailbox.
 */
export async function tripBreaker(
  ports: BreakerPorts,
  run: Run,
  counts: RunCounts,
  example = '',
): Promise<void> {
  for (const suspected of findExceededRates(counts)) {
    if (await hasPausedBefore(ports, run, suspected.what)) continue;
    const harm = await countHarmSpread(ports, run, counts, suspected);
    if (harm) return pauseHarmfulRun(ports, run, harm, example);
  }
}

async function pauseHarmfulRun(
  ports: BreakerPorts,
  run: Run,
  harm: ExceededRate,
  example: string,
): Promise<void> {
  const said = example === '' ? '' : ` (${example})`;
  const message = `${harm.percent} % ${HARM[harm.what]}${said}.`;
  await sendAlarm(ports, { run, what: 'harm', message, remedy: REMEDY, command: `report ${run.id}` });
  await changeRun(ports, run.id, (found) =>
    found.state === 'sending'
      ? { ...found, state: 'paused', until: undefined, reason: `${message} ${REMEDY}` }
      : undefined,
  );
  await storePause(ports, run, harm.what);
}

const pausesKey = (run: Run): string => `harm/${run.id}`;

/** True if the run was paused for this before. The editor who resumed it has read the reason. */
const hasPausedBefore = async (
  { ledger }: BreakerPorts,
  run: Run,
  what: ExceededRate['what'],
): Promise<boolean> => ((await ledger.getState(pausesKey(run))) ?? '').split(' ').includes(what);

async function storePause({ ledger }: BreakerPorts, run: Run, what: ExceededRate['what']): Promise<void> {
  const before = await ledger.getState(pausesKey(run));
  await ledger.setState(pausesKey(run), before ? `${before} ${what}` : what);
}

/** Subscribers in a sample. Ids are evenly distributed (identity.ts), so the first ones of a run are a fair sample. */
const SAMPLE_SUBSCRIBERS = 500;

/** The most bounced or complaining subscribers whose domains are read. Their share is then right to a fiftieth of itself. */
const MAX_HARMED_READ = 2000;

/**
 * Reads batches of the run until they hold enough bounced or complaining subscribers, which happens only once the rate is exceeded. Most
 * runs are read whole; a run of millions is judged by the batches read.
 */
async function countHarmSpread(
  ports: BreakerPorts,
  run: Run,
  counts: RunCounts,
  { what }: ExceededRate,
): Promise<ExceededRate | undefined> {
  const harmed: string[] = [];
  const sample: string[] = [];
  let [read, isWhole] = [0, true];
  for await (const batch of readBatches(ports, run.id)) {
    harmed.push(...listHarmed(batch, what));
    read += batch.outcomes.accepted.size;
    if (sample.length < SAMPLE_SUBSCRIBERS) sample.push(...batch.members);
    isWhole = harmed.length < MAX_HARMED_READ;
    if (!isWhole) break;
  }
  const accepted = isWhole ? counts.accepted : read;
  const audience = new Set(await readDomains(ports, sample)).size;
  return checkRate(what, countSpread(await readDomains(ports, harmed), audience), accepted);
}

function listHarmed({ members, outcomes }: Batch, what: ExceededRate['what']): string[] {
  const isHard = (position: number): boolean => what === 'complained' || !outcomes.soft.has(position);
  return [...outcomes[what]].filter(isHard).map((position) => members[position]!);
}

/** Ids read at a time: DynamoDB answers for a hundred keys. */
const IDS_PER_READ = 100;

/** The mail domain of each id. Erased subscribers have none and count as one common domain. */
async function readDomains({ subscribers }: BreakerPorts, ids: readonly string[]): Promise<string[]> {
  const domains: string[] = [];
  for (let at = 0; at < ids.length; at += IDS_PER_READ) {
    const page = ids.slice(at, at + IDS_PER_READ);
    const found = new Map(
      (await subscribers.getMany([...new Set(page)])).map(({ id, email }) => [id, email]),
    );
    domains.push(...page.map((id) => domainOf(found.get(id) ?? '')));
  }
  return domains;
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** Milliseconds between two checks. A check reads every batch of the run, and a database may charge for that. */
const CHECK_INTERVAL = { least: MINUTE, most: 5 * MINUTE, perBatch: 300 };

/**
 * Milliseconds between two checks of a run of so many batches; large runs are checked less often. `perSecond`: the run's speed, if known.
 * A check is then due once as many letters went as it reads batches, so that the cost for each letter is constant.
 */
export const checkIntervalFor = (batches: number, perSecond?: number): number => {
  const wait = perSecond === undefined ? batches * CHECK_INTERVAL.perBatch : (batches / perSecond) * SECOND;
  return Math.min(CHECK_INTERVAL.most, Math.max(CHECK_INTERVAL.least, wait));
};

type LastCheck = { at: Instant; batches: number; accepted?: number; wait?: number };

/** The wait until the next check. The second check comes soon, since the run's speed is not known yet. */
function waitAfter(last: LastCheck | null, { batches, accepted }: RunCounts, now: Instant): number {
  if (last?.accepted === undefined || now <= last.at) return CHECK_INTERVAL.least;
  return checkIntervalFor(batches, (Math.max(0, accepted - last.accepted) / (now - last.at)) * SECOND);
}

/** Checks a run on feedback, which arrives all the time, but no more often than the run's size and speed allow. */
export async function tripBreakerSometimes(
  ports: BreakerPorts & Pick<DeliveryPorts, 'clock'>,
  id: string,
  example: string,
): Promise<void> {
  const { ledger, clock } = ports;
  const key = `brake/${id}`;
  const last = JSON.parse((await ledger.getState(key)) ?? 'null') as LastCheck | null;
  // After the clock was set back the run must still be checked.
  if (last && Math.abs(clock() - last.at) < (last.wait ?? checkIntervalFor(last.batches))) return;
  const run = await ledger.run(id);
  if (run?.state !== 'sending') return;
  const counts = await ledger.counts(id);
  await tripBreaker(ports, run, counts, example);
  const at = clock();
  const { batches, accepted } = counts;
  const check: LastCheck = { at, batches, accepted, wait: waitAfter(last, counts, at) };
  await ledger.setState(key, JSON.stringify(check));
}
