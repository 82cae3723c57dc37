/** Leaving: by the page or in one click, as often as it is said; and coming back while the page is still open. */
import { maskAddress } from '../domain/address.ts';
import { BroadsheetError } from '../domain/error.ts';
import { REASONS } from '../domain/form-fields.ts';
import { HOUR } from '../domain/instant.ts';
import { readLink, signLink } from '../domain/link.ts';
import { cleanRemark, leftBy, type Remark, withRemark } from '../domain/remark.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { left, returned } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { isSuppressed } from './is-suppressed.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { countReason, tellEditors } from './tell-editors.ts';

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

/**
 * Kept with who left, one newsletter or all; counted without them; a remark is mailed to the editors. Said before: the last word
 * counts. `kept` is false for somebody who did not leave what the link is about, or was erased. Throws `forged`, `unavailable`.
 */
export async function giveReason(
  ports: SubscriberPorts,
  token: string,
  given: { reason: string; remark: string },
): Promise<Leaving & { kept: boolean }> {
  const now = ports.clock();
  const { subject, about } = readLink(ports.secrets, token, 'unsubscribe', now);
  const reason = REASONS.find((known) => known === given.reason) ?? 'other';
  const text = cleanRemark(given.remark);
  let remark: Remark | undefined;
  const { after, changed } = await changeSubscriber(ports, subject, (s) => {
    const left = s && leftBy(s, about);
    const next = left && withRemark(s, { at: now, newsletter: about, left, reason, text });
    remark = next?.remark;
    return (
      next?.subscriber &&
      (s?.status === 'active' ? next.subscriber : withReason(next.subscriber, reason, text))
    );
  });
  if (after && remark && changed) await countReason(ports, after, remark);
  if (after && remark) await tellEditors(ports, after, remark);
  return { ...shown(subject, after, about), kept: remark !== undefined };
}

/** Of somebody who is gone, it says why beside since when. */
const withReason = (s: Subscriber, reason: string, text: string): Subscriber => ({
  ...s,
  reason: text === '' ? reason : `${reason}: ${text}`,
});
