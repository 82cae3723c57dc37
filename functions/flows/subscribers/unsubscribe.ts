/** Unsubscribe by page or in one click (idempotent), undo while the page is still open, and the reason for leaving. */
import { BroadsheetError } from '../../domain/error.ts';
import { UNSUBSCRIBE_REASONS } from '../../domain/site/form-fields.ts';
import { maskAddress } from '../../domain/subscribers/address.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { cleanRemark, leftBy, withRemark } from '../../domain/subscribers/remark.ts';
import { type LinkClaim, readLink, signLink } from '../../domain/subscribers/signed-link.ts';
import type { Remark, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { left, returned } from '../../domain/subscribers/subscription-rules.ts';
import { HOUR } from '../../domain/time/instant.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { followLink, type Holder, outlived } from './follow-link.ts';
import { countReason, tellEditors } from './notify-editors.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

/**
 * The state for the pages, of the row that the link leads to now. `address` is masked; for an erased row it is empty, and the pages are
 * otherwise the same.
 */
export type Unsubscribing = RowRef & {
  /** True if the link may hand out a link to the preferences and store a reason. */
  trusted: boolean;
  address: string;
  /** The newsletter of the letter that held the link; empty for all. */
  newsletter: string;
  /** The newsletters that the subscriber still gets. */
  newsletters: readonly string[];
  status: Subscriber['status'] | 'unknown';
  /** Token of purpose `undo`, if this request unsubscribed the subscriber. */
  undo: string | undefined;
};

/** A link signed by a retired key may unsubscribe and nothing else; the same holds for a link of a row that was joined with this one. */
type Whose = Pick<Holder, 'id' | 'epoch' | 'links'> & { retired?: boolean };
const isTrusted = ({ links, retired = false }: Whose): boolean => links === 'all' && !retired;

const shown = (
  whose: Whose,
  s: Subscriber | undefined,
  newsletter: string,
  undo?: string,
): Unsubscribing => ({
  ...{ id: whose.id, epoch: whose.epoch, trusted: isTrusted(whose) },
  address: s ? maskAddress(s.email) : '',
  newsletter,
  newsletters: s?.status === 'active' ? s.newsletters : [],
  status: s?.status ?? 'unknown',
  undo,
});

/** Follows an unsubscribe link. Throws `forged`, and `gone` if the row was erased and another subscriber has the address now. */
async function readLeaving(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<{ whose: Holder & Pick<LinkClaim, 'retired'>; about: string }> {
  const claim = readLink(ports.secrets, token, 'unsubscribe', ports.clock());
  const holder = await followLink(ports, claim, 'unsubscribe');
  if (holder.taken) throw outlived();
  return { whose: { ...holder, ...(claim.retired && { retired: true }) }, about: claim.about };
}

/** The state for the page, without a change. Throws `forged`, `gone`. */
export async function showLeaving(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<Unsubscribing> {
  const { whose, about } = await readLeaving(ports, token);
  return shown(whose, whose.subscriber, about);
}

/** Unsubscribes by a link; a repeat changes nothing. `how` is counted: `one-click`, `page`. Throws `forged`, `gone`, `unavailable`. */
export async function unsubscribe(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  token: string,
  leave: { scope: 'one' | 'all'; how: string },
): Promise<Unsubscribing> {
  return whereTheyAre(async () => {
    const { whose, about } = await readLeaving(ports, token);
    const newsletter = leave.scope === 'all' ? '' : about;
    return { whose, leaving: await leaveAsHolder(ports, whose, newsletter, leave.how) };
  });
}

/** Attempts to catch up with a subscriber who changes address at the same moment. */
const TRIES = 4;

/** Repeats `leave` if the subscriber moved between its read and its write: the link is followed again, to the new address. */
export async function whereTheyAre(
  leave: () => Promise<{ whose: Pick<Holder, 'subscriber'>; leaving: Unsubscribing }>,
): Promise<Unsubscribing> {
  for (let tries = 1; ; tries++) {
    const { whose, leaving } = await leave();
    if (!whose.subscriber || leaving.status !== 'unknown' || tries === TRIES) return leaving;
  }
}

/** Unsubscribes by a subscriber's id, for an operator. */
export async function leaveNewsletters(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  id: string,
  newsletter: string,
  how: string,
): Promise<Unsubscribing> {
  const subscriber = await ports.subscribers.get(id);
  const whose = { ...refOf(subscriber ?? { id }), subscriber, links: 'all', taken: false } as const;
  return leaveAsHolder(ports, whose, newsletter, how);
}

/** Unsubscribes the holder of a link that was followed already. */
export async function leaveAsHolder(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  whose: Holder & Pick<LinkClaim, 'retired'>,
  newsletter: string,
  how: string,
): Promise<Unsubscribing> {
  if (!whose.subscriber) return shown(whose, undefined, newsletter);
  const now = ports.clock();
  let gone: readonly string[] = [];
  const { after, changed } = await changeSubscriber(ports, whose.id, (s) => {
    const leaving = s && isSameRow(refOf(s), whose) ? left(s, newsletter, how, now) : undefined;
    gone = leaving?.newsletters ?? [];
    return leaving?.subscriber;
  });
  if (!after || !changed) return shown(whose, after, newsletter);
  await countEvent(ports, 'left', { newsletters: gone, source: after.consent.source, reason: how });
  if (gone.length === 0 || !isTrusted(whose)) return shown(whose, after, newsletter);
  const undo = signLink(ports.secrets, {
    purpose: 'undo',
    subject: whose.id,
    about: `${newsletter}_${after.changedAt.toString(36)}`,
    expires: now + HOUR,
    epoch: after.epoch,
  });
  return shown(whose, after, newsletter, undo);
}

/**
 * Takes back the unsubscribe that the token was issued for, unless the subscriber unsubscribed again since. Throws `forged`, `expired`,
 * `gone` (nothing to take back).
 */
export async function undoLeaving(
  ports: Pick<
    SubscriberPorts,
    'secrets' | 'clock' | 'publication' | 'subscribers' | 'suppressions' | 'counts'
  >,
  token: string,
): Promise<Unsubscribing> {
  const claim = readLink(ports.secrets, token, 'undo', ports.clock());
  const [newsletter = '', changedAt = ''] = claim.about.split('_');
  const whose = await followLink(ports, claim, 'undo');
  const { subscriber: found, id } = whose;
  if (!found || (await isSuppressed(ports, found.email))) throw nothingLeft();
  let back: readonly string[] = [];
  const { after, changed } = await changeSubscriber(ports, id, (s) => {
    if (!s || !isSameRow(refOf(s), whose)) return undefined;
    if (s.status === 'unsubscribed' && s.changedAt.toString(36) !== changedAt) return undefined;
    const returning = returned(s, newsletter, ports.clock());
    back = returning?.newsletters ?? [];
    return returning?.subscriber;
  });
  if (after?.status !== 'active') throw nothingLeft();
  if (changed)
    await countEvent(ports, 'confirmed', { newsletters: back, source: after.consent.source, reason: 'undo' });
  return shown(whose, after, newsletter);
}

const nothingLeft = () =>
  new BroadsheetError('gone', 'There is nothing to take back any more.', {
    remedy: 'Sign up again; a mail asks you to confirm.',
  });

/**
 * Stores the reason for an unsubscribe on the row, counts it without personal data, and mails a remark to the editors. A later answer
 * replaces an earlier one. `kept` is false if the subscriber did not leave what the link is about or was erased, or the link is not
 * trusted. Throws `forged`, `gone`, `unavailable`.
 */
export async function giveReason(
  ports: SubscriberPorts,
  token: string,
  given: { reason: string; remark: string },
): Promise<Unsubscribing & { kept: boolean }> {
  const now = ports.clock();
  const { whose, about } = await readLeaving(ports, token);
  if (!isTrusted(whose)) return { ...shown(whose, whose.subscriber, about), kept: false };
  const reason = UNSUBSCRIBE_REASONS.find((known) => known === given.reason) ?? 'other';
  const text = cleanRemark(given.remark);
  let remark: Remark | undefined;
  const { after, changed } = await changeSubscriber(ports, whose.id, (s) => {
    const left = s && isSameRow(refOf(s), whose) ? leftBy(s, about) : undefined;
    const next = s && left && withRemark(s, { at: now, newsletter: about, left, reason, text });
    remark = next?.remark;
    return (
      next?.subscriber &&
      (s?.status === 'active' ? next.subscriber : withReason(next.subscriber, reason, text))
    );
  });
  if (after && remark && changed) await countReason(ports, after, remark);
  if (after && remark) await tellEditors(ports, after, remark);
  return { ...shown(whose, after, about), kept: remark !== undefined };
}

/** Sets the reason of an unsubscribed row. */
const withReason = (s: Subscriber, reason: string, text: string): Subscriber => ({
  ...s,
  reason: text === '' ? reason : `${reason}: ${text}`,
});
