/** What a subscriber changes by the link in any letter: newsletters, topics, a pause; and asking for the link that may do more. */
import { maskAddress } from '../domain/address.ts';
import { BroadsheetError } from '../domain/error.ts';
import { PAUSE_DAYS } from '../domain/form-fields.ts';
import { limitKey } from '../domain/identity.ts';
import { DAY, type Instant } from '../domain/instant.ts';
import { readLink } from '../domain/link.ts';
import type { Publication } from '../domain/publication.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { isBarred } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { notifyWithin } from './notify-within.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { type Leaving, leaveNewsletters } from './unsubscribe.ts';

/** What the page shows: `address` masked, `status` unknown for somebody erased. */
export type Preferences = {
  address: string;
  status: Subscriber['status'] | 'unknown';
  newsletters: readonly string[];
  topics: readonly string[];
  pausedUntil: Instant | undefined;
};

const NOBODY: Preferences = {
  address: '',
  status: 'unknown',
  newsletters: [],
  topics: [],
  pausedUntil: undefined,
};

const shown = (s: Subscriber | undefined, now: Instant): Preferences =>
  s
    ? {
        address: maskAddress(s.email),
        status: s.status,
        newsletters: s.status === 'active' ? s.newsletters : [],
        topics: s.topics,
        pausedUntil: s.pausedUntil !== undefined && s.pausedUntil > now ? s.pausedUntil : undefined,
      }
    : NOBODY;

/** Throws `forged`. */
export async function showPreferences(ports: SubscriberPorts, token: string): Promise<Preferences> {
  const { subject } = readLink(ports.secrets, token, 'preferences', ports.clock());
  return shown(await ports.subscribers.get(subject), ports.clock());
}

/** Writes what `next` makes of an active subscriber; nobody else is changed by this link. */
async function change(ports: SubscriberPorts, token: string, next: (s: Subscriber) => Subscriber) {
  const { subject } = readLink(ports.secrets, token, 'preferences', ports.clock());
  return changeSubscriber(ports, subject, (s) => (s?.status === 'active' ? next(s) : undefined));
}

/**
 * `saved` is false where no newsletter was ticked: leaving is a button of its own. `left` are those that were ticked before.
 * Throws `forged`, `unavailable`.
 */
export async function savePreferences(
  ports: SubscriberPorts,
  token: string,
  wanted: { newsletters: readonly string[]; topics: readonly string[] },
): Promise<Preferences & { saved: boolean; id: string; left: readonly string[] }> {
  const publication = await ports.publication();
  const newsletters = existing(publication.newsletters, wanted.newsletters);
  const topics = existing(publication.topics, wanted.topics);
  const { subject: id } = readLink(ports.secrets, token, 'preferences', ports.clock());
  if (newsletters.length === 0)
    return { ...(await showPreferences(ports, token)), saved: false, id, left: [] };
  const { before, after, changed } = await change(ports, token, (s) => ({ ...s, newsletters, topics }));
  const left = before && after && changed ? await countChoice(ports, before, after) : [];
  return { ...shown(after, ports.clock()), saved: true, id, left };
}

const existing = (
  all: Publication['newsletters'] | Publication['topics'],
  wanted: readonly string[],
): string[] => all.filter(({ id, retired }) => !retired && wanted.includes(id)).map(({ id }) => id);

/** Returns what was left. */
async function countChoice(
  ports: SubscriberPorts,
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

/** Leaves everything. Throws `forged`, `unavailable`. */
export async function leaveByPreferences(ports: SubscriberPorts, token: string): Promise<Leaving> {
  const { subject } = readLink(ports.secrets, token, 'preferences', ports.clock());
  return leaveNewsletters(ports, subject, '', 'preferences');
}

/** `days` is one of PAUSE_DAYS; 0 resumes. Throws `forged`, `invalid`, `unavailable`. */
export async function pauseLetters(
  ports: SubscriberPorts,
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
  const { after } = await change(ports, token, (s) => ({ ...s, pausedUntil }));
  return shown(after, now);
}

const LINKS_A_DAY = 3;

/**
 * Mails the one-hour link to whom the letters go; over the limit, and to the barred, silently not. Throws `forged`,
 * `unavailable`.
 */
export async function requestManageLink(ports: SubscriberPorts, token: string): Promise<Preferences> {
  const now = ports.clock();
  const { subject } = readLink(ports.secrets, token, 'preferences', now);
  const found = await ports.subscribers.get(subject);
  if (found && !isBarred(found)) {
    const notice = { kind: 'link', subscriber: subject, about: { purpose: 'manage' } } as const;
    const key = limitKey(ports.secrets, 'manage', subject);
    await notifyWithin(ports, [{ key, limit: LINKS_A_DAY, window: DAY }], notice);
  }
  return shown(found, now);
}
