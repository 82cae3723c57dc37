/** Behind the mailed one-hour link: a copy of one's data, erasure, a change of address. */
import { type Address, maskAddress, parseAddress } from '../domain/address.ts';
import { limitKey, subscriberId } from '../domain/identity.ts';
import { DAY, rfc3339 } from '../domain/instant.ts';
import { readLink } from '../domain/link.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { askedAgain, isBarred, newcomer } from '../domain/subscription.ts';
import { changeSubscriber } from './change-subscriber.ts';
import { eraseId, eraseSubscriber } from './erase.ts';
import { isSuppressed } from './is-suppressed.ts';
import { readOwnLetters } from './own-letters.ts';
import { sendConfirmation } from './subscribe.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

async function holder(ports: SubscriberPorts, token: string): Promise<Subscriber | undefined> {
  const { subject } = readLink(ports.secrets, token, 'manage', ports.clock());
  return ports.subscribers.get(subject);
}

/** The masked address; undefined: there is nobody (any more). Throws `forged`, `expired`. */
export async function showManagement(ports: SubscriberPorts, token: string): Promise<string | undefined> {
  const found = await holder(ports, token);
  return found && maskAddress(found.email);
}

/** Everything kept about them, and the letters they were sent, as JSON. undefined: nobody. Throws `forged`, `expired`. */
export async function ownData(ports: SubscriberPorts, token: string): Promise<string | undefined> {
  const found = await holder(ports, token);
  if (!found) return undefined;
  const { version: _, ...kept } = found;
  const instant = (at: number | undefined) => (at === undefined ? null : rfc3339(at));
  const told = {
    ...kept,
    consent: {
      ...kept.consent,
      at: instant(kept.consent.at),
      confirmedAt: instant(kept.consent.confirmedAt),
    },
    pausedUntil: instant(kept.pausedUntil),
    changedAt: instant(kept.changedAt),
    ...(kept.remarks && { remarks: kept.remarks.map((one) => ({ ...one, at: instant(one.at) })) }),
    ...(kept.vouched && { vouched: kept.vouched.map((one) => ({ ...one, at: instant(one.at) })) }),
    asked: kept.asked ? { ...kept.asked, at: instant(kept.asked.at) } : null,
    softBounces: kept.softBounces?.map(({ run, at }) => ({ run, at: instant(at) })),
    restUntil: kept.restUntil === undefined ? undefined : instant(kept.restUntil),
  };
  const letters = ports.ledger && (await readOwnLetters(ports.ledger, found.id));
  const sent = letters && { letters: letters.map((one) => ({ ...one, at: instant(one.at) })) };
  return `${JSON.stringify({ ...told, ...sent }, null, 2)}\n`;
}

/** Throws `forged`, `expired`, `unavailable`. */
export async function eraseOwn(
  ports: SubscriberPorts,
  token: string,
  how: { never: boolean },
): Promise<void> {
  const { subject } = readLink(ports.secrets, token, 'manage', ports.clock());
  const found = await ports.subscribers.get(subject);
  if (found) await eraseSubscriber(ports, found, how);
  else await eraseId(ports, subject);
}

/** Nobody moves oftener; without it one subscriber could have a mail sent to any number of strangers. */
const MOVES_A_DAY = 3;

/**
 * Mails a confirmation to the new address; nothing changes until it is confirmed there. The answer is the same whether that
 * address is known, barred or over its limit, or this subscriber over theirs. Throws `forged`, `expired`, `invalid`, `unavailable`.
 */
export async function askNewAddress(ports: SubscriberPorts, token: string, typed: string): Promise<void> {
  const { email, key } = parseAddress(typed);
  const found = await holder(ports, token);
  const id = subscriberId(ports.secrets, key);
  if (found?.status !== 'active' || id === found.id) return;
  if (await isSuppressed(ports, email)) return;
  const now = ports.clock();
  const moves = limitKey(ports.secrets, 'move', found.id);
  if (!(await ports.limits.take(moves, MOVES_A_DAY, DAY, now))) return;
  await requestMove(ports, found, { email, key });
}

/** Mails the new address a confirmation; the suppressed and the barred are to be left out before, or get none. Throws `unavailable`. */
export async function requestMove(
  ports: SubscriberPorts,
  from: Subscriber,
  { email, key }: Address,
): Promise<void> {
  const now = ports.clock();
  const id = subscriberId(ports.secrets, key);
  const { newsletters, topics, consent } = from;
  const asked = { newsletters, topics, at: now, source: 'moved', form: consent.form };
  const { after } = await changeSubscriber(ports, id, (s) =>
    s ? askedAgain(s, asked) : newcomer(id, email, asked, now),
  );
  if (after && !isBarred(after)) await sendConfirmation(ports, after, from.id);
}
