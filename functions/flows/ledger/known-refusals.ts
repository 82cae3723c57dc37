/** Remembers the positions whose refusals paused a run. After a resume these do not pause the run again once other copies were accepted. */
import type { Batch } from '../../domain/ledger/batch.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

type BlamePorts = Pick<DeliveryPorts, 'ledger'>;

/**
 * `accepted`: how many copies were accepted when the run was paused. `times`: how often the run was paused for a position, by
 * `<batch>:<position>`.
 */
type Blame = { accepted: number; times: Readonly<Record<string, number>> };

export const blameKey = (run: string): string => `blamed/${run}`;
const positionKey = ({ id }: Batch, position: number): string => `${id}:${position}`;
/** Positions that are kept. A pause adds a chunk or two, so this is enough for many resumes. */
const MAX_KEPT_POSITIONS = 500;

async function readBlame({ ledger }: BlamePorts, run: string): Promise<Blame | undefined> {
  const text = await ledger.getState(blameKey(run));
  return text === undefined ? undefined : (JSON.parse(text) as Blame);
}

/**
 * The positions of this batch that no longer pause the run: another copy was accepted since, or the run was paused for them twice and has
 * accepted copies. The second rule does not hold for a quota, which may stay used up all that time. `accepted`: whether a copy of this
 * chunk was accepted.
 */
export async function readBlamed(
  ports: BlamePorts,
  batch: Batch,
  { accepted, quota }: { accepted: boolean; quota: boolean },
): Promise<ReadonlySet<number>> {
  const blame = await readBlame(ports, batch.run);
  if (!blame) return new Set();
  const now = (await ports.ledger.counts(batch.run)).accepted;
  const moved = accepted || now > blame.accepted;
  const isOver = (position: number): boolean => {
    const times = blame.times[positionKey(batch, position)] ?? 0;
    return times > 0 && (moved || (!quota && times > 1 && now > 0));
  };
  return new Set(batch.members.map((_, position) => position).filter(isOver));
}

export async function storeBlamed(
  ports: BlamePorts,
  batch: Batch,
  positions: readonly number[],
): Promise<void> {
  const before = await readBlame(ports, batch.run);
  const times = { ...before?.times };
  for (const position of positions) {
    const place = positionKey(batch, position);
    times[place] = (times[place] ?? 0) + 1;
  }
  const { accepted } = await ports.ledger.counts(batch.run);
  const newest = Object.fromEntries(Object.entries(times).slice(-MAX_KEPT_POSITIONS));
  await ports.ledger.setState(
    blameKey(batch.run),
    JSON.stringify({ accepted, times: newest } satisfies Blame),
  );
}
