/** A sign-up from the web: whatever we know of the address, the answer is the same, and nothing is settled until they confirm. */
import { type Address, parseAddress } from '../domain/address.ts';
import { BroadsheetError } from '../domain/error.ts';
import { limitKey, subscriberId } from '../domain/identity.ts';
import { DAY, HOUR } from '../domain/instant.ts';
import { networkOf } from '../domain/network.ts';
import type { NoticeRequest } from '../domain/notice.ts';
import type { Publication } from '../domain/publication.ts';
import type { Asked, Subscriber } from '../domain/subscriber.ts';
import { askedAgain, isBarred, newcomer } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { isSuppressed } from './is-suppressed.ts';
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
};

/**
 * Throws `invalid` (address, nothing chosen), `too-many` (network or publication), `unavailable` (nothing was queued; a second
 * try mends it). Else it tells nothing.
 */
export async function subscribe(ports: SubscriberPorts, signUp: SignUp): Promise<void> {
  const address = parseAddress(signUp.email);
  const publication = await ports.publication();
  const now = ports.clock();
  const asked: Asked = {
    ...choose(publication, signUp.newsletters, signUp.topics),
    at: now,
    source: signUp.source,
    form: signUp.form,
  };
  await withinLimits(ports, publication, signUp.client);
  await ask(ports, address, asked);
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

async function withinLimits(
  { limits, secrets, clock }: SubscriberPorts,
  { sending }: Publication,
  client: string,
) {
  const { perNetworkHour, perHour } = sending.signups;
  const network = limitKey(secrets, 'network', networkOf(client));
  if (
    !(await limits.take(network, perNetworkHour, HOUR, clock())) ||
    !(await limits.take('sign-ups', perHour, HOUR, clock()))
  ) {
    throw new BroadsheetError('too-many', 'There were too many sign-ups in the last hour.', {
      remedy: 'Try again in an hour.',
    });
  }
}

/** Records what is asked for and queues a confirmation; the suppressed and the barred get neither. */
async function ask(ports: SubscriberPorts, { email, key }: Address, asked: Asked): Promise<void> {
  const id = subscriberId(ports.secrets, key);
  if (await isSuppressed(ports, email)) return;
  const { before, after } = await changeSubscriber(ports, id, (found) =>
    found ? askedAgain(found, asked) : newcomer(id, email, asked, asked.at),
  );
  if (!after || isBarred(after)) return;
  const isNew = before?.asked === undefined && after.status !== 'active';
  if (isNew) await countEvent(ports, 'joined', { newsletters: asked.newsletters, source: asked.source });
  await notifyOncePerLimit(ports, after);
}

/** Somebody active gets a way to their preferences instead: it is what they are after, and it tells nobody else. */
export async function notifyOncePerLimit(
  ports: SubscriberPorts,
  subscriber: Subscriber,
  from = '',
): Promise<void> {
  const { sending } = await ports.publication();
  const active = subscriber.status === 'active' && from === '';
  const key = limitKey(ports.secrets, active ? 'known' : 'address', subscriber.id);
  const limit = active ? 1 : sending.signups.perAddressDay;
  const now = ports.clock();
  if (!(await ports.limits.take(key, limit, DAY, now))) return;
  const newsletters = { newsletters: subscriber.asked?.newsletters.join(',') ?? '' };
  const notice: NoticeRequest = active
    ? { kind: 'link', subscriber: subscriber.id, about: { purpose: 'preferences' } }
    : { kind: 'confirm', subscriber: subscriber.id, about: { ...newsletters, ...(from !== '' && { from }) } };
  try {
    await ports.notify(notice);
  } catch (error) {
    await ports.limits.giveBack(key, DAY, now);
    throw new BroadsheetError('unavailable', 'The mail could not be queued.', {
      remedy: 'Try again in a moment.',
      cause: error,
    });
  }
}
