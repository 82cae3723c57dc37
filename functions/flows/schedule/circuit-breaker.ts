/** The brake (circuit breaker): a run that harms the sender's reputation by bounces or complaints is paused once, and editors are told. */
import { countSpread, type Harm, harmBy, harmsOf } from '../../domain/delivery/reputation.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import type { Standing } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { batchesOf } from '../ledger/plan-pass.ts';
import { alarm } from '../notices/alarm.ts';

type BrakePorts = Parameters<typeof alarm>[0] & Pick<DeliveryPorts, 'ledger' | 'subscribers'>;

const HARM = { bounced: 'of its letters bounced', complained: 'of its readers complained' } as const;
const REMEDY =
  'See where these readers came from (`report`), and SPF, DKIM and DMARC of the sender; `resume` goes on, which may cost the account its right to send.';

/**
 * Every further letter makes it worse. A share of the whole run decides, over several recipient domains: what one domain answers is
 * that domain's word. `example`: what one of the mailboxes said. Resuming it holds: the same harm stops a run once.
 */
export async function brakeRun(ports: BrakePorts, run: Run, standing: Standing, example = ''): Promise<void> {
  if (run.state !== 'sending') return;
  for (const suspected of harmsOf(standing)) {
    if (await hasStopped(ports, run, suspected.what)) continue;
    const harm = await spreadHarm(ports, run, standing, suspected);
    if (harm) return stopHarm(ports, run, harm, example);
  }
}

async function stopHarm(ports: BrakePorts, run: Run, harm: Harm, example: string): Promise<void> {
  const said = example === '' ? '' : ` (${example})`;
  const message = `${harm.percent} % ${HARM[harm.what]}${said}.`;
  await alarm(ports, { run, what: 'harm', message, remedy: REMEDY, command: `report ${run.id}` });
  await changeRun(ports, run.id, (found) =>
    found.state === 'sending'
      ? { ...found, state: 'paused', until: undefined, reason: `${message} ${REMEDY}` }
      : undefined,
  );
  await rememberStop(ports, run, harm.what);
}

const keyOf = (run: Run): string => `harm/${run.id}`;

/** Whoever resumed the run has read why it was paused. */
const hasStopped = async ({ ledger }: BrakePorts, run: Run, what: Harm['what']): Promise<boolean> =>
  ((await ledger.memory(keyOf(run))) ?? '').split(' ').includes(what);

async function rememberStop({ ledger }: BrakePorts, run: Run, what: Harm['what']): Promise<void> {
  const before = await ledger.memory(keyOf(run));
  await ledger.remember(keyOf(run), before ? `${before} ${what}` : what);
}

/** Ids are spread evenly (identity.ts): the first so many readers of a run are a fair sample of it. */
const SAMPLE = 500;

/** So many of the harmed say how all of them are spread: a share is right to a fiftieth of itself. */
const HARMED = 2000;

/**
 * Reads batches of the run until enough harmed readers are among them, which happens only where the share is passed already. Of most
 * runs these are all; of a run of millions, the batches read stand for it.
 */
async function spreadHarm(
  ports: BrakePorts,
  run: Run,
  standing: Standing,
  { what }: Harm,
): Promise<Harm | undefined> {
  const harmed: string[] = [];
  const sample: string[] = [];
  let [read, isWhole] = [0, true];
  for await (const batch of batchesOf(ports, run.id)) {
    harmed.push(...harmedMembers(batch, what));
    read += batch.outcomes.accepted.size;
    if (sample.length < SAMPLE) sample.push(...batch.members);
    isWhole = harmed.length < HARMED;
    if (!isWhole) break;
  }
  const accepted = isWhole ? standing.accepted : read;
  const audience = new Set(await domainsOf(ports, sample)).size;
  return harmBy(what, countSpread(await domainsOf(ports, harmed), audience), accepted);
}

function harmedMembers({ members, outcomes }: Batch, what: Harm['what']): string[] {
  const isHard = (position: number): boolean => what === 'complained' || !outcomes.soft.has(position);
  return [...outcomes[what]].filter(isHard).map((position) => members[position]!);
}

/** Ids to read at a time: DynamoDB answers for a hundred keys. */
const PAGE = 100;

/** One for each id. Who was erased has no domain any more: all of them share one without a name. */
async function domainsOf({ subscribers }: BrakePorts, ids: readonly string[]): Promise<string[]> {
  const domains: string[] = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const found = new Map(
      (await subscribers.getMany([...new Set(page)])).map(({ id, email }) => [id, email]),
    );
    domains.push(...page.map((id) => domainOf(found.get(id) ?? '')));
  }
  return domains;
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** A look reads every batch of the run, which a database may charge for. */
const LOOK = { least: MINUTE, most: 5 * MINUTE, perBatch: 300 };

/**
 * Milliseconds between two looks at a run of so many batches: large runs are looked at less often. `perSecond`: where it is known how
 * fast the run goes, a look is due once as many letters went as it reads batches, so that it costs each letter the same.
 */
export const lookEvery = (batches: number, perSecond?: number): number => {
  const wait = perSecond === undefined ? batches * LOOK.perBatch : (batches / perSecond) * SECOND;
  return Math.min(LOOK.most, Math.max(LOOK.least, wait));
};

type Look = { at: Instant; batches: number; accepted?: number; wait?: number };

/** The second look comes soon: nobody knows yet how fast the run goes. */
function waitAfter(last: Look | null, { batches, accepted }: Standing, now: Instant): number {
  if (last?.accepted === undefined || now <= last.at) return LOOK.least;
  return lookEvery(batches, (Math.max(0, accepted - last.accepted) / (now - last.at)) * SECOND);
}

/** For feedback, which comes all the time: looks at a run no more often than its size and its speed allow. */
export async function brakeSometimes(
  ports: BrakePorts & Pick<DeliveryPorts, 'clock'>,
  id: string,
  example: string,
): Promise<void> {
  const { ledger, clock } = ports;
  const key = `brake/${id}`;
  const last = JSON.parse((await ledger.memory(key)) ?? 'null') as Look | null;
  // A clock that was set back must not keep it from being looked at.
  if (last && Math.abs(clock() - last.at) < (last.wait ?? lookEvery(last.batches))) return;
  const run = await ledger.run(id);
  if (run?.state !== 'sending') return;
  const standing = await ledger.standing(id);
  await brakeRun(ports, run, standing, example);
  const at = clock();
  const { batches, accepted } = standing;
  const look: Look = { at, batches, accepted, wait: waitAfter(last, standing, at) };
  await ledger.remember(key, JSON.stringify(look));
}
