/** Preferences behind the link in every letter: newsletters, topics, a pause; and the request for the one-hour link that may do more. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { PAUSE_DAYS } from '../../domain/site/form-fields.ts';
import { maskAddress } from '../../domain/subscribers/address.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { readLink } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { hasHardBouncedOrComplained } from '../../domain/subscribers/subscription-rules.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import { notifyWithinLimits } from '../limits/limit-uses.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { followLink, type LinkHolder } from './follow-link.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { followMoves, type UnsubscribeState, unsubscribeHolder } from './unsubscribe.ts';

/** The state for the page. `address` is masked; `status` is `unknown` if the row was erased. */
export type Preferences = {
  address: string;
  status: Subscriber['status'] | 'unknown';
  newsletters: readonly string[];
  topics: readonly string[];
  pausedUntil: Instant | undefined;
};

const UNKNOWN_PREFERENCES: Preferences = {
  address: '',
  status: 'unknown',
  newsletters: [],
  topics: [],
  pausedUntil: undefined,
};

const preferencesOf = (s: Subscriber | undefined, now: Instant): Preferences =>
  s
    ? {
        address: maskAddress(s.email),
        status: s.status,
        newsletters: s.status === 'active' ? s.newsletters : [],
        topics: s.topics,
        pausedUntil: s.pausedUntil !== undefined && s.pausedUntil > now ? s.pausedUntil : undefined,
      }
    : UNKNOWN_PREFERENCES;

const readPreferencesLink = (
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<LinkHolder> =>
  followLink(ports, readLink(ports.secrets, token, 'preferences', ports.clock()), 'preferences');

/** The state for the page, without a change. Throws `forged`. */
export async function showPreferences(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<Preferences> {
  return preferencesOf((await readPreferencesLink(ports, token)).subscriber, ports.clock());
}

/** Writes the result of `next` for an active subscriber. A subscriber of any other status is not changed by this link. */
async function changeActive(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  whose: LinkHolder,
  next: (s: Subscriber) => Subscriber,
) {
  if (!whose.subscriber) return { before: undefined, after: undefined, changed: false };
  return changeSubscriber(ports, whose.id, (s) =>
    s?.status === 'active' && isSameRow(refOf(s), whose) ? next(s) : undefined,
  );
}

/**
 * Saves the ticked newsletters and topics. `saved` is false if no newsletter was ticked: unsubscribing from all has its own button.
 * `left`: newsletters that are no longer ticked. Throws `forged`, `unavailable`.
 */
export async function savePreferences(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  token: string,
  wanted: { newsletters: readonly string[]; topics: readonly string[] },
): Promise<Preferences & { saved: boolean; left: readonly string[] } & RowRef> {
  const publication = await ports.publication();
  const newsletters = keepExisting(publication.newsletters, wanted.newsletters);
  const topics = keepExisting(publication.topics, wanted.topics);
  const whose = await readPreferencesLink(ports, token);
  const { id, epoch } = whose;
  if (newsletters.length === 0)
    return { ...preferencesOf(whose.subscriber, ports.clock()), saved: false, id, epoch, left: [] };
  const { before, after, changed } = await changeActive(ports, whose, (s) => ({ ...s, newsletters, topics }));
  const left = before && after && changed ? await countChoice(ports, before, after) : [];
  return { ...preferencesOf(after, ports.clock()), saved: true, id, epoch, left };
}

const keepExisting = (
  all: Publication['newsletters'] | Publication['topics'],
  wanted: readonly string[],
): string[] => all.filter(({ id, retired }) => !retired && wanted.includes(id)).map(({ id }) => id);

/** Counts the added and the left newsletters; returns the left ones. */
async function countChoice(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'counts'>,
  before: Subscriber,
  after: Subscriber,
): Promise<readonly string[]> {
  const joined = after.newsletters.filter((id) => !before.newsletters.includes(id));
  const left = before.newsletters.filter((id) => !after.newsletters.includes(id));
  const { source } = after.consent;
  if (joined.length > 0)
    await countEvent(ports, 'confirmed', { newsletters: joined, source, reason: 'preferences' });
  if (left.length > 0) await countEvent(ports, 'left', { newsletters: left, source, reason: 'preferences' });
  return left;
}

/** Unsubscribes from all newsletters. Throws `forged`, `unavailable`. */
export async function unsubscribeByPreferences(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'counts'>,
  token: string,
): Promise<UnsubscribeState> {
  return followMoves(async () => {
    const whose = await readPreferencesLink(ports, token);
    return { whose, leaving: await unsubscribeHolder(ports, whose, '', 'preferences') };
  });
}

/** Pauses letters for `days`, one of PAUSE_DAYS; 0 resumes. Throws `forged`, `invalid`, `unavailable`. */
export async function pauseLetters(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
  days: number,
): Promise<Preferences> {
  if (days !== 0 && !PAUSE_DAYS.some((known) => known === days)) {
    throw new BroadsheetError('invalid', 'That is not a pause we offer.', {
      remedy: 'Choose one of those shown.',
    });
  }
  const now = ports.clock();
  const pausedUntil = days === 0 ? undefined : now + days * DAY;
  const { after } = await changeActive(ports, await readPreferencesLink(ports, token), (s) => ({
    ...s,
    pausedUntil,
  }));
  return preferencesOf(after, now);
}

const MAX_LINKS_A_DAY = 3;

/**
 * Mails the one-hour link to the subscriber. No mail goes over the limit, or after a hard bounce or a complaint; the answer is the same.
 * Throws `forged`, `unavailable`.
 */
export async function requestManageLink(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'notify' | 'subscribers'>,
  token: string,
): Promise<Preferences> {
  const now = ports.clock();
  const { subscriber: found, id, epoch } = await readPreferencesLink(ports, token);
  if (found && !hasHardBouncedOrComplained(found)) {
    const about = { purpose: 'manage', ...(epoch !== '' && { epoch }) };
    const notice = { kind: 'link', subscriber: id, about } as const;
    const key = limitKey(ports.secrets, 'manage', id);
    await notifyWithinLimits(ports, [{ key, limit: MAX_LINKS_A_DAY, window: DAY }], notice);
  }
  return preferencesOf(found, now);
}
