/** Erasure (GDPR art. 17) of a subscriber, in the ledger, too. Daily counts stay, and a keyed hash stays only for a suppression. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { addressKey, parseAddress } from '../../domain/subscribers/address.ts';
import { subscriberId, suppressionHash } from '../../domain/subscribers/identity.ts';
import { removeMoverRequests } from '../../domain/subscribers/sign-up-request.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { eraseFromLedger, eraseUnconfirmedFromLedger } from '../ledger/erase-recipient.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** Erases a subscriber; idempotent. `never` also suppresses the address. The caller does not learn whether there was a row. */
export async function eraseSubscriber(
  ports: SubscriberPorts,
  found: Subscriber | undefined,
  { never }: { never: boolean },
): Promise<void> {
  if (!found) return;
  // The suppression is added before the row goes, so that a failure in between cannot lose it.
  if (never) {
    const hash = suppressionHash(ports.secrets, addressKey(found.email));
    await ports.suppressions.add({ hash, reason: 'asked', at: ports.clock() });
  }
  await eraseEarlierIds(ports, found);
  await eraseId(ports, found.id);
  await countEvent(ports, 'erased', { newsletters: [], source: found.consent.source });
}

/**
 * Erases earlier addresses from the ledger, where an interrupted move left them. This runs before the row goes, because only the row
 * knows them. An earlier id that has a row again is skipped: another person signed up there.
 */
async function eraseEarlierIds(
  { subscribers, ledger }: Pick<SubscriberPorts, 'subscribers' | 'ledger'>,
  { forwards = [] }: Subscriber,
): Promise<void> {
  if (!ledger) return;
  const earlier = [...new Set(forwards.map(({ id }) => id))];
  // One by one: the web function on AWS has the right to read single rows by key, and no range of rows (infra/rights.ts).
  for (const id of earlier) if (!(await subscribers.get(id))) await eraseFromLedger({ ledger }, id);
}

/**
 * Erases the row and then the ledger's mentions of it, so that no mail goes out while the ledger is searched. A repeated call finishes an
 * interrupted erasure, even without a row. True if the ledger named the id.
 */
export async function eraseId(
  ports: Pick<SubscriberPorts, 'subscribers' | 'ledger' | 'secrets'>,
  id: string,
): Promise<boolean> {
  const { subscribers, ledger, secrets } = ports;
  await subscribers.erase(id);
  if (!ledger) return false;
  const isTheirs = (to: string) => subscriberIdOf(secrets, to) === id;
  return eraseFromLedger({ ledger }, id, isTheirs, ({ members }) =>
    forgetMoveRequest({ subscribers }, members[0], id),
  );
}

/** Removes the erased subscriber's request to move, which the row at the new address keeps. */
async function forgetMoveRequest(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  to: string | undefined,
  id: string,
): Promise<void> {
  if (to === undefined || to === id) return;
  await changeSubscriber(ports, to, (s) => s && removeMoverRequests(s, id));
}

/** The subscriber id of an address; undefined if the text is no address. */
function subscriberIdOf(secrets: Secrets, address: string): string | undefined {
  try {
    return subscriberId(secrets, parseAddress(address).key);
  } catch (error) {
    if (isBroadsheetError(error)) return undefined;
    throw error;
  }
}

const PAGE_SIZE = 1000;

/**
 * Erases sign-ups that stayed unconfirmed. The ledger goes first: after a failure, the next call still finds the rows. A subscriber who
 * confirms in between stays, perhaps without the record of one mail.
 */
export async function eraseUnconfirmed(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers'>,
  before: Instant,
): Promise<void> {
  const { subscribers } = ports;
  const stale: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await subscribers.page({ after, limit: PAGE_SIZE, status: 'pending' });
    stale.push(...page.filter(({ consent }) => consent.at < before).map(({ id }) => id));
    after = page.at(-1)?.id;
  }
  await eraseUnconfirmedFromLedger(ports, stale);
  await subscribers.erasePending(before);
}
