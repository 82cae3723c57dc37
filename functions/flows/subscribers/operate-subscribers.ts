/** An operator's actions on one subscriber, by address: find, unsubscribe, erase, suppress, lift a suppression. */
import { parseAddress } from '../../domain/subscribers/address.ts';
import { subscriberId, suppressionHash } from '../../domain/subscribers/identity.ts';
import type { Subscriber, Suppression } from '../../domain/subscribers/subscriber.ts';
import { markLifted } from '../../domain/subscribers/subscription-rules.ts';
import { changeSubscriber } from './change-subscriber.ts';
import { eraseId, eraseSubscriber } from './erase.ts';
import { requireNewsletter } from './known-newsletter.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { unsubscribeById } from './unsubscribe.ts';

export type FoundSubscriber = {
  id: string;
  subscriber: Subscriber | undefined;
  suppression: Suppression | undefined;
};

/** Throws `invalid`. */
export async function findSubscriber(
  ports: Pick<SubscriberPorts, 'subscribers' | 'suppressions' | 'secrets'>,
  typed: string,
): Promise<FoundSubscriber> {
  const { key } = parseAddress(typed);
  const id = subscriberId(ports.secrets, key);
  const hash = suppressionHash(ports.secrets, key);
  const suppression = (await ports.suppressions.find([hash])).get(hash);
  return { id, subscriber: await ports.subscribers.get(id), suppression };
}

/** The present addresses of subscribers who moved away from an address. Throws `invalid`. */
export async function findPresentAddresses(
  { subscribers, secrets }: Pick<SubscriberPorts, 'subscribers' | 'secrets'>,
  typed: string,
): Promise<readonly string[]> {
  const id = subscriberId(secrets, parseAddress(typed).key);
  const to = (await subscribers.findMoves([id])).get(id) ?? [];
  return (await subscribers.getMany([...new Set(to)])).map(({ email }) => email);
}

/** Unsubscribes from `newsletter`, or from all (empty). False if no subscriber had it. Throws `invalid`, `not-found`, `unavailable`. */
export async function unsubscribeAddress(
  ports: Pick<
    SubscriberPorts,
    'secrets' | 'clock' | 'publication' | 'subscribers' | 'suppressions' | 'counts'
  >,
  typed: string,
  newsletter = '',
): Promise<boolean> {
  const { id, subscriber } = await findSubscriber(ports, typed);
  const held = subscriber?.status === 'active' ? subscriber.newsletters : [];
  if (newsletter !== '' && !held.includes(newsletter)) {
    requireNewsletter(await ports.publication(), newsletter);
    return false;
  }
  if (subscriber?.status !== 'active' && subscriber?.status !== 'pending') return false;
  await unsubscribeById(ports, id, newsletter, 'command');
  return true;
}

/** Erases a subscriber; `never` suppresses the address, known or not. False if neither store nor ledger knew it. Throws `invalid`. */
export async function eraseAddress(
  ports: SubscriberPorts,
  typed: string,
  { never }: { never: boolean },
): Promise<boolean> {
  const { id, subscriber } = await findSubscriber(ports, typed);
  if (never) await addSuppression(ports, parseAddress(typed).key, 'asked');
  if (!subscriber) return eraseId(ports, id);
  await eraseSubscriber(ports, subscriber, { never: false });
  return true;
}

/** Suppresses an address, known or not, and unsubscribes its subscriber. Throws `invalid`, `unavailable`. */
export async function suppressAddress(
  ports: Pick<
    SubscriberPorts,
    'secrets' | 'clock' | 'publication' | 'subscribers' | 'suppressions' | 'counts'
  >,
  typed: string,
): Promise<void> {
  const { key } = parseAddress(typed);
  await addSuppression(ports, key, 'asked');
  await unsubscribeById(ports, subscriberId(ports.secrets, key), '', 'suppressed');
}

/** Lifts a suppression: no letters are sent by that, but the address may sign up again. False if there was none. Throws `invalid`. */
export async function liftSuppression(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers' | 'suppressions'>,
  typed: string,
): Promise<boolean> {
  const { key } = parseAddress(typed);
  const { id, suppression } = await findSubscriber(ports, typed);
  await changeSubscriber(ports, id, (s) => {
    const free = s && markLifted(s, ports.clock());
    return free === s ? undefined : free;
  });
  await ports.suppressions.lift(suppressionHash(ports.secrets, key));
  return suppression !== undefined;
}

async function addSuppression(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'suppressions'>,
  key: string,
  reason: Suppression['reason'],
): Promise<void> {
  await ports.suppressions.add({ hash: suppressionHash(ports.secrets, key), reason, at: ports.clock() });
}
