/** The order in which workers take up live runs (priority queue, fair scheduling): alerts first, all other runs share the time in turns. */
import type { Run } from '../../domain/ledger/run.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { Seat } from './worker-seats.ts';

/** How long a worker on AWS stays with a run while other runs wait. */
export const WORKER_TURN = MINUTE;
/** The turn of an alert while another alert waits: the second must not wait a minute for its first letter. */
export const ALERT_TURN = 15 * SECOND;

const isAlert = ({ kind }: Pick<Run, 'kind'>): boolean => kind === 'alert';

/** Orders runs: alerts first, then the oldest. */
export const orderRuns = (live: readonly Run[]): Run[] =>
  live.toSorted((a, b) => Number(isAlert(b)) - Number(isAlert(a)) || a.createdAt - b.createdAt);

/** Orders runs for one worker: alerts, then runs with the fewest other workers, then runs that this worker has not had for longest. */
export function orderRunsFor(
  live: readonly Run[],
  served: ReadonlyMap<string, Instant>,
  others: readonly Seat[],
): Run[] {
  const crowd = ({ id }: Run) => others.filter(({ run }) => run === id).length;
  const last = ({ id }: Run) => served.get(id) ?? Number.NEGATIVE_INFINITY;
  const before = (a: number, b: number) => (a < b ? -1 : Number(a > b));
  return orderRuns(live).sort(
    (a, b) =>
      Number(isAlert(b)) - Number(isAlert(a)) ||
      before(crowd(a), crowd(b)) ||
      before(last(a), last(b)) ||
      before(a.createdAt, b.createdAt),
  );
}

/** The alerts among `waiting` that go before `run`, on which this worker has been since `since`. */
export const findAlertsBefore = (
  waiting: readonly Run[],
  run: Pick<Run, 'id' | 'kind'>,
  since: Instant,
  now: Instant,
): Run[] =>
  isAlert(run) && now - since < ALERT_TURN
    ? []
    : waiting.filter((other) => isAlert(other) && other.id !== run.id);

/** How often a busy worker asks whether an alert waits. */
const ALERT_CHECK_INTERVAL = 5 * SECOND;

export type Interruptible = {
  ports: DeliveryPorts;
  /** True once `look` has said that the turn is over. */
  wasInterrupted(): boolean;
  /** Waits for a call of `look` that is under way. */
  end(): Promise<void>;
};

/**
 * Ports whose `stop` also turns true once `look` says that the turn is over: a flow then gives back its batch between two chunks, or its
 * id range between two rows. `look` runs beside the work; an error in it is dropped, since the next call follows in seconds.
 */
export function makeInterruptible(ports: DeliveryPorts, look: () => Promise<boolean>): Interruptible {
  let [interrupted, next] = [false, ports.clock() + ALERT_CHECK_INTERVAL];
  let under: Promise<void> | undefined;
  const begin = () => {
    next = ports.clock() + ALERT_CHECK_INTERVAL;
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
