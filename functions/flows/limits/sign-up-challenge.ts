/** Issues and checks the passes of a crowded sign-up form: a proof of work for browsers with scripts, a ticket for the others. */
import { hash } from 'node:crypto';
import { readTicket, signTicket } from '../../domain/limits/form-tokens.ts';
import { networkOf } from '../../domain/limits/network.ts';
import type { ProofOfWork } from '../../domain/limits/proof-of-work.ts';
import { countWidePlaces, type SignUpPass } from '../../domain/limits/sign-up-tier.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import type { LimitPorts } from './limit-uses.ts';
import { takeUses } from './limit-uses.ts';
import { isNetworkFull, listNetworkUses } from './sign-up-limits.ts';
import { readPassPrices, readTierRules } from './sign-up-tiers.ts';

export type PassPorts = Pick<LimitPorts, 'limits' | 'secrets' | 'clock' | 'publication'> & {
  /** Absent: only tickets are issued. */
  proofs?: ProofOfWork;
};

/** The address and the client of a sign-up. A challenge or ticket is valid only for this address from this network. */
export type Bearer = { email: string; client: string };

/** `challenge`: JSON text; undefined if none can be posed. `wait`: milliseconds until the ticket is ripe; no ticket if waiting is vain. */
export type PassOffer = { challenge: string | undefined; ticket: { text: string; wait: number } | undefined };

/** A challenge is valid for this long: a slow phone solves the hardest in a minute, and the reader may read the page first. */
const CHALLENGE_LIFETIME = 10 * MINUTE;

/** Challenges that a network may ask for, for each sign-up that it may make: each challenge costs us a key derivation. */
const CHALLENGES_PER_SIGN_UP = 3;

const computeBearerMac = (secrets: Secrets, { email, client }: Bearer): string =>
  limitKey(secrets, 'bearer', `${networkOf(client)} ${parseAddress(email).key}`);

/** Challenges have a key of their own, so that their signatures reveal nothing about links. Rotating the link key ends all challenges. */
const deriveChallengeSecret = ({ links }: Secrets): string =>
  hash('sha256', Buffer.concat([Buffer.from('proof of work\n'), links.current.secret]), 'base64url');

/** Issues a challenge and a ticket; undefined if neither would help now, or the network asked too often. parseAddress accepts `email`. */
export async function offerPass(ports: PassPorts, bearer: Bearer): Promise<PassOffer | undefined> {
  const { secrets, clock, proofs } = ports;
  const { client } = bearer;
  const publication = await ports.publication();
  const rules = await readTierRules(ports, publication, clock());
  const passHour = countWidePlaces(rules.budgets);
  if (await isNetworkFull(ports, client, passHour)) return undefined;
  const most = publication.sending.signups.perNetworkHour * CHALLENGES_PER_SIGN_UP;
  const asks = listNetworkUses(
    secrets,
    'asks',
    client,
    most,
    Math.max(5 * most, passHour * CHALLENGES_PER_SIGN_UP),
  );
  if (!(await takeUses(ports, asks, clock()))) return undefined;
  const { factor, wait } = await readPassPrices(ports, publication, client, rules);
  const claim = { at: clock(), to: computeBearerMac(secrets, bearer) };
  const challenge =
    factor === undefined ? undefined : await proofs?.pose(deriveChallengeSecret(secrets), claim, factor);
  const ticket = wait === undefined ? undefined : { text: signTicket(secrets, { ...claim, wait }), wait };
  return challenge || ticket ? { challenge, ticket } : undefined;
}

/** Checks proof and ticket. If neither is valid, the pass is for the open tier; `early`: milliseconds until the ticket is ripe. */
export async function readPass(
  ports: PassPorts,
  shown: { proof: string; ticket: string },
  bearer: Bearer,
): Promise<{ pass: SignUpPass; early?: number }> {
  const { secrets, clock, proofs } = ports;
  const to = computeBearerMac(secrets, bearer);
  const now = clock();
  const proof =
    shown.proof === '' ? undefined : await proofs?.check(deriveChallengeSecret(secrets), shown.proof);
  if (proof && proof.to === to && proof.at <= now && now - proof.at < CHALLENGE_LIFETIME)
    return { pass: { tier: 'proven', once: proof.id } };
  const ticket = readTicket(secrets, shown.ticket, { to, now });
  if (ticket?.kind === 'ripe') return { pass: { tier: 'slow', once: ticket.id } };
  return { pass: { tier: 'open' }, ...(ticket && { early: ticket.left }) };
}
