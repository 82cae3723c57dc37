/** Leaving: by the page or in one click, as often as it is said; and coming back while the page is still open. */
import { maskAddress } from '../domain/address.ts';
import { BroadsheetError } from '../domain/error.ts';
import { REASONS } from '../domain/form-fields.ts';
import { HOUR } from '../domain/instant.ts';
import { readLink, signLink } from '../domain/link.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { left, returned } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { isSuppressed } from './is-suppressed.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** What the pages show. `address` is masked; empty for somebody erased, whose pages are the same else. */
export type Leaving = {
  /** Subscriber id. */
  id: string;
  address: string;
  /** The newsletter of the letter the link stood in, or empty: all. */
  newsletter: string;
  /** What they still get. */
  newsletters: readonly string[];
  status: Subscriber['status'] | 'unknown';
  /** Token of purpose `undo`, when this very request made them leave. */
  undo: string | undefined;
};

const shown = (id: string, s: Subscriber | undefined, newsletter: string, undo?: string): Leaving => ({
  id,
  address: s ? maskAddress(s.email) : '',
  newsletter,
  newsletters: s?.status === 'active' ? s.newsletters : [],
  status: s?.status ?? 'unknown',
  undo,
});

/** Throws `forged`. */
export async function showLeaving(ports: SubscriberPorts, token: string): Promise<Leaving> {
  const { subject, about } = readLink(ports.secrets, token, 'unsubscribe', ports.clock());
  return shown(subject, await ports.subscribers.get(subject), about);
}

/** `how` is counted: `one-click`, `page`. Says it again, changes nothing. Throws `forged`, `unavailable`. */
export async function unsubscribe(
  ports: SubscriberPorts,
  token: string,
  leave: { scope: 'one' | 'all'; how: string },
): Promise<Leaving> {
  const { subject, about } = readLink(ports.secrets, token, 'unsubscribe', ports.clock());
  return leaveNewsletters(ports, subject, leave.scope === 'all' ? '' : about, leave.how);
}

/** The same for whoever has shown who they are by another way. */
export async function leaveNewsletters(
  ports: SubscriberPorts,
  id: string,
  newsletter: string,
  how: string,
): Promise<Leaving> {
  const now = ports.clock();
  let gone: readonly string[] = [];
  const { after, changed } = await changeSubscriber(ports, id, (s) => {
    const leaving = s && left(s, newsletter, how, now);
    gone = leaving?.newsletters ?? [];
    return leaving?.subscriber;
  });
  if (!after || !changed) return shown(id, after, newsletter);
  await countEvent(ports, 'left', { newsletters: gone, source: after.consent.source, reason: how });
  if (gone.length === 0) return shown(id, after, newsletter);
  const undo = signLink(ports.secrets, {
    purpose: 'undo',
    subject: id,
    about: `${newsletter}_${after.changedAt.toString(36)}`,
    expires: now + HOUR,
  });
  return shown(id, after, newsletter, undo);
}

/**
 * Takes the leaving back that the token was given for, unless they left once more since. Throws `forged`, `expired`, `gone`
 * (nothing to take back).
 */
export async function undoLeaving(ports: SubscriberPorts, token: string): Promise<Leaving> {
  const { subject, about } = readLink(ports.secrets, token, 'undo', ports.clock());
  const [newsletter = '', changedAt = ''] = about.split('_');
  const found = await ports.subscribers.get(subject);
  if (!found || (await isSuppressed(ports, found.email))) throw nothingLeft();
  let back: readonly string[] = [];
  const { after, changed } = await changeSubscriber(ports, subject, (s) => {
    if (!s || (s.status === 'unsubscribed' && s.changedAt.toString(36) !== changedAt)) return undefined;
    const returning = returned(s, newsletter, ports.clock());
    back = returning?.newsletters ?? [];
    return returning?.subscriber;
  });
  if (after?.status !== 'active') throw nothingLeft();
  if (changed)
    await countEvent(ports, 'confirmed', { newsletters: back, source: after.consent.source, reason: 'undo' });
  return shown(subject, after, newsletter);
}

const nothingLeft = () =>
  new BroadsheetError('gone', 'There is nothing to take back any more.', {
    remedy: 'Sign up again; a mail asks you to confirm.',
  });

const REMARK_MAX = 500;

/** Kept with who left, counted without them. Said before: the last word counts. Throws `forged`. */
export async function giveReason(
  ports: SubscriberPorts,
  token: string,
  given: { reason: string; remark: string },
): Promise<Leaving> {
  const { subject, about } = readLink(ports.secrets, token, 'unsubscribe', ports.clock());
  const reason = REASONS.find((known) => known === given.reason) ?? 'other';
  const remark = given.remark
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, REMARK_MAX);
  const said = remark === '' ? reason : `${reason}: ${remark}`;
  const { after, changed } = await changeSubscriber(ports, subject, (s) =>
    s?.status === 'unsubscribed' && s.reason !== said ? { ...s, reason: said } : undefined,
  );
  if (after && changed)
    await countEvent(ports, 'reason', { newsletters: [], source: after.consent.source, reason });
  return shown(subject, after, about);
}
