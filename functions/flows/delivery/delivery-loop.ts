/** The delivery loop: ticks, plans and delivers while there is work, sleeps until a doorbell or the next second. */
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { underWayText } from '../../domain/ledger/run-waiting.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { plan } from '../ledger/plan.ts';
import { readWaiting } from '../ledger/run-waiting.ts';
import { sentence } from '../log-text.ts';
import { tick } from '../schedule/tick.ts';
import { deliver } from './deliver.ts';
import { deliverNotices } from './notices.ts';
import { inTurn } from './run-order.ts';

export type Delivery = {
  /** One round: notices, then every live run that is due. A CLI without a server calls it until `idle` and the run is done. */
  work(): Promise<'idle' | 'worked'>;
  /** Runs until `ports.stop()`, with a tick a second; what goes wrong is logged and the loop goes on. */
  loop(): Promise<void>;
  /** Wakes the loop at once. */
  wake(): void;
};

export function createDelivery(ports: DeliveryPorts): Delivery {
  const bell = createBell();
  return {
    wake: bell.ring,
    async work() {
      const notices = await deliverNotices(ports);
      const runs = await deliverRuns(ports);
      return notices === 'worked' || runs === 'worked' ? 'worked' : 'idle';
    },
    /** Each lane sleeps on its own: a run of an hour delays no confirmation and no tick. */
    async loop() {
      await tellUnderWay(ports).catch((error: unknown) => ports.log(`Delivery: ${sentence(error)}`));
      await Promise.all([
        forever(ports, bell, () => tick(ports)),
        forever(ports, bell, () => deliverNotices(ports)),
        forever(ports, bell, () => deliverRuns(ports)),
      ]);
    },
  };
}

/** A server that was killed in the middle of a run and starts again says what the run waits for before it goes on. */
async function tellUnderWay(ports: DeliveryPorts): Promise<void> {
  for (const { id } of await ports.ledger.runs({ states: ['sending'], limit: 1000 })) {
    const waiting = underWayText(await readWaiting(ports, id));
    if (waiting) ports.log(`${id} goes on: ${waiting}.`);
  }
}

/** Runs take turns, alerts first: an alert does not wait for the end of an edition. */
const TURN = 5 * SECOND;

async function deliverRuns(ports: DeliveryPorts): Promise<'idle' | 'worked'> {
  let worked: 'idle' | 'worked' = 'idle';
  const live = inTurn(
    (await ports.ledger.runs({ states: ['planned', 'sending'], limit: 1000 })).toReversed(),
  );
  const failed: unknown[] = [];
  for (const { id } of live) {
    try {
      await plan(ports, id);
      const goesOn = async () => !(await othersWait(ports, id));
      if ((await deliver(ports, id, ports.clock() + TURN, goesOn)) === 'worked') worked = 'worked';
    } catch (error) {
      // One that cannot go on keeps no other from it.
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
  return worked;
}

/** Another run that is live, or a notice: a command without a server has no loop of its own for those. */
async function othersWait({ ledger, clock }: DeliveryPorts, id: string): Promise<boolean> {
  const live = await ledger.runs({ states: ['planned', 'sending'], limit: 2 });
  const notice = await ledger.nextClaimable(NOTICES);
  return live.some((run) => run.id !== id) || (notice !== undefined && notice <= clock());
}

/** The ledger is looked at every second, bell or no bell: a command in another process rings none. */
const LOOK = SECOND;

async function forever(ports: DeliveryPorts, bell: Bell, round: () => Promise<unknown>): Promise<void> {
  let said = '';
  while (!ports.stop()) {
    const rung = bell.next();
    try {
      if ((await round()) === 'worked') continue;
      said = '';
    } catch (error) {
      const line = `Delivery: ${sentence(error)}`;
      // Once a second the same line would bury all others.
      if (line !== said) ports.log(line);
      said = line;
    }
    await Promise.race([rung, ports.sleep(LOOK)]);
  }
}

type Bell = { ring(): void; next(): Promise<void> };

/** `next` resolves at the first ring after it was asked. */
function createBell(): Bell {
  let rung = Promise.withResolvers<void>();
  return {
    next: () => rung.promise,
    ring() {
      rung.resolve();
      rung = Promise.withResolvers<void>();
    },
  };
}
