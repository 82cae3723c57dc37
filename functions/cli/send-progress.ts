/** Prints the progress of a run: counts, the rate so far, and the reason for a wait. */
import type { Run } from '../domain/ledger/run.ts';
import { type RunWaits, waitsUntil } from '../domain/ledger/run-waiting.ts';
import type { DeliveryPorts } from '../flows/ledger/delivery-ports.ts';
import type { RunStatus } from '../flows/runs/report.ts';
import { formatCount, formatInstant } from './numbers.ts';

type Ports = Pick<DeliveryPorts, 'ledger' | 'pace' | 'clock'>;

/** Milliseconds between two counts. Counting a run's batches takes time from its letters, and a deployed table charges for it. */
const LOOK = { least: 1000, perBatch: { here: 1, remote: 30 } };

export type RunLocation = 'here' | 'remote';

/** Milliseconds from one count of a run's batches to the next: for 100,000 subscribers, two seconds here and a minute on AWS. */
export const progressInterval = ({ batches }: RunStatus['standing'], place: RunLocation): number =>
  Math.max(LOOK.least, batches * LOOK.perBatch[place]);

export type ProgressWatch = {
  /** Sets the reason for the wait, as the worker found out; undefined if the run moves. */
  waits(waiting: RunStatus['waiting']): void;
  end(): void;
};

/** Counts the run and shows a line from time to time, until ended. */
export function watchProgress(
  ports: Ports,
  run: Run,
  show: (line: string) => void,
  place: RunLocation = 'here',
): ProgressWatch {
  const began = { at: ports.clock(), done: undefined as number | undefined };
  let waiting: RunStatus['waiting'];
  let looking = false;
  let next = began.at;
  const look = async (): Promise<void> => {
    const standing = await ports.ledger.counts(run.id);
    began.done ??= doneOf(standing);
    const seconds = (ports.clock() - began.at) / 1000;
    const rate = seconds > 0 ? (doneOf(standing) - began.done) / seconds : 0;
    const slowed = await ports.pace.slowed('letters', ports.clock());
    next = ports.clock() + progressInterval(standing, place);
    show(progressLine({ standing, ...(waiting && { waiting }) }, rate, slowed?.factor ?? 1));
  };
  const timer = setInterval(() => {
    if (looking || ports.clock() < next) return;
    looking = true;
    // A failed count is ignored: an error that keeps the ledger from being read also stops the run, which reports it.
    void look()
      .catch(() => {})
      .finally(() => (looking = false));
  }, LOOK.least / 2);
  timer.unref();
  return { waits: (found) => (waiting = found), end: () => clearInterval(timer) };
}

/** `1,200 of 5,000 done (24 %), 214 a second`. */
export function progressLine(
  { standing, waiting }: Omit<RunStatus, 'run'>,
  rate: number,
  factor: number,
): string {
  const { members } = standing;
  const done = doneOf(standing);
  const percent = members > 0 ? ` (${Math.floor((done / members) * 100)} %)` : '';
  const parts = [`${formatCount(done)} of ${formatCount(members)} done${percent}`];
  if (!standing.planned) parts.push('the run is still being planned');
  if (rate >= 1) parts.push(`${formatCount(Math.round(rate))} a second`);
  if (factor < 1)
    parts.push(`at ${Math.round(factor * 100)} % of the rate, because the mail server throttles`);
  return parts.join(', ') + (waiting ? waitsPart(waiting) : '');
}

/** `; waits until 07:14:30Z: 12 handed over, perhaps`. The time comes first, because the line may be cut at the terminal's edge. */
function waitsPart(waiting: RunWaits): string {
  const until = waitsUntil(waiting);
  if (until === undefined) return '';
  const { unknown, taken, deferred } = waiting;
  const what = [
    unknown && `${formatCount(unknown.count)} handed over, perhaps`,
    taken && `${formatCount(taken.count)} in a worker's hands`,
    deferred && `${formatCount(deferred.count)} put off (${deferred.reason})`,
  ];
  return `; waits until ${formatInstant(until).slice(11)}: ${what.filter(Boolean).join(', ')}`;
}

/** The number of copies with a final outcome. */
export const doneOf = ({ accepted, departed, rejected, unknown }: RunStatus['standing']): number =>
  accepted + departed + rejected + unknown;
