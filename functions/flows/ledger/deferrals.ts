/**
 * Stores the deferrals of a batch (greylisting, a full mailbox) in the ledger's key-value state. A notice stores nothing: its one copy
 * counts as deferred since the notice was created.
 */
import type { Batch } from '../../domain/ledger/batch.ts';
import {
  BUSY_RETRY,
  type Deferral,
  type DeferralOrder,
  isFirstDeferral,
  MAX_BACK_OFF,
  nextTryAfter,
} from '../../domain/ledger/deferral.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

type Ports = Pick<DeliveryPorts, 'ledger'>;
/** `givenUp`: positions deferred for so long that they count as rejected. */
type StoredDeferral = { since: [number, Instant][]; next: Instant; reason: string; givenUp: number[] };

/** Deferrals since the batch was claimed: positions with the server's answer, those retried in a moment (`soon`), and given-up ones. */
export type TurnDeferrals = { deferred: Map<number, string>; soon: Set<number>; givenUp: number[] };

/** Positions that are sent under the same terms. `expired`: a further deferral counts as a refusal. */
export type SendGroup = { positions: readonly number[]; attempt: 1 | 2; expired: boolean };

export const groupByDeferral = ({ first, due, last }: DeferralOrder, attempt: 1 | 2): SendGroup[] => [
  { positions: [...first, ...due], attempt, expired: false },
  { positions: last, attempt, expired: true },
];

export const deferralKey = ({ run, id }: Batch): string => `deferred/${run}/${id}`;

/** The batch's deferral; undefined if no copy was ever deferred. Instants that a wrong clock wrote are bounded. */
export async function readDeferral(
  { ledger }: Ports,
  batch: Batch,
  now: Instant,
): Promise<Deferral | undefined> {
  // A batch without a letter was never started, so no server has answered.
  if (batch.letter === undefined) return undefined;
  if (batch.notice !== undefined) return { since: new Map([[0, batch.createdAt]]), next: 0, reason: '' };
  const text = await ledger.getState(deferralKey(batch));
  if (text === undefined) return undefined;
  const { since, next, reason } = JSON.parse(text) as StoredDeferral;
  const past = since.map(([position, at]) => [position, Math.min(at, now)] as const);
  return { since: new Map(past), next: next > now + MAX_BACK_OFF ? now : next, reason };
}

/** Stores the deferrals since the batch was claimed. Returns the deferral whose next try is still to come; undefined if there is none. */
export async function storeDeferral(
  { ledger }: Ports,
  batch: Batch,
  known: Deferral | undefined,
  { deferred, soon, givenUp }: TurnDeferrals,
  now: Instant,
): Promise<Deferral | undefined> {
  // If the next try was due, the deferred copies have been tried since the batch was claimed.
  const still = known && known.next > now ? known : undefined;
  if (deferred.size === 0 && givenUp.length === 0) return still;
  const since = new Map(known?.since);
  const later = (position: number): Instant => (soon.has(position) ? now + BUSY_RETRY : now);
  for (const position of deferred.keys())
    if (isFirstDeferral(since.get(position), now)) since.set(position, later(position));
  const waits = [...deferred.keys()].map((position) =>
    soon.has(position) ? later(position) : nextTryAfter(since.get(position)!, now),
  );
  // Other copies of the batch may be due sooner.
  const next = Math.min(...waits, ...(still ? [still.next] : []), ...(waits.length === 0 ? [now] : []));
  const reason = [...deferred.values()].at(-1) ?? known?.reason ?? '';
  const all = [...new Set([...givenUp, ...(await readGivenUp({ ledger }, batch))])];
  const kept: StoredDeferral = { since: [...since], next, reason, givenUp: all };
  if (batch.notice === undefined) await ledger.setState(deferralKey(batch), JSON.stringify(kept));
  return deferred.size > 0 ? { since, next, reason } : still;
}

/** Positions that were rejected because their servers deferred them for a day. */
export async function readGivenUp({ ledger }: Ports, batch: Batch): Promise<readonly number[]> {
  // A copy that was given up had two tries at least.
  if (batch.notice !== undefined || batch.lease < 2) return [];
  const text = await ledger.getState(deferralKey(batch));
  return text === undefined ? [] : (JSON.parse(text) as StoredDeferral).givenUp;
}
