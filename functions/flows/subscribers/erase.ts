/** Erasure (GDPR art. 17): the person goes, in the ledger too; the daily counts stay; a hash stays only of who is never to be mailed. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { addressKey, parseAddress } from '../../domain/subscribers/address.ts';
import { subscriberId, suppressionHash } from '../../domain/subscribers/identity.ts';
import { withoutMover } from '../../domain/subscribers/sign-up-request.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { eraseFromLedger, eraseUnconfirmedFromLedger } from '../ledger/erase-recipient.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** `never`: they ask never to be mailed again. Says nothing of whether somebody was there; twice is once. */
export async function eraseSubscriber(
  ports: SubscriberPorts,
  found: Subscriber | undefined,
  { never }: { never: boolean },
): Promise<void> {
  if (!found) return;
  // Before the row goes: whatever fails in between, nobody who must not be mailed is forgotten.
  if (never) {
    const hash = suppressionHash(ports.secrets, addressKey(found.email));
    await ports.suppressions.add({ hash, reason: 'asked', at: ports.clock() });
  }
  await forgetEarlier(ports, found);
  await eraseId(ports, found.id);
  await countEvent(ports, 'erased', { newsletters: [], source: found.consent.source });
}

/**
 * A move that was cut short leaves the old address in the ledger. Before the row goes, for it alone knows where its person came from;
 * whoever reads at such an address now is somebody else.
 */
async function forgetEarlier(
  { subscribers, ledger }: Pick<SubscriberPorts, 'subscribers' | 'ledger'>,
  { forwards = [] }: Subscriber,
): Promise<void> {
  if (!ledger) return;
  const earlier = [...new Set(forwards.map(({ id }) => id))];
  // One by one: the web function of a stage may read rows by their keys, and no range of them (infra/rights.ts).
  for (const id of earlier) if (!(await subscribers.get(id))) await eraseFromLedger({ ledger }, id);
}

/**
 * The row, then what names it: while the ledger is gone through nobody is mailed any more. Said again, also of an id that nobody has,
 * it finishes what was cut short. True: the ledger named them.
 */
export async function eraseId(
  ports: Pick<SubscriberPorts, 'subscribers' | 'ledger' | 'secrets'>,
  id: string,
): Promise<boolean> {
  const { subscribers, ledger, secrets } = ports;
  await subscribers.erase(id);
  if (!ledger) return false;
  const isTheirs = (to: string) => idOf(secrets, to) === id;
  return eraseFromLedger({ ledger }, id, isTheirs, ({ members }) =>
    forgetMove({ subscribers }, members[0], id),
  );
}

/** They had asked to move to somebody's address, whose row keeps what was asked. */
async function forgetMove(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  to: string | undefined,
  id: string,
): Promise<void> {
  if (to === undefined || to === id) return;
  await changeSubscriber(ports, to, (s) => s && withoutMover(s, id));
}

/** undefined: it is no address. */
function idOf(secrets: Secrets, address: string): string | undefined {
  try {
    return subscriberId(secrets, parseAddress(address).key);
  } catch (error) {
    if (isBroadsheetError(error)) return undefined;
    throw error;
  }
}

const PAGE = 1000;

/**
 * The ledger first: what is cut short finds the rows still there the next time. Whoever confirms in between stays, and may lack the
 * record of a mail.
 */
export async function eraseUnconfirmed(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers'>,
  before: Instant,
): Promise<void> {
  const { subscribers } = ports;
  const stale: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await subscribers.page({ after, limit: PAGE, status: 'pending' });
    stale.push(...page.filter(({ consent }) => consent.at < before).map(({ id }) => id));
    after = page.at(-1)?.id;
  }
  await eraseUnconfirmedFromLedger(ports, stale);
  await subscribers.erasePending(before);
}
