/** Unsubscribing by the page or in one click, as often as it is asked; and subscribing again while the page is still open. */
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
 * What the pages show, of the row that the link leads to by now. `address` is masked; empty for somebody erased, whose pages are the
 * same else.
 */
export type Unsubscribing = RowRef & {
  /** The link proves its holder well enough for a link to the preferences, and for a reason to be kept. */
  trusted: boolean;
  address: string;
  /** The newsletter of the letter the link stood in, or empty: all. */
  newsletter: string;
  /** What they still get. */
  newsletters: readonly string[];
  status: Subscriber['status'] | 'unknown';
  /** Token of purpose `undo`, when this very request made them leave. */
  undo: string | undefined;
};

/** A retired key proves a wish to leave and nothing else; and so does a letter to another address that was joined with this one. */
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

/** Throws `forged`, `gone` (of before an erasure, and somebody reads there again). */
async function readLeaving(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<{ whose: Holder & Pick<LinkClaim, 'retired'>; about: string }> {
  const claim = readLink(ports.secrets, token, 'unsubscribe', ports.clock());
  const holder = await followLink(ports, claim, 'unsubscribe');
  if (holder.taken) throw outlived();
  return { whose: { ...holder, ...(claim.retired && { retired: true }) }, about: claim.about };
}

/** Throws `forged`, `gone`. */
export async function showLeaving(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<Unsubscribing> {
  const { whose, about } = await readLeaving(ports, token);
  return shown(whose, whose.subscriber, about);
}

/** `how` is counted: `one-click`, `page`. Says it again, changes nothing. Throws `forged`, `gone`, `unavailable`. */
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

/** Moves of one person at one moment. */
const TRIES = 4;

/** Whoever moved between the look and the leaving leaves at the new address: the link is followed anew. */
export async function whereTheyAre(
  leave: () => Promise<{ whose: Pick<Holder, 'subscriber'>; leaving: Unsubscribing }>,
): Promise<Unsubscribing> {
  for (let tries = 1; ; tries++) {
    const { whose, leaving } = await leave();
    if (!whose.subscriber || leaving.status !== 'unknown' || tries === TRIES) return leaving;
  }
}

/** The same by a subscriber's id, for an operator. */
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

/** The same for whoever has shown who they are by another link. */
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
 * Takes the leaving back that the token was given for, unless they left once more since. Throws `forged`, `expired`, `gone`
 * (nothing to take back).
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
 * Kept with who left, one newsletter or all; counted without them; a remark is mailed to the editors. Said before: the last word
 * counts. `kept` is false for somebody who did not leave what the link is about, or was erased, and for a link that proves no more than
 * a wish to leave. Throws `forged`, `gone`, `unavailable`.
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

/** Of somebody who is gone, it says why beside since when. */
const withReason = (s: Subscriber, reason: string, text: string): Subscriber => ({
  ...s,
  reason: text === '' ? reason : `${reason}: ${text}`,
});
