/** A sign-up from the web: whatever we know of the address, the answer is the same, and nothing is settled until they confirm. */
import { type Address, parseAddress } from '../domain/address.ts';
import { BroadsheetError } from '../domain/error.ts';
import { limitKey, subscriberId } from '../domain/identity.ts';
import { DAY } from '../domain/instant.ts';
import type { Publication } from '../domain/publication.ts';
import { type Pass, widePlaces } from '../domain/sign-up-lane.ts';
import { findRequest, type SignUpRequest, sameRequest } from '../domain/sign-up-request.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { askedAgain, isBarred, isResting, newcomer } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { drawMark } from './draw-mark.ts';
import { isSuppressed } from './is-suppressed.ts';
import { notifyWithin } from './notify-within.ts';
import { checkLane, laneUses } from './sign-up-lanes.ts';
import { domainUses, mailboxUses, takeSignUp } from './sign-up-limits.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

export type SignUp = {
  /** As typed. */
  email: string;
  newsletters: readonly string[];
  topics: readonly string[];
  /** The client's address on the internet, as a proxy we trust gave it. */
  client: string;
  source: string;
  /** Hash of the words the form showed (sign-up-form.ts). */
  form: string;
  /** What it brought to get through a crowd (sign-up-pass.ts); absent: nothing. */
  pass?: Pass;
};

const NOTHING: Pass = { lane: 'open' };

/**
 * Throws `invalid` (address, nothing chosen), `too-many` (network), CrowdedError (the publication: a pass may help),
 * `unavailable` (nothing was queued; a second try mends it). Else it tells nothing.
 */
export async function subscribe(ports: SubscriberPorts, signUp: SignUp): Promise<void> {
  const address = parseAddress(signUp.email);
  const publication = await ports.publication();
  const now = ports.clock();
  const request: SignUpRequest = {
    ...choose(publication, signUp.newsletters, signUp.topics),
    at: now,
    source: signUp.source,
    form: signUp.form,
    ref: drawMark(),
  };
  const { client, pass = NOTHING } = signUp;
  const rules = await checkLane(ports, publication, pass);
  const passHour = pass.lane === 'open' ? undefined : widePlaces(rules.budgets);
  const giveBack = await takeSignUp(ports, client, laneUses(ports, rules, { pass, client }), passHour);
  try {
    await ask(ports, address, request);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Those that exist. Throws `invalid` if no newsletter is left. */
export function choose(
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

/** Records what is asked for and queues a confirmation; the suppressed and the barred get neither. */
async function ask(ports: SubscriberPorts, { email, key }: Address, request: SignUpRequest): Promise<void> {
  const id = subscriberId(ports.secrets, key);
  if (await isSuppressed(ports, email)) return;
  const epoch = drawMark();
  const { before, after } = await changeSubscriber(ports, id, (found) =>
    found ? askedAgain(found, request) : newcomer({ id, email, epoch }, request, request.at),
  );
  if (!after || isBarred(after)) return;
  const isNew = before?.asked === undefined && after.status !== 'active';
  const { newsletters, source } = request;
  if (isNew) await countEvent(ports, 'joined', { newsletters, source });
  await sendConfirmation(ports, after, requestIn(after, request));
}

/** As it is kept: said twice, the first one's ref counts. */
export const requestIn = (s: Subscriber, request: SignUpRequest): SignUpRequest | undefined =>
  findRequest(s, request) ?? sameRequest(s, request);

/**
 * Somebody active gets a way to their preferences instead: it is what they are after, and it tells nobody else. An address that
 * refused a confirmation gets none for some days.
 */
export async function sendConfirmation(
  ports: SubscriberPorts,
  to: Subscriber,
  request: SignUpRequest | undefined,
): Promise<void> {
  const { secrets } = ports;
  const publication = await ports.publication();
  const mailbox = mailboxUses(secrets, publication, to.email);
  const epoch = to.epoch === undefined ? {} : { epoch: to.epoch };
  const joins = to.status === 'active' && request?.from !== undefined;
  if (to.status === 'active' && !joins) {
    const about = { purpose: 'preferences', ...epoch };
    const once = { key: limitKey(secrets, 'known', to.id), limit: 1, window: DAY };
    return notifyWithin(ports, [once, ...mailbox], { kind: 'link', subscriber: to.id, about });
  }
  if (isResting(to, ports.clock()) || request === undefined) return;
  const { from, ref } = request;
  const named = request.newsletters.filter((id) => !joins || !to.newsletters.includes(id));
  const about = {
    newsletters: named.join(','),
    ...(from && { from: from.id }),
    ...(joins && { join: 'yes' }),
    ...(ref !== '' && { ref }),
    ...epoch,
  };
  const uses = [...mailbox, ...domainUses(ports, publication, to.email)];
  return notifyWithin(ports, uses, { kind: 'confirm', subscriber: to.id, about });
}
