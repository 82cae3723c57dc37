/** A sign-up from the web (double opt-in): the answer is the same for every address, and nothing takes effect before the confirmation. */
import { BroadsheetError } from '../../domain/error.ts';
import { countWidePlaces, type SignUpPass } from '../../domain/limits/sign-up-tier.ts';
import type { NoticeRequest } from '../../domain/notices/notice.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { type Address, parseAddress } from '../../domain/subscribers/address.ts';
import { limitKey, subscriberId } from '../../domain/subscribers/identity.ts';
import { findRequest, findSameRequest } from '../../domain/subscribers/sign-up-request.ts';
import type { SignUpRequest, Subscriber } from '../../domain/subscribers/subscriber.ts';
import {
  createPendingSubscriber,
  hasHardBouncedOrComplained,
  isResting,
  requestMoveToActive,
  requestSubscription,
} from '../../domain/subscribers/subscription-rules.ts';
import { DAY } from '../../domain/time/instant.ts';
import { type LimitUse, notifyOrFail, notifyWithinLimits, takeUses } from '../limits/limit-uses.ts';
import { listDomainUses, listMailboxUses, takeSignUp } from '../limits/sign-up-limits.ts';
import { checkTier, listTierUses } from '../limits/sign-up-tiers.ts';
import { changeSubscriber, countEvent, drawMark } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

export type SignUp = {
  /** As typed. */
  email: string;
  newsletters: readonly string[];
  topics: readonly string[];
  /** The client's IP address, as the socket or a trusted proxy gives it. */
  client: string;
  source: string;
  /** Hash of the words that the form showed (form-tokens.ts). */
  form: string;
  /** The solved challenge or ticket that the form brought (sign-up-challenge.ts); absent if there is none. */
  pass?: SignUpPass;
};

const NO_PASS: SignUpPass = { tier: 'open' };

/**
 * Records a sign-up and mails its confirmation; the caller learns nothing about the address. Throws `invalid` (address, no newsletter
 * chosen), `too-many` (limit of the network), CrowdedError (limit of the publication: a pass may help), `unavailable` (nothing was
 * queued; a second attempt may succeed).
 */
export async function subscribe(ports: SubscriberPorts, signUp: SignUp): Promise<void> {
  const address = parseAddress(signUp.email);
  const publication = await ports.publication();
  const now = ports.clock();
  const request: SignUpRequest = {
    ...chooseNewsletters(publication, signUp.newsletters, signUp.topics),
    at: now,
    source: signUp.source,
    form: signUp.form,
    ref: drawMark(),
  };
  const { client, pass = NO_PASS } = signUp;
  const rules = await checkTier(ports, publication, pass);
  const passHour = pass.tier === 'open' ? undefined : countWidePlaces(rules.budgets);
  const giveBack = await takeSignUp(ports, client, listTierUses(ports, rules, { pass, client }), passHour);
  try {
    await requestUnlessSuppressed(ports, address, request);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** The wanted newsletters and topics that exist and are not retired. Throws `invalid` if no newsletter is left. */
export function chooseNewsletters(
  { newsletters, topics }: Publication,
  wantedNewsletters: readonly string[],
  wantedTopics: readonly string[],
): { newsletters: string[]; topics: string[] } {
  const open = newsletters.filter(
    (n) => !n.retired && (newsletters.length === 1 || wantedNewsletters.includes(n.id)),
  );
  if (open.length === 0) {
    throw new BroadsheetError('invalid', 'No newsletter is chosen.', { remedy: 'Tick at least one.' });
  }
  const known = topics.filter((t) => !t.retired && wantedTopics.includes(t.id));
  return { newsletters: open.map((n) => n.id), topics: known.map((t) => t.id) };
}

async function requestUnlessSuppressed(
  ports: SubscriberPorts,
  { email, key }: Address,
  request: SignUpRequest,
): Promise<void> {
  if (await isSuppressed(ports, email)) return countUnmailed(ports, email);
  await requestConfirmation(ports, { id: subscriberId(ports.secrets, key), email }, request);
}

/**
 * Records a request and mails its confirmation. Over a limit, or for an address that rests, no mail goes, and the request displaces none
 * that a mail named (`silent`). After a hard bounce or a complaint nothing is recorded or mailed, but the uses are counted alike. Throws
 * `unavailable`.
 */
export async function requestConfirmation(
  ports: SubscriberPorts,
  to: Pick<Subscriber, 'id' | 'email'>,
  request: SignUpRequest,
): Promise<void> {
  const now = ports.clock();
  const found = await ports.subscribers.get(to.id);
  if (found?.status === 'active' && !request.from) return sendPreferencesLink(ports, found);
  const isLeftAlone = found && (hasHardBouncedOrComplained(found) || isResting(found, now));
  // Uses are taken before the request is recorded: otherwise a hundred requests at once would all displace others.
  const giveBack = await takeUses(ports, await listMailUses(ports, to.email), now);
  const isMailed = giveBack !== undefined && !isLeftAlone;
  try {
    const after = await recordRequest(ports, to, isMailed ? request : { ...request, silent: true });
    const kept = after && storedRequestOf(after, request);
    if (isMailed && kept) await notifyOrFail(ports, makeConfirmation(after, kept));
  } catch (error) {
    await giveBack?.();
    throw error;
  }
}

async function recordRequest(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'subscribers' | 'counts'>,
  { id, email }: Pick<Subscriber, 'id' | 'email'>,
  request: SignUpRequest,
): Promise<Subscriber | undefined> {
  const epoch = drawMark();
  const { before, after } = await changeSubscriber(ports, id, (found) =>
    found
      ? ((request.from && requestMoveToActive(found, request)) ?? requestSubscription(found, request))
      : createPendingSubscriber({ id, email, epoch }, request, request.at),
  );
  if (!after || hasHardBouncedOrComplained(after)) return undefined;
  const isNew = !request.from && before?.asked === undefined && after.status !== 'active';
  const { newsletters, source } = request;
  if (isNew) await countEvent(ports, 'joined', { newsletters, source });
  return after;
}

/** The request as stored: a repeated request has the ref of the first. */
const storedRequestOf = (s: Subscriber, request: SignUpRequest): SignUpRequest | undefined =>
  findRequest(s, request) ?? findSameRequest(s, request);

/**
 * Uses of the rate limits by mailbox, domain and similar names, taken for known and unknown addresses alike. Otherwise the owner of
 * another mailbox at the domain could tell by the mails there which addresses are known.
 */
async function listMailUses(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'publication'>,
  email: string,
): Promise<LimitUse[]> {
  const publication = await ports.publication();
  return [
    ...listMailboxUses(ports.secrets, publication, email),
    ...listDomainUses(ports, publication, email),
  ];
}

/** Counts the uses of a mail that is not sent, so that the limits reveal no suppression. */
export async function countUnmailed(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'publication'>,
  email: string,
): Promise<void> {
  await takeUses(ports, await listMailUses(ports, email), ports.clock());
}

const epochOf = ({ epoch }: Subscriber) => (epoch === undefined ? {} : { epoch });

function makeConfirmation(to: Subscriber, { from, ref, newsletters }: SignUpRequest): NoticeRequest {
  const joins = to.status === 'active' && from !== undefined;
  const named = newsletters.filter((id) => !joins || !to.newsletters.includes(id));
  const about = {
    newsletters: named.join(','),
    ...(from && { from: from.id }),
    ...(joins && { join: 'yes' }),
    ...(ref !== '' && { ref }),
    ...epochOf(to),
  };
  return { kind: 'confirm', subscriber: to.id, about };
}

/** Mails the confirmation of an expired link again. An active subscriber gets a link to the preferences instead. */
export async function resendConfirmation(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'notify' | 'publication'>,
  to: Subscriber,
  request: SignUpRequest | undefined,
): Promise<void> {
  if (to.status === 'active' && request?.from === undefined) return sendPreferencesLink(ports, to);
  if (isResting(to, ports.clock()) || request === undefined) return countUnmailed(ports, to.email);
  return notifyWithinLimits(ports, await listMailUses(ports, to.email), makeConfirmation(to, request));
}

/** Mails a link to the preferences, once a day at most. Every call counts the uses of a confirmation. */
async function sendPreferencesLink(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'notify' | 'publication'>,
  { id, email, epoch }: Subscriber,
): Promise<void> {
  const giveBack = await takeUses(ports, await listMailUses(ports, email), ports.clock());
  if (!giveBack) return;
  const about = { purpose: 'preferences', ...(epoch !== undefined && { epoch }) };
  const once = { key: limitKey(ports.secrets, 'known', id), limit: 1, window: DAY };
  try {
    await notifyWithinLimits(ports, [once], { kind: 'link', subscriber: id, about });
  } catch (error) {
    await giveBack();
    throw error;
  }
}
