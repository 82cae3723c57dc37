/** The tick (scheduler): starts due runs, releases held ones and reports stuck ones. Ticks that run at once have the effect of one. */
import { isPremature } from '../../domain/ledger/run.ts';
import type { Pointers } from '../../domain/release/release.ts';
import { type Due, decideDue, FIRST_TICK_KEY } from '../../domain/schedule/due.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { View } from '../release/view.ts';
import { isStillDue, listDue } from './due.ts';
import { isHousekeepingDue } from './housekeeping.ts';
import { tellPast } from './past-editions.ts';
import { watchRuns } from './watch-runs.ts';

export async function tick(ports: DeliveryPorts): Promise<void> {
  const view = await ports.views.current();
  const failed = ports.settings.automatic ? await startDueRuns(ports, view) : [];
  await watchRuns(ports, view);
  // The import is lazy, since most ticks clean up nothing and the function's cold start shall stay short.
  if (await isHousekeepingDue(ports, view.now))
    await (await import('./daily-cleanup.ts')).cleanUp(ports, view.now);
  if (failed.length > 0) throw failed[0];
}

/**
 * The tick on AWS. False, and nothing done, before the first publication: a first deployment creates the schedule before it publishes.
 */
export async function tickOncePublished(ports: DeliveryPorts, pointers: Pointers): Promise<boolean> {
  try {
    await tick(ports);
    return true;
  } catch (error) {
    if (await pointers.read()) throw error;
    return false;
  }
}

/** Starts what is due. A failure does not stop the others: its error is returned, and the next tick tries again. */
async function startDueRuns(ports: DeliveryPorts, view: View): Promise<unknown[]> {
  const firstTick = await readFirstTick(ports, view.now);
  const known = await readUpcoming(ports);
  const due = new Map((await listDue(view)).map((one) => [one.id, one]));
  for (const one of known.values())
    if (!due.has(one.id) && (await isStillDue(view, one))) due.set(one.id, one);
  const upcoming: Due[] = [];
  const failed: unknown[] = [];
  for (const one of due.values()) {
    const run = await ports.ledger.run(one.id);
    if (one.at < firstTick || (run && !isPremature(run, view.now))) continue;
    const decision = decideDue(one, view.now, firstTick, known.has(one.id));
    if (decision === 'wait') upcoming.push(one);
    if (decision !== 'start' && decision !== 'missed') continue;
    try {
      await (await import('./start-due.ts')).startDueRun(ports, view, one, decision);
    } catch (error) {
      failed.push(error);
      upcoming.push(one);
    }
  }
  await storeUpcoming(ports, known, upcoming);
  await tellPast(ports, view);
  return failed;
}

/**
 * The instant of the first tick. Nothing older is ever sent by schedule, since an imported archive is not news. A first tick in the
 * future was stored by a clock that ran ahead and is replaced.
 */
async function readFirstTick({ ledger }: DeliveryPorts, now: number): Promise<number> {
  const known = await ledger.getState(FIRST_TICK_KEY);
  if (known !== undefined && Number(known) <= now) return Number(known);
  await ledger.setState(FIRST_TICK_KEY, String(now));
  return now;
}

const UPCOMING_KEY = 'coming';

/** The sendings that earlier ticks saw coming. */
async function readUpcoming({ ledger }: DeliveryPorts): Promise<Map<string, Due>> {
  const known = JSON.parse((await ledger.getState(UPCOMING_KEY)) ?? '[]') as Due[];
  return new Map(known.map((due) => [due.id, due]));
}

async function storeUpcoming(
  { ledger }: DeliveryPorts,
  known: Map<string, Due>,
  upcoming: readonly Due[],
): Promise<void> {
  const text = JSON.stringify(upcoming);
  if (text !== JSON.stringify([...known.values()])) await ledger.setState(UPCOMING_KEY, text);
}
