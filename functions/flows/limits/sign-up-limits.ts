/**
 * Rate limiting of sign-ups and changes of address, by network and in all, and of the mails they cause, by mailbox and by domain:
 * strangers must not have mail sent to people who did not ask for it. Readers whom an operator adds or imports pass none of these.
 */

import { ownedDomainOf } from '../../domain/dns/registrable-domain.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { familyOf, mailboxDomainOf, mailboxOf } from '../../domain/limits/canonical-mailbox.ts';
import { isSignedFor, STAMP_USES } from '../../domain/limits/form-tokens.ts';
import { networkOf, wideNetworkOf } from '../../domain/limits/network.ts';
import { CrowdedError } from '../../domain/limits/sign-up-tier.ts';
import { DOMAIN_HOUR, type Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { isLargeProvider } from '../../domain/subscribers/large-providers.ts';
import { DAY, HOUR } from '../../domain/time/instant.ts';
import type { LimitPorts } from './limit-uses.ts';
import { hasRoom, takeUses, type Use } from './limit-uses.ts';

/** A provider's /32 holds as many sign-ups an hour as this many households and offices at their limit. */
const WIDE = 5;
/** So many sign-ups of a network that nobody confirmed, older than an hour and no older than a day, take one from its hour. */
const UNCONFIRMED_COST = 4;
/** The addresses `name-…` of a domain get as many mails a day as this many mailboxes. */
const FAMILY = 4;
/** A reader counts for their domain for so long after they confirmed. */
const READER_YEARS = 2 * 365 * DAY;
/** More than anything here is counted to. */
const ANY = 1_000_000_000;

type Ports = Pick<LimitPorts, 'limits' | 'secrets' | 'clock' | 'publication'>;
type Network = { kind: string; value: string; perHour: number };

/** A limit of another kind for the same networks. `wideHour`: of a provider's /32; absent: as many times `perHour` as of sign-ups. */
export const networkUses = (
  secrets: Secrets,
  kind: string,
  client: string,
  perHour: number,
  wideHour?: number,
): Use[] =>
  networksOf(client, perHour, wideHour).map((network) =>
    inHour(secrets, { ...network, kind: `${kind}-${network.kind}` }),
  );

/** `client` undefined: no network asks, or the caller does not know it. One that is empty is a network as any other. */
function networksOf(client: string | undefined, perHour: number, wideHour = WIDE * perHour): Network[] {
  if (client === undefined) return [];
  const wide = wideNetworkOf(client);
  return [
    { kind: 'network', value: networkOf(client), perHour },
    ...(wide === undefined ? [] : [{ kind: 'network-32', value: wide, perHour: wideHour }]),
  ];
}

const inHour = (secrets: Secrets, { kind, value, perHour }: Network): Use => ({
  key: limitKey(secrets, kind, value),
  limit: perHour,
  window: HOUR,
});
/** Sign-ups that nobody confirmed yet: a confirmation takes one back. */
const unconfirmedBy = (secrets: Secrets, { kind, value }: Network): Use => ({
  key: limitKey(secrets, `unconfirmed-${kind}`, value),
  limit: ANY,
  window: DAY,
});

/**
 * Counts a sign-up or a change of address for who asks for it. Throws `too-many` (network) or CrowdedError (publication, or a
 * provider's /32, where a pass helps), which say nothing of an address. Returns what takes it back, if it comes to nothing. `lane`: of
 * a sign-up, its lane's (sign-up-tiers.ts). `passHour`: with a pass, what its /32 may have.
 */
export async function takeSignUp(
  ports: Ports,
  client: string | undefined,
  lane?: readonly Use[],
  passHour?: number,
): Promise<() => Promise<void>> {
  const { secrets, clock } = ports;
  const { perNetworkHour, perHour } = (await ports.publication()).sending.signups;
  const networks = networksOf(client, perNetworkHour, wideHour(perNetworkHour, passHour));
  const [hour, ...wide] = await Promise.all(networks.map((network) => allowance(ports, network)));
  const unconfirmed = networks.map((network) => unconfirmedBy(secrets, network));
  const all: Use = { key: 'sign-ups', limit: perHour, window: HOUR };
  const now = clock();
  const steps = [
    { uses: hour ? [hour] : [], refuse: fullError },
    { uses: [...wide, ...unconfirmed], refuse: lane && passHour === undefined ? crowdedError : fullError },
    { uses: lane ?? [all], refuse: crowdedError },
  ];
  const taken: (() => Promise<void>)[] = [];
  const giveBack = async () => {
    for (const one of taken.toReversed()) await one();
  };
  for (const { uses, refuse } of steps) {
    const one = await takeUses(ports, uses, now);
    if (!one) {
      await giveBack();
      throw refuse();
    }
    taken.push(one);
  }
  return giveBack;
}

// Functions, for most sign-ups are refused by nothing: an error records its stack where it is made.
const fullError = () =>
  new BroadsheetError('too-many', 'There were too many sign-ups in the last hour.', {
    remedy: 'Try again in an hour.',
  });
const crowdedError = () => new CrowdedError();

/**
 * All phones of a carrier may be in one /32: who brings a pass is held to its limit no more, but to a share of the lane, so that no
 * /32 takes all.
 */
const wideHour = (perNetworkHour: number, passHour = 0): number => Math.max(WIDE * perNetworkHour, passHour);

/** Whether a sign-up from there would find its network's limit used up, with a pass, too. */
export async function isNetworkFull(ports: Ports, client: string, passHour: number): Promise<boolean> {
  const { perNetworkHour } = (await ports.publication()).sending.signups;
  const networks = networksOf(client, perNetworkHour, wideHour(perNetworkHour, passHour));
  const hours = await Promise.all(networks.map((network) => allowance(ports, network)));
  return !(await hasRoom(ports, hours, ports.clock()));
}

/** Who signs up others and never confirms gets fewer with every hour, and one at least: the next one there may be honest. */
async function allowance({ limits, secrets, clock }: Ports, network: Network): Promise<Use> {
  const now = clock();
  const hour = inHour(secrets, network);
  const day = unconfirmedBy(secrets, network);
  const [fresh, unconfirmed] = await Promise.all([hour, day].map((u) => limits.used(u.key, u.window, now)));
  // Those of the last hour may be confirmed yet.
  const lost = Math.max(0, unconfirmed! - fresh!);
  return { ...hour, limit: Math.max(1, hour.limit - Math.floor(lost / UNCONFIRMED_COST)) };
}

/**
 * Counts a sign-up for the stamp of its form, which is good for a few. Returns what takes it back; undefined: it was used up. A
 * stamp of a version before, of no network, is not counted: it ends within a day.
 */
export async function takeStamp(
  ports: Ports,
  stamp: string,
  client: string,
): Promise<(() => Promise<void>) | undefined> {
  const { secrets, clock } = ports;
  const key = limitKey(secrets, 'stamp', stamp);
  const isCounted = isSignedFor(secrets, stamp, client);
  return takeUses(ports, isCounted ? [{ key, limit: STAMP_USES, window: 2 * DAY }] : [], clock());
}

/** The uses that a mail to this address costs which a stranger asked for; `perAddressDay` is for a mailbox, however it is written. */
export function mailboxUses(secrets: Secrets, { sending }: Publication, email: string): Use[] {
  const { perAddressDay } = sending.signups;
  const family = familyOf(email);
  const use = (kind: string, value: string, limit: number): Use => ({
    key: limitKey(secrets, kind, value),
    limit,
    window: DAY,
  });
  return [
    use('mailbox', mailboxOf(email), perAddressDay),
    ...(family === undefined ? [] : [use('mailbox-family', family, FAMILY * perAddressDay)]),
  ];
}

/**
 * Confirmations to one domain in an hour: `perDomainHour`, and one more for each reader there who confirmed. None for providers at
 * which everybody has a mailbox.
 */
export function domainUses(ports: Ports, { sending }: Publication, email: string): Use[] {
  const domain = domainOf(email);
  if (domain === undefined) return [];
  const { limits, secrets, clock } = ports;
  const limit = sending.signups.perDomainHour ?? DOMAIN_HOUR;
  const readers = readersAt(secrets, domain);
  const more = () => limits.used(readers.key, readers.window, clock());
  return [{ key: limitKey(secrets, 'domain', domain), limit, window: HOUR, more }];
}

/** undefined: large providers have no limit. */
function domainOf(email: string): string | undefined {
  const domain = mailboxDomainOf(email);
  return isLargeProvider(domain) ? undefined : ownedDomainOf(domain);
}

const readersAt = (secrets: Secrets, domain: string): Use => ({
  key: limitKey(secrets, 'domain-readers', domain),
  limit: ANY,
  window: READER_YEARS,
});

/**
 * Somebody confirmed: their mail is no longer held against their domain, which may have one more an hour, nor their sign-up against the
 * network they confirm from. So who signs up by the hundred and confirms finds room, and who never does finds none.
 */
export async function creditConfirmed(
  ports: Ports,
  email: string,
  client: string | undefined,
): Promise<void> {
  const { limits, secrets, clock } = ports;
  const now = clock();
  const domain = domainOf(email);
  if (domain !== undefined) {
    await takeUses(ports, [readersAt(secrets, domain)], now);
    await limits.giveBack(limitKey(secrets, 'domain', domain), HOUR, now);
  }
  for (const network of networksOf(client, 0)) {
    for (const { key, window } of [unconfirmedBy(secrets, network), inHour(secrets, network)])
      await limits.giveBack(key, window, now);
  }
}
