/** A worker's loop on AWS: once woken, it takes up one live run after the other, a turn each, until nothing waits or its time is over. */
import { PLANNERS } from '../../domain/delivery/workers.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { planBatches } from '../ledger/plan.ts';
import { isOver, isUnplanned } from '../ledger/run-needs.ts';
import { deliver } from './deliver.ts';
import { findAlertsBefore, makeInterruptible, orderRunsFor, WORKER_TURN } from './run-order.ts';
import { countWorkers } from './worker-count.ts';
import { createWorkerSeat, readTakenSeats, type Shift, type WorkerSeat } from './worker-seats.ts';

/** How long a run is left alone after a turn without progress, so that a worker never spins. */
const IDLE_RUN_REST = 30 * SECOND;

type ShiftWork = {
  shift: Shift;
  /** The states of the runs that this shift works on; `waits` says whether a run has something to do now. */
  states: readonly Run['state'][];
  waits(run: Run, others: readonly { run: string }[]): Promise<boolean>;
  /** Works on the run for a turn. True if there was progress. */
  turn(ports: DeliveryPorts, run: Run): Promise<boolean>;
};

/** Delivers every run that waits. An error of one run is thrown after all other runs had their turn. */
export async function deliverInTurns(ports: DeliveryPorts): Promise<void> {
  const seats = await countWorkers(ports);
  await runShift(ports, seats, {
    shift: 'deliver',
    states: ['sending'],
    waits: async (run) => (await hasLetters(ports, run)) || (await isOver(ports, run)),
    async turn(turnPorts, run) {
      const until = turnPorts.clock() + WORKER_TURN;
      return (await deliver(turnPorts, run.id, until, () => isAlone(turnPorts, run))) === 'worked';
    },
  });
}

/** Plans every run that is not planned. A run has one planner at a time; another one takes over once the seat of a dead one expires. */
export async function planInTurns(ports: DeliveryPorts): Promise<void> {
  await runShift(ports, PLANNERS, {
    shift: 'plan',
    states: ['planned', 'sending'],
    waits: async (run, others) =>
      !others.some(({ run: id }) => id === run.id) && (await isUnplanned(ports, run)),
    async turn(turnPorts, run) {
      await planBatches(turnPorts, run.id);
      return !(await isUnplanned(turnPorts, run));
    },
  });
}

const hasLetters = async ({ ledger, clock }: DeliveryPorts, { id }: Run): Promise<boolean> =>
  (await ledger.claimable(id, clock(), 1)).length > 0;

const isAlone = async ({ ledger }: DeliveryPorts, { id }: Run): Promise<boolean> =>
  (await ledger.runs({ states: ['sending'], limit: 2 })).every((run) => run.id === id);

async function runShift(ports: DeliveryPorts, seats: number, work: ShiftWork): Promise<void> {
  const seat = createWorkerSeat(ports, work.shift, seats);
  const [served, resting] = [new Map<string, Instant>(), new Map<string, Instant>()];
  const failed: unknown[] = [];
  const next = () => nextRun(ports, seat, seats, work, served, resting);
  let run = await next();
  while (run && !ports.stop()) {
    try {
      if (!(await takeTurn(ports, seat, work, run))) resting.set(run.id, ports.clock() + IDLE_RUN_REST);
    } catch (error) {
      // A run that fails must not keep the other runs from their turn.
      failed.push(error);
      resting.set(run.id, ports.clock() + IDLE_RUN_REST);
    }
    served.set(run.id, ports.clock());
    run = await next();
  }
  await seat.leave();
  // The worker leaves its seat before it counts the others, so that of two that end at once at least one rings.
  if (run && (await readTakenSeats(ports, work.shift, seats)).length < seats)
    await ports.doorbell.ring({ kind: work.shift });
  if (failed.length > 0) throw failed[0];
}

/** Picks the next run. A surplus worker, which a planner has woken, takes alerts only; without one its doorbell is used up. */
async function nextRun(
  ports: DeliveryPorts,
  seat: WorkerSeat,
  seats: number,
  { states, waits }: ShiftWork,
  served: ReadonlyMap<string, Instant>,
  resting: ReadonlyMap<string, Instant>,
): Promise<Run | undefined> {
  const live = await ports.ledger.runs({ states, limit: 1000 });
  if (live.length === 0) return undefined;
  const others = await seat.others();
  const isSurplus = others.length >= seats;
  for (const run of orderRunsFor(live, served, others)) {
    if (isSurplus && run.kind !== 'alert') continue;
    if ((resting.get(run.id) ?? 0) <= ports.clock() && (await waits(run, others))) return run;
  }
  return undefined;
}

/** True if the run made progress, was left for an alert, or had its whole turn. */
async function takeTurn(ports: DeliveryPorts, seat: WorkerSeat, work: ShiftWork, run: Run): Promise<boolean> {
  const since = ports.clock();
  await seat.keep(run.id);
  const turn = makeInterruptible(ports, async () => {
    await seat.keep(run.id);
    const live = await ports.ledger.runs({ states: work.states, limit: 1000 });
    const before = findAlertsBefore(live, run, since, ports.clock());
    const others = before.length > 0 ? await seat.others() : [];
    for (const alert of before) if (await work.waits(alert, others)) return true;
    return false;
  });
  try {
    return (
      (await work.turn(turn.ports, run)) || turn.wasInterrupted() || ports.clock() - since >= WORKER_TURN
    );
  } finally {
    await turn.end();
  }
}
