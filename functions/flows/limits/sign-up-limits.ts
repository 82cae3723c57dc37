/**
 * Rate limiting of sign-ups and changes of address (by network and in total) and of the mail they cause (by mailbox and by domain):
 * strangers must not have mail sent to people who did not ask for it. Subscribers that an operator adds or imports are not limited.
 */

import { registrableDomainOf } from '../../domain/dns/registrable-domain.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { mailboxDomainOf, mailboxFamilyOf, mailboxOf } from '../../domain/limits/canonical-mailbox.ts';
import { isSignedFor, MAX_STAMP_USES } from '../../domain/limits/form-tokens.ts';
import { networkOf, wideNetworkOf } from '../../domain/limits/network.ts';
import { CrowdedError } from '../../domain/limits/sign-up-tier.ts';
import { DEFAULT_PER_DOMAIN_HOUR, type Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { isLargeProvider } from '../../domain/subscribers/large-providers.ts';
import { DAY, HOUR } from '../../domain/time/instant.ts';
import type { LimitPorts } from './limit-uses.ts';
import { hasRoom, type LimitUse, takeUses, UNLIMITED } from './limit-uses.ts';

/** An internet provider's /32 may make as many sign-ups an hour as this many single networks. */
const WIDE_NETWORK_FACTOR = 5;
/** Unconfirmed sign-ups of a network, between an hour and a day old, that take one from its hourly limit. */
const UNCONFIRMED_COST = 4;
/** The addresses `name-…` of a domain get as many mails a day as this many mailboxes. */
const FAMILY_FACTOR = 4;
/** A confirmed subscriber raises the limit of their domain for this long. */
const CREDIT_WINDOW = 2 * 365 * DAY;

type SignUpPorts = Pick<LimitPorts, 'limits' | 'secrets' | 'clock' | 'publication'>;
type CountedNetwork = { kind: string; value: string; perHour: number };

/** The uses of another kind of limit by a client's networks. `wideHour`: limit of the /32; absent for a multiple of `perHour`. */
export const listNetworkUses = (
  secrets: Secrets,
  kind: string,
  client: string,
  perHour: number,
  wideHour?: number,
): LimitUse[] =>
  networksOf(client, perHour, wideHour).map((network) =>
    hourUseOf(secrets, { ...network, kind: `${kind}-${network.kind}` }),
  );

/** `client`: undefined if the caller knows no network. An empty text counts as a network like any other. */
function networksOf(
  client: string | undefined,
  perHour: number,
  wideHour = WIDE_NETWORK_FACTOR * perHour,
): CountedNetwork[] {
  if (client === undefined) return [];
  const wide = wideNetworkOf(client);
  return [
    { kind: 'network', value: networkOf(client), perHour },
    ...(wide === undefined ? [] : [{ kind: 'network-32', value: wide, perHour: wideHour }]),
  ];
}

const hourUseOf = (secrets: Secrets, { kind, value, perHour }: CountedNetwork): LimitUse => ({
  key: limitKey(secrets, kind, value),
  limit: perHour,
  window: HOUR,
});
/** Counts the unconfirmed sign-ups of a network; a confirmation gives one back. */
const unconfirmedUseOf = (secrets: Secrets, { kind, value }: CountedNetwork): LimitUse => ({
  key: limitKey(secrets, `unconfirmed-${kind}`, value),
  limit: UNLIMITED,
  window: DAY,
});

/**
 * Takes the uses of a sign-up or a change of address, and returns a function that gives them back. Throws `too-many` (network) or
 * CrowdedError (publication, or a /32 where a pass helps); neither reveals anything about an address. `tierUses`: the uses of a sign-up's
 * tier (sign-up-tiers.ts). `passHour`: with a pass, the hourly limit of its /32.
 */
export async function takeSignUp(
  ports: SignUpPorts,
  client: string | undefined,
  tierUses?: readonly LimitUse[],
  passHour?: number,
): Promise<() => Promise<void>> {
  const { secrets, clock } = ports;
  const { perNetworkHour, perHour } = (await ports.publication()).sending.signups;
  const networks = networksOf(client, perNetworkHour, wideLimitOf(perNetworkHour, passHour));
  const [hour, ...wide] = await Promise.all(networks.map((network) => readAllowance(ports, network)));
  const unconfirmed = networks.map((network) => unconfirmedUseOf(secrets, network));
  const all: LimitUse = { key: 'sign-ups', limit: perHour, window: HOUR };
  const now = clock();
  const steps = [
    { uses: hour ? [hour] : [], refuse: fullError },
    {
      uses: [...wide, ...unconfirmed],
      refuse: tierUses && passHour === undefined ? crowdedError : fullError,
    },
    { uses: tierUses ?? [all], refuse: crowdedError },
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

// Errors are made only when a sign-up is refused, because each records its stack and most sign-ups are not refused.
const fullError = () =>
  new BroadsheetError('too-many', 'There were too many sign-ups in the last hour.', {
    remedy: 'Try again in an hour.',
  });
const crowdedError = () => new CrowdedError();

/**
 * All phones of a mobile operator may share one /32. With a pass, the limit of the /32 rises to a share of the tier, so that no /32 takes
 * all of it.
 */
const wideLimitOf = (perNetworkHour: number, passHour = 0): number =>
  Math.max(WIDE_NETWORK_FACTOR * perNetworkHour, passHour);

/** Whether a sign-up of this client would find a limit of its networks used up even with a pass. */
export async function isNetworkFull(ports: SignUpPorts, client: string, passHour: number): Promise<boolean> {
  const { perNetworkHour } = (await ports.publication()).sending.signups;
  const networks = networksOf(client, perNetworkHour, wideLimitOf(perNetworkHour, passHour));
  const hours = await Promise.all(networks.map((network) => readAllowance(ports, network)));
  return !(await hasRoom(ports, hours, ports.clock()));
}

/** A network's hourly limit, less for sign-ups that were never confirmed. One always remains: the next sign-up there may be honest. */
async function readAllowance(
  { limits, secrets, clock }: SignUpPorts,
  network: CountedNetwork,
): Promise<LimitUse> {
  const now = clock();
  const hour = hourUseOf(secrets, network);
  const day = unconfirmedUseOf(secrets, network);
  const [fresh, unconfirmed] = await Promise.all(
    [hour, day].map((u) => limits.countUses(u.key, u.window, now)),
  );
  // Sign-ups of the last hour may still be confirmed.
  const lost = Math.max(0, unconfirmed! - fresh!);
  return { ...hour, limit: Math.max(1, hour.limit - Math.floor(lost / UNCONFIRMED_COST)) };
}

/**
 * Counts a use of the form's stamp, and returns a function that gives it back; undefined if the stamp is used up. A stamp without a
 * network, from an earlier version, is not counted and expires within a day.
 */
export async function takeStamp(
  ports: SignUpPorts,
  stamp: string,
  client: string,
): Promise<(() => Promise<void>) | undefined> {
  const { secrets, clock } = ports;
  const key = limitKey(secrets, 'stamp', stamp);
  const isCounted = isSignedFor(secrets, stamp, client);
  return takeUses(ports, isCounted ? [{ key, limit: MAX_STAMP_USES, window: 2 * DAY }] : [], clock());
}

/**
 * The same for a form on a cached page, which has no stamp: its network may send it as often an hour as one stamp allows. The full form,
 * with a stamp, takes those that come after.
 */
export const takeUnstamped = (
  ports: SignUpPorts,
  client: string,
): Promise<(() => Promise<void>) | undefined> =>
  takeUses(ports, listNetworkUses(ports.secrets, 'unstamped', client, MAX_STAMP_USES), ports.clock());

/** The uses of a mail that a stranger had sent to this address. `perAddressDay` counts by mailbox, whatever the spelling. */
export function listMailboxUses(secrets: Secrets, { sending }: Publication, email: string): LimitUse[] {
  const { perAddressDay } = sending.signups;
  const family = mailboxFamilyOf(email);
  const use = (kind: string, value: string, limit: number): LimitUse => ({
    key: limitKey(secrets, kind, value),
    limit,
    window: DAY,
  });
  return [
    use('mailbox', mailboxOf(email), perAddressDay),
    ...(family === undefined ? [] : [use('mailbox-family', family, FAMILY_FACTOR * perAddressDay)]),
  ];
}

/**
 * The uses of a confirmation to a domain: `perDomainHour`, and one more for each confirmed subscriber there. Large providers have no
 * limit.
 */
export function listDomainUses(ports: SignUpPorts, { sending }: Publication, email: string): LimitUse[] {
  const domain = limitedDomainOf(email);
  if (domain === undefined) return [];
  const { limits, secrets, clock } = ports;
  const limit = sending.signups.perDomainHour ?? DEFAULT_PER_DOMAIN_HOUR;
  const readers = confirmedUseOf(secrets, domain);
  const more = () => limits.countUses(readers.key, readers.window, clock());
  return [{ key: limitKey(secrets, 'domain', domain), limit, window: HOUR, more }];
}

/** undefined for large providers, which have no limit. */
function limitedDomainOf(email: string): string | undefined {
  const domain = mailboxDomainOf(email);
  return isLargeProvider(domain) ? undefined : registrableDomainOf(domain);
}

const confirmedUseOf = (secrets: Secrets, domain: string): LimitUse => ({
  key: limitKey(secrets, 'domain-readers', domain),
  limit: UNLIMITED,
  window: CREDIT_WINDOW,
});

/**
 * Credits a confirmation: the domain gets its use back and one more an hour, and the confirming network gets its sign-up back. So a
 * network that confirms hundreds of sign-ups keeps room, and one that never confirms loses it.
 */
export async function creditConfirmed(
  ports: SignUpPorts,
  email: string,
  client: string | undefined,
): Promise<void> {
  const { limits, secrets, clock } = ports;
  const now = clock();
  const domain = limitedDomainOf(email);
  if (domain !== undefined) {
    await takeUses(ports, [confirmedUseOf(secrets, domain)], now);
    await limits.giveBack(limitKey(secrets, 'domain', domain), HOUR, now);
  }
  for (const network of networksOf(client, 0)) {
    for (const { key, window } of [unconfirmedUseOf(secrets, network), hourUseOf(secrets, network)])
      await limits.giveBack(key, window, now);
  }
}
