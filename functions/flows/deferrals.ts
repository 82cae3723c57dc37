/** What the ledger remembers of a batch whose recipients' servers put it off. A notice is one copy, and as old as its first try. */
import type { Batch } from '../domain/batch.ts';
import { type Deferral, LONGEST_BACK_OFF, nextTry } from '../domain/deferral.ts';
import type { Instant } from '../domain/instant.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

type Ports = Pick<DeliveryPorts, 'ledger'>;
type Kept = { since: [number, Instant][]; next: Instant; reason: string };

const key = ({ run, id }: Batch): string => `deferred/${run}/${id}`;

/** undefined: nothing of it was ever put off. A clock that was wrong when it was written puts nothing off for longer. */
export async function recallDeferral(
  { ledger }: Ports,
  batch: Batch,
  now: Instant,
): Promise<Deferral | undefined> {
  // What was never written ahead was never answered.
  if (batch.letter === undefined) return undefined;
  if (batch.notice !== undefined) return { since: new Map([[0, batch.createdAt]]), next: 0, reason: '' };
  const text = await ledger.memory(key(batch));
  if (text === undefined) return undefined;
  const { since, next, reason } = JSON.parse(text) as Kept;
  const past = since.map(([position, at]) => [position, Math.min(at, now)] as const);
  return { since: new Map(past), next: next > now + LONGEST_BACK_OFF ? now : next, reason };
}

/** `heard`: positions that were put off just now, each with the answer. Returns what is still to come; undefined: nothing. */
export async function rememberDeferral(
  { ledger }: Ports,
  batch: Batch,
  known: Deferral | undefined,
  heard: ReadonlyMap<number, string>,
  now: Instant,
): Promise<Deferral | undefined> {
  // Whose time had come was tried.
  const still = known && known.next > now ? known : undefined;
  if (heard.size === 0) return still;
  const since = new Map(known?.since);
  for (const position of heard.keys()) if (!since.has(position)) since.set(position, now);
  const waits = [...heard.keys()].map((position) => nextTry(since.get(position)!, now));
  // Others of the batch may be due sooner.
  const next = Math.min(...waits, ...(still ? [still.next] : []));
  const reason = [...heard.values()].at(-1)!;
  if (batch.notice === undefined)
    await ledger.remember(key(batch), JSON.stringify({ since: [...since], next, reason } satisfies Kept));
  return { since, next, reason };
}
