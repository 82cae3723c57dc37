/** What a crowded sign-up form asks for, and what comes back: a challenge for browsers with scripts, a ticket for the others. */
import { hash } from 'node:crypto';
import { readTicket, signTicket } from '../../domain/limits/form-tokens.ts';
import { networkOf } from '../../domain/limits/network.ts';
import type { ProofOfWork } from '../../domain/limits/proof-of-work.ts';
import { type Pass, widePlaces } from '../../domain/limits/sign-up-tier.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import type { LimitPorts } from './limit-uses.ts';
import { takeUses } from './limit-uses.ts';
import { isNetworkFull, networkUses } from './sign-up-limits.ts';
import { readRules, readTolls } from './sign-up-tiers.ts';

export type PassPorts = Pick<LimitPorts, 'limits' | 'secrets' | 'clock' | 'publication'> & {
  /** Absent: a crowd is asked for patience alone. */
  proofs?: ProofOfWork;
};

/** Whose sign-up it is: challenge and ticket are good for this address from this network alone. */
export type Bearer = { email: string; client: string };

/** `challenge`: JSON text; undefined: none can be posed. `ticket`: with the milliseconds until it is good; undefined: waiting does not help. */
export type Toll = { challenge: string | undefined; ticket: { text: string; wait: number } | undefined };

/** A slow phone solves the hardest challenge in a minute, and somebody may read the page first. */
const PROOF_WITHIN = 10 * MINUTE;

/** A challenge costs us a derivation: who asks for three times as many as may sign up from one network gets no more. */
const ASKS_A_SIGN_UP = 3;

const bearerMac = (secrets: Secrets, { email, client }: Bearer): string =>
  limitKey(secrets, 'bearer', `${networkOf(client)} ${parseAddress(email).key}`);

/** Of a key of its own: who sees signatures of challenges learns nothing of links. Rotating the link key ends all challenges. */
const secretOf = ({ links }: Secrets): string =>
  hash('sha256', Buffer.concat([Buffer.from('proof of work\n'), links.current.secret]), 'base64url');

/** undefined: neither would help now, or the network has asked too often. `email` is one that parseAddress takes. */
export async function askToll(ports: PassPorts, bearer: Bearer): Promise<Toll | undefined> {
  const { secrets, clock, proofs } = ports;
  const { client } = bearer;
  const publication = await ports.publication();
  const rules = await readRules(ports, publication, clock());
  const passHour = widePlaces(rules.budgets);
  if (await isNetworkFull(ports, client, passHour)) return undefined;
  const most = publication.sending.signups.perNetworkHour * ASKS_A_SIGN_UP;
  const asks = networkUses(secrets, 'asks', client, most, Math.max(5 * most, passHour * ASKS_A_SIGN_UP));
  if (!(await takeUses(ports, asks, clock()))) return undefined;
  const { factor, wait } = await readTolls(ports, publication, client, rules);
  const claim = { at: clock(), to: bearerMac(secrets, bearer) };
  const challenge = factor === undefined ? undefined : await proofs?.pose(secretOf(secrets), claim, factor);
  const ticket = wait === undefined ? undefined : { text: signTicket(secrets, { ...claim, wait }), wait };
  return challenge || ticket ? { challenge, ticket } : undefined;
}

/** `early`: the same ticket is good after so many milliseconds. Whatever does not hold opens no more than the open lane. */
export async function readPass(
  ports: PassPorts,
  shown: { proof: string; ticket: string },
  bearer: Bearer,
): Promise<{ pass: Pass; early?: number }> {
  const { secrets, clock, proofs } = ports;
  const to = bearerMac(secrets, bearer);
  const now = clock();
  const proof = shown.proof === '' ? undefined : await proofs?.check(secretOf(secrets), shown.proof);
  if (proof && proof.to === to && proof.at <= now && now - proof.at < PROOF_WITHIN)
    return { pass: { lane: 'proven', once: proof.id } };
  const ticket = readTicket(secrets, shown.ticket, { to, now });
  if (ticket?.kind === 'ripe') return { pass: { lane: 'slow', once: ticket.id } };
  return { pass: { lane: 'open' }, ...(ticket && { early: ticket.left }) };
}
