/** For whose refusals a run was paused: they do not pause it again once others got it, so that a resume holds. */
import type { Batch } from '../../domain/ledger/batch.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

type BlamePorts = Pick<DeliveryPorts, 'ledger'>;

/** `accepted`: copies of the run when it was paused. `times`: by `<batch>:<position>`, how often it was paused for that one. */
type Blame = { accepted: number; times: Readonly<Record<string, number>> };

export const blameKey = (run: string): string => `blamed/${run}`;
const placeOf = ({ id }: Batch, position: number): string => `${id}:${position}`;
/** A chunk or two at each pause, and nobody resumes a run a hundred times. */
const MOST = 500;

async function recall({ ledger }: BlamePorts, run: string): Promise<Blame | undefined> {
  const text = await ledger.memory(blameKey(run));
  return text === undefined ? undefined : (JSON.parse(text) as Blame);
}

/**
 * The positions of this batch that stop nobody any more: somebody else got the letter since, or the run was paused twice for them and
 * somebody has it (not for a quota, which may be used up all that while). `accepted`: whether anybody of this chunk was.
 */
export async function recallBlamed(
  ports: BlamePorts,
  batch: Batch,
  { accepted, quota }: { accepted: boolean; quota: boolean },
): Promise<ReadonlySet<number>> {
  const blame = await recall(ports, batch.run);
  if (!blame) return new Set();
  const now = (await ports.ledger.standing(batch.run)).accepted;
  const moved = accepted || now > blame.accepted;
  const isOver = (position: number): boolean => {
    const times = blame.times[placeOf(batch, position)] ?? 0;
    return times > 0 && (moved || (!quota && times > 1 && now > 0));
  };
  return new Set(batch.members.map((_, position) => position).filter(isOver));
}

export async function rememberBlamed(
  ports: BlamePorts,
  batch: Batch,
  positions: readonly number[],
): Promise<void> {
  const before = await recall(ports, batch.run);
  const times = { ...before?.times };
  for (const position of positions) {
    const place = placeOf(batch, position);
    times[place] = (times[place] ?? 0) + 1;
  }
  const { accepted } = await ports.ledger.standing(batch.run);
  const newest = Object.fromEntries(Object.entries(times).slice(-MOST));
  await ports.ledger.remember(
    blameKey(batch.run),
    JSON.stringify({ accepted, times: newest } satisfies Blame),
  );
}
