/** Confirming a sign-up or a change of address: looking changes nothing, acting twice is acting once. */
import { maskAddress } from '../domain/address.ts';
import { isBroadsheetError } from '../domain/error.ts';
import type { Instant } from '../domain/instant.ts';
import { type LinkClaim, readLink } from '../domain/link.ts';
import type { Secrets } from '../domain/secrets.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { confirmed, isAwaited, isWelcomeDue, movedTo, welcomed } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { eraseId } from './erase.ts';
import { isSuppressed } from './is-suppressed.ts';
import { queue } from './notify-within.ts';
import { sendConfirmation } from './subscribe.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/**
 * open: to be confirmed · done: it is (now, or was already) · expired: the link is too old, a new one can be had · renewed: a new
 * one is on its way · void: nothing waits for this link any more.
 */
export type Confirmation = {
  state: 'open' | 'done' | 'expired' | 'renewed' | 'void';
  /** Subscriber id; empty for void. */
  id: string;
  /** Masked; empty for void. */
  address: string;
  newsletters: readonly string[];
};

const VOID: Confirmation = { state: 'void', id: '', address: '', newsletters: [] };

const told = (state: Confirmation['state'], s: Subscriber): Confirmation => ({
  state,
  id: s.id,
  address: maskAddress(s.email),
  newsletters: state === 'done' ? s.newsletters : (s.asked?.newsletters ?? s.newsletters),
});

/** A link past its time still says whom it was for. Throws `forged`. */
function readConfirm(secrets: Secrets, token: string, now: Instant): LinkClaim & { expired: boolean } {
  try {
    return { ...readLink(secrets, token, 'confirm', now), expired: false };
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'expired') throw error;
    return { ...readLink(secrets, token, 'confirm', 0), expired: true };
  }
}

function stateOf(s: Subscriber | undefined, expired: boolean): Confirmation {
  if (s?.status === 'active') return told('done', s);
  if (!s || !isAwaited(s)) return VOID;
  return told(expired ? 'expired' : 'open', s);
}

/** What the page shows. Throws `forged`. */
export async function showConfirmation(ports: SubscriberPorts, token: string): Promise<Confirmation> {
  const { subject, about, expired } = readConfirm(ports.secrets, token, ports.clock());
  const found = await ports.subscribers.get(subject);
  const moving = about !== '' && (await ports.subscribers.get(about))?.status === 'active';
  return found?.status === 'active' && moving
    ? told(expired ? 'expired' : 'open', found)
    : stateOf(found, expired);
}

/** Confirms; of an expired link, sends a new one. Throws `forged`, `unavailable`. */
export async function confirm(ports: SubscriberPorts, token: string): Promise<Confirmation> {
  const { subject, about, expired } = readConfirm(ports.secrets, token, ports.clock());
  if (expired) return renew(ports, subject, about);
  return about === '' ? confirmSignUp(ports, subject) : confirmMove(ports, about, subject);
}

async function renew(ports: SubscriberPorts, id: string, from: string): Promise<Confirmation> {
  const found = await ports.subscribers.get(id);
  const state = stateOf(found, true);
  if (!found || state.state !== 'expired' || (await isSuppressed(ports, found.email))) return state;
  await sendConfirmation(ports, found, from);
  return told('renewed', found);
}

async function confirmSignUp(ports: SubscriberPorts, id: string): Promise<Confirmation> {
  const found = await ports.subscribers.get(id);
  if (!found || (await isSuppressed(ports, found.email))) return VOID;
  const { after, changed } = await changeSubscriber(ports, id, (s) => s && confirmed(s, ports.clock()));
  if (after && changed) {
    await countEvent(ports, 'confirmed', { newsletters: after.newsletters, source: after.consent.source });
  }
  if (after && isWelcomeDue(after)) await welcome(ports, after);
  return stateOf(after, false);
}

/** Queued before it is noted as done: a failure in between costs a second welcome, never the only one. */
async function welcome(ports: SubscriberPorts, { id, newsletters }: Subscriber): Promise<void> {
  await queue(ports, { kind: 'welcome', subscriber: id, about: { newsletters: newsletters.join(',') } });
  await changeSubscriber(ports, id, (s) => (s && isWelcomeDue(s) ? welcomed(s) : undefined));
}

/** The new address takes over what the old one chose; the old one is erased after that, so that a failure loses nobody. */
async function confirmMove(ports: SubscriberPorts, from: string, to: string): Promise<Confirmation> {
  const old = await ports.subscribers.get(from);
  const found = await ports.subscribers.get(to);
  if (!found || (await isSuppressed(ports, found.email))) return VOID;
  const mover = old?.status === 'active' ? old : undefined;
  const { after } = await changeSubscriber(ports, to, (s) =>
    s && mover && (s.status === 'active' || isAwaited(s)) ? movedTo(s, mover, ports.clock()) : undefined,
  );
  if (after?.status === 'active' && mover) await eraseId(ports, from);
  return after?.status === 'active' ? told('done', after) : VOID;
}
