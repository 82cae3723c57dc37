/** Unsubscribe by page or in one click (idempotent), undo while the page is still open, and the reason for leaving. */
import { BroadsheetError } from '../../domain/error.ts';
import { UNSUBSCRIBE_REASONS } from '../../domain/site/form-fields.ts';
import { maskAddress } from '../../domain/subscribers/address.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { addRemark, cleanRemark, findLeftNewsletters } from '../../domain/subscribers/remark.ts';
import { type LinkClaim, readLink, signLink } from '../../domain/subscribers/signed-link.ts';
import type { Remark, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { leaveNewsletters, resubscribe } from '../../domain/subscribers/subscription-rules.ts';
import { HOUR } from '../../domain/time/instant.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { createOutlivedError, followLink, type LinkHolder } from './follow-link.ts';
import { countReason, notifyEditors } from './notify-editors.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

/**
 * The state for the pages, of the row that the link leads to now. `address` is masked; for an erased row it is empty, and the pages are
 * otherwise the same.
 */
export type UnsubscribeState = RowRef & {
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
type HolderTrust = Pick<LinkHolder, 'id' | 'epoch' | 'links'> & { retired?: boolean };
const isTrustedLink = ({ links, retired = false }: HolderTrust): boolean => links === 'all' && !retired;

const unsubscribeStateOf = (
  whose: HolderTrust,
  s: Subscriber | undefined,
  newsletter: string,
  undo?: string,
): UnsubscribeState => ({
  ...{ id: whose.id, epoch: whose.epoch, trusted: isTrustedLink(whose) },
  address: s ? maskAddress(s.email) : '',
  newsletter,
  newsletters: s?.status === 'active' ? s.newsletters : [],
  status: s?.status ?? 'unknown',
  undo,
});

/** Follows an unsubscribe link. Throws `forged`, and `gone` if the row was erased and another subscriber has the address now. */
async function readUnsubscribeLink(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<{ whose: LinkHolder & Pick<LinkClaim, 'retired'>; about: string }> {
  const claim = readLink(ports.secrets, token, 'unsubscribe', ports.clock());
  const holder = await followLink(ports, claim, 'unsubscribe');
  if (holder.taken) throw createOutlivedError();
  return { whose: { ...holder, ...(claim.retired && { retired: true }) }, about: claim.about };
}

/** The state for the page, without a change. Throws `forged`, `gone`. */
export async function showUnsubscribe(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<UnsubscribeState> {
  const { whose, about } = await readUnsubscribeLink(ports, token);
  return unsubscribeStateOf(whose, whose.subscriber, about);
}

/** Unsubscribes by a link; a repeat changes nothing. `how` is counted: `one-click`, `page`. Throws `forged`, `gone`, `unavailable`. */
export async function unsubscribe(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  token: string,
  leave: { scope: 'one' | 'all'; how: string },
): Promise<UnsubscribeState> {
  return followMoves(async () => {
    const { whose, about } = await readUnsubscribeLink(ports, token);
    const newsletter = leave.scope === 'all' ? '' : about;
    return { whose, leaving: await unsubscribeHolder(ports, whose, newsletter, leave.how) };
  });
}

/** Attempts to catch up with a subscriber who changes address at the same moment. */
const MAX_ATTEMPTS = 4;

/** Repeats `leave` if the subscriber moved between its read and its write: the link is followed again, to the new address. */
export async function followMoves(
  leave: () => Promise<{ whose: Pick<LinkHolder, 'subscriber'>; leaving: UnsubscribeState }>,
): Promise<UnsubscribeState> {
  for (let tries = 1; ; tries++) {
    const { whose, leaving } = await leave();
    if (!whose.subscriber || leaving.status !== 'unknown' || tries === MAX_ATTEMPTS) return leaving;
  }
}

/** Unsubscribes by a subscriber's id, for an operator. */
export async function unsubscribeById(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  id: string,
  newsletter: string,
  how: string,
): Promise<UnsubscribeState> {
  const subscriber = await ports.subscribers.get(id);
  const whose = { ...refOf(subscriber ?? { id }), subscriber, links: 'all', taken: false } as const;
  return unsubscribeHolder(ports, whose, newsletter, how);
}

/** Unsubscribes the holder of a link that was followed already. */
export async function unsubscribeHolder(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  whose: LinkHolder & Pick<LinkClaim, 'retired'>,
  newsletter: string,
  how: string,
): Promise<UnsubscribeState> {
  if (!whose.subscriber) return unsubscribeStateOf(whose, undefined, newsletter);
  const now = ports.clock();
  let gone: readonly string[] = [];
  const { after, changed } = await changeSubscriber(ports, whose.id, (s) => {
    const leaving = s && isSameRow(refOf(s), whose) ? leaveNewsletters(s, newsletter, how, now) : undefined;
    gone = leaving?.newsletters ?? [];
    return leaving?.subscriber;
  });
  if (!after || !changed) return unsubscribeStateOf(whose, after, newsletter);
  await countEvent(ports, 'left', { newsletters: gone, source: after.consent.source, reason: how });
  if (gone.length === 0 || !isTrustedLink(whose)) return unsubscribeStateOf(whose, after, newsletter);
  const undo = signLink(ports.secrets, {
    purpose: 'undo',
    subject: whose.id,
    about: `${newsletter}_${after.changedAt.toString(36)}`,
    expires: now + HOUR,
    epoch: after.epoch,
  });
  return unsubscribeStateOf(whose, after, newsletter, undo);
}

/**
 * Takes back the unsubscribe that the token was issued for, unless the subscriber unsubscribed again since. Throws `forged`, `expired`,
 * `gone` (nothing to take back).
 */
export async function undoUnsubscribe(
  ports: Pick<
    SubscriberPorts,
    'secrets' | 'clock' | 'publication' | 'subscribers' | 'suppressions' | 'counts'
  >,
  token: string,
): Promise<UnsubscribeState> {
  const claim = readLink(ports.secrets, token, 'undo', ports.clock());
  const [newsletter = '', changedAt = ''] = claim.about.split('_');
  const whose = await followLink(ports, claim, 'undo');
  const { subscriber: found, id } = whose;
  if (!found || (await isSuppressed(ports, found.email))) throw nothingToUndo();
  let back: readonly string[] = [];
  const { after, changed } = await changeSubscriber(ports, id, (s) => {
    if (!s || !isSameRow(refOf(s), whose)) return undefined;
    if (s.status === 'unsubscribed' && s.changedAt.toString(36) !== changedAt) return undefined;
    const returning = resubscribe(s, newsletter, ports.clock());
    back = returning?.newsletters ?? [];
    return returning?.subscriber;
  });
  if (after?.status !== 'active') throw nothingToUndo();
  if (changed)
    await countEvent(ports, 'confirmed', { newsletters: back, source: after.consent.source, reason: 'undo' });
  return unsubscribeStateOf(whose, after, newsletter);
}

const nothingToUndo = () =>
  new BroadsheetError('gone', 'There is nothing to take back any more.', {
    remedy: 'Sign up again; a mail asks you to confirm.',
  });

/**
 * Stores the reason for an unsubscribe on the row, counts it without personal data, and mails a remark to the editors. A later answer
 * replaces an earlier one. `kept` is false if the subscriber did not leave what the link is about or was erased, or the link is not
 * trusted. Throws `forged`, `gone`, `unavailable`.
 */
export async function saveReason(
  ports: SubscriberPorts,
  token: string,
  given: { reason: string; remark: string },
): Promise<UnsubscribeState & { kept: boolean }> {
  const now = ports.clock();
  const { whose, about } = await readUnsubscribeLink(ports, token);
  if (!isTrustedLink(whose)) return { ...unsubscribeStateOf(whose, whose.subscriber, about), kept: false };
  const reason = UNSUBSCRIBE_REASONS.find((known) => known === given.reason) ?? 'other';
  const text = cleanRemark(given.remark);
  let remark: Remark | undefined;
  const { after, changed } = await changeSubscriber(ports, whose.id, (s) => {
    const left = s && isSameRow(refOf(s), whose) ? findLeftNewsletters(s, about) : undefined;
    const next = s && left && addRemark(s, { at: now, newsletter: about, left, reason, text });
    remark = next?.remark;
    return (
      next?.subscriber &&
      (s?.status === 'active' ? next.subscriber : setReason(next.subscriber, reason, text))
    );
  });
  if (after && remark && changed) await countReason(ports, after, remark);
  if (after && remark) await notifyEditors(ports, after, remark);
  return { ...unsubscribeStateOf(whose, after, about), kept: remark !== undefined };
}

/** Sets the reason of an unsubscribed row. */
const setReason = (s: Subscriber, reason: string, text: string): Subscriber => ({
  ...s,
  reason: text === '' ? reason : `${reason}: ${text}`,
});
