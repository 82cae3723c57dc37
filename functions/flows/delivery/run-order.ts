/** Turns (a priority queue with fair scheduling): alerts go first, all other runs share the time. */
import type { Run } from '../../domain/ledger/run.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { Seat } from './worker-seats.ts';

/** How long a worker of a stage stays with a run while others wait. */
export const TURN = MINUTE;
/** Of an alert, while another alert waits: the second must not wait a minute for its first letter. */
export const ALERT_TURN = 15 * SECOND;

const isAlert = ({ kind }: Pick<Run, 'kind'>): boolean => kind === 'alert';

/** Alerts first, then the oldest. */
export const inTurn = (live: readonly Run[]): Run[] =>
  live.toSorted((a, b) => Number(isAlert(b)) - Number(isAlert(a)) || a.createdAt - b.createdAt);

/** Alerts first; then those with the fewest others at work on them; then those that this worker had longest ago. */
export function inTurnFor(
  live: readonly Run[],
  served: ReadonlyMap<string, Instant>,
  others: readonly Seat[],
): Run[] {
  const crowd = ({ id }: Run) => others.filter(({ run }) => run === id).length;
  const last = ({ id }: Run) => served.get(id) ?? Number.NEGATIVE_INFINITY;
  const before = (a: number, b: number) => (a < b ? -1 : Number(a > b));
  return inTurn(live).sort(
    (a, b) =>
      Number(isAlert(b)) - Number(isAlert(a)) ||
      before(crowd(a), crowd(b)) ||
      before(last(a), last(b)) ||
      before(a.createdAt, b.createdAt),
  );
}

/** An alert of `waiting` that is to go before `run`, which this worker has been on since `since`. */
export const goesBefore = (
  waiting: readonly Run[],
  run: Pick<Run, 'id' | 'kind'>,
  since: Instant,
  now: Instant,
): Run[] =>
  isAlert(run) && now - since < ALERT_TURN
    ? []
    : waiting.filter((other) => isAlert(other) && other.id !== run.id);

/** How often a busy worker looks whether an alert waits. */
const LOOK = 5 * SECOND;

export type Interruptible = {
  ports: DeliveryPorts;
  /** True once `look` said that this turn is over. */
  wasInterrupted(): boolean;
  /** Ends with the look that is under way. */
  end(): Promise<void>;
};

/**
 * Ports whose `stop` also says true once `look` has: a flow then gives back what it holds, between two chunks or two rows. The look
 * goes on beside the work. What fails in it is nobody's loss: the next one comes.
 */
export function interruptible(ports: DeliveryPorts, look: () => Promise<boolean>): Interruptible {
  let [interrupted, next] = [false, ports.clock() + LOOK];
  let under: Promise<void> | undefined;
  const begin = () => {
    next = ports.clock() + LOOK;
    under = look()
      .then((over) => {
        interrupted = over;
      })
      .catch(() => {})
      .finally(() => {
        under = undefined;
      });
  };
  const stop = () => {
    if (!under && !interrupted && ports.clock() >= next) begin();
    return interrupted || ports.stop();
  };
  return { ports: { ...ports, stop }, wasInterrupted: () => interrupted, end: async () => under };
}
