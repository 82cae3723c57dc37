/** The delivery loop of one machine: ticks, plans and delivers while there is work, else sleeps until a doorbell or the next second. */
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { describeUnderWay } from '../../domain/ledger/run-waiting.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { planBatches } from '../ledger/plan.ts';
import { readWaiting } from '../ledger/run-waiting.ts';
import { errorText } from '../log-text.ts';
import { tick } from '../schedule/tick.ts';
import { deliver } from './deliver.ts';
import { deliverNotices } from './notices.ts';
import { orderRuns } from './run-order.ts';

export type Delivery = {
  /** One round: notices, then every live run that is due. A command without a server calls it until `idle` and the run is done. */
  work(): Promise<'idle' | 'worked'>;
  /** Runs until `ports.stop()`, with a tick a second. Errors are logged, and the loop goes on. */
  loop(): Promise<void>;
  /** Wakes the loop at once. */
  wake(): void;
};

export function createDelivery(ports: DeliveryPorts): Delivery {
  const bell = createWakeSignal();
  return {
    wake: bell.ring,
    async work() {
      const notices = await deliverNotices(ports);
      const runs = await deliverRuns(ports);
      return notices === 'worked' || runs === 'worked' ? 'worked' : 'idle';
    },
    /** Tick, notices and runs each have a loop that sleeps by itself: a run of an hour delays no confirmation and no tick. */
    async loop() {
      await logUnfinishedRuns(ports).catch((error: unknown) => ports.log(`Delivery: ${errorText(error)}`));
      await Promise.all([
        repeatUntilStopped(ports, bell, () => tick(ports)),
        repeatUntilStopped(ports, bell, () => deliverNotices(ports)),
        repeatUntilStopped(ports, bell, () => deliverRuns(ports)),
      ]);
    },
  };
}

/** Logs the state of each unfinished run at the start, so that after a kill an operator sees why a run waits. */
async function logUnfinishedRuns(ports: DeliveryPorts): Promise<void> {
  for (const { id } of await ports.ledger.runs({ states: ['sending'], limit: 1000 })) {
    const waiting = describeUnderWay(await readWaiting(ports, id));
    if (waiting) ports.log(`${id} goes on: ${waiting}.`);
  }
}

/** How long a run works before other live runs get their turn, alerts first: an alert does not wait for the end of an edition. */
const RUN_TURN = 5 * SECOND;

async function deliverRuns(ports: DeliveryPorts): Promise<'idle' | 'worked'> {
  let worked: 'idle' | 'worked' = 'idle';
  const live = orderRuns(
    (await ports.ledger.runs({ states: ['planned', 'sending'], limit: 1000 })).toReversed(),
  );
  const failed: unknown[] = [];
  for (const { id } of live) {
    try {
      await planBatches(ports, id);
      const mayExtendTurn = async () => !(await hasOtherWork(ports, id));
      if ((await deliver(ports, id, ports.clock() + RUN_TURN, mayExtendTurn)) === 'worked') worked = 'worked';
    } catch (error) {
      // A run that fails must not keep the other runs from their turn.
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
  return worked;
}

/** True if another run is live or a notice is due. A command without a server has no separate loop for those. */
async function hasOtherWork({ ledger, clock }: DeliveryPorts, id: string): Promise<boolean> {
  const live = await ledger.runs({ states: ['planned', 'sending'], limit: 2 });
  const notice = await ledger.nextClaimable(NOTICES);
  return live.some((run) => run.id !== id) || (notice !== undefined && notice <= clock());
}

/** The ledger is polled every second even without a doorbell: a command in another process cannot ring this one. */
const POLL_INTERVAL = SECOND;

async function repeatUntilStopped(
  ports: DeliveryPorts,
  bell: WakeSignal,
  round: () => Promise<unknown>,
): Promise<void> {
  let lastLine = '';
  while (!ports.stop()) {
    const rung = bell.next();
    try {
      if ((await round()) === 'worked') continue;
      lastLine = '';
    } catch (error) {
      const line = `Delivery: ${errorText(error)}`;
      // A lasting error would repeat its line every second and bury all other lines.
      if (line !== lastLine) ports.log(line);
      lastLine = line;
    }
    await Promise.race([rung, ports.sleep(POLL_INTERVAL)]);
  }
}

type WakeSignal = { ring(): void; next(): Promise<void> };

/** A wake-up signal inside the process: `next` resolves at the first ring after the call. */
function createWakeSignal(): WakeSignal {
  let rung = Promise.withResolvers<void>();
  return {
    next: () => rung.promise,
    ring() {
      rung.resolve();
      rung = Promise.withResolvers<void>();
    },
  };
}
