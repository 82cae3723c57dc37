/**
 * Tiers of sign-ups: how many an hour pass without a hurdle (open), with a proof of work (proven), and after a wait (slow). Each tier has
 * a budget of its own, so that a crowd in one keeps nobody out of the others. A circuit breaker lowers all budgets when many
 * confirmations are refused for good, because these harm the sender as bounces do.
 */
import { BroadsheetError } from '../error.ts';
import { MINUTE } from '../time/instant.ts';

export type Lane = 'open' | 'proven' | 'slow';

/** The tier of a sign-up. `once` identifies the proof or ticket that opens the tier; each opens it once. */
export type Pass = { lane: 'open' } | { lane: 'proven' | 'slow'; once: string };

/** Level of the circuit breaker: how far refused confirmations lower the budgets (flows/notices/notice-trouble.ts). */
export type Brake = 'none' | 'half' | 'tenth';

export type Budgets = Readonly<Record<Lane, number>>;

const SHARE: Readonly<Record<Brake, number>> = { none: 1, half: 2, tenth: 10 };
/** Proven sign-ups may be this many times `perHour`: each costs a browser a second, and mailbox, domain and network have own limits. */
const PROVEN = 5;
/** Slow sign-ups an hour of one network. Tickets cost nothing but time, so a network gets few. */
export const SLOW_PER_NETWORK = { none: 2, half: 1, tenth: 1 } as const satisfies Record<Brake, number>;

/** Once half of the proven budget is used, each network gets few places, so that one attacker's fifty networks cannot take all. */
export const isFilling = (used: number, budget: number): boolean => used >= budget / 2;
export const FILLING_PER_NETWORK = 2;

/** Sign-ups an hour of each tier, from `perHour` of publication.yaml. At the strongest breaker level the open tier is closed. */
export function budgetsOf(perHour: number, brake: Brake): Budgets {
  const share = Math.ceil(perHour / SHARE[brake]);
  const open = brake === 'tenth' ? 0 : Math.ceil(share / 2);
  return { open, proven: share * PROVEN, slow: share };
}

/** Proven sign-ups an hour for all networks of one /32 together: a fifth of the budget, but at least what five networks get. */
export const widePlaces = ({ proven }: Budgets): number =>
  Math.max(5 * FILLING_PER_NETWORK, Math.ceil(proven / 5));

/** Work of a challenge, as a multiple of the easiest one. The factor doubles as the proven tier fills. */
export function factorOf(used: number, budget: number): 1 | 2 | 4 | 8 {
  const share = used / budget;
  return share < 1 / 5 ? 1 : share < 2 / 5 ? 2 : share < 3 / 5 ? 4 : 8;
}

/** Milliseconds until a ticket is ripe: one minute, and up to five as the slow tier fills. */
export const waitOf = (used: number, budget: number): number =>
  MINUTE * (1 + Math.min(4, Math.floor((used / budget) * 5)));

/** Thrown if the tier of a sign-up is full. The form comes back with a challenge or a ticket. */
export class CrowdedError extends BroadsheetError {
  constructor() {
    super('too-many', 'There were too many sign-ups in the last hour.', { remedy: 'Try again in an hour.' });
    this.name = 'CrowdedError';
  }
}

/** Confirmations of the last hour: how many were handed over, and how many addresses were refused for good. */
export type Refusals = { handed: number; refused: number };

/** Fewer confirmations prove nothing: two mistyped addresses are no attack. */
const LEAST = 20;
/** SES reviews an account above 5 % of bounces and may pause it above 10 % (Developer Guide, "Monitoring your sender reputation"). */
const REFUSED_SHARE = { half: 0.05, tenth: 0.1 };

export function brakeOf({ handed, refused }: Refusals): Brake {
  if (handed < LEAST) return 'none';
  const share = refused / handed;
  return share > REFUSED_SHARE.tenth ? 'tenth' : share > REFUSED_SHARE.half ? 'half' : 'none';
}

const EFFECT: Readonly<Record<Exclude<Brake, 'none'>, string>> = {
  half: 'Half as many sign-ups get through as `perHour` says',
  tenth: 'A tenth of the sign-ups get through that `perHour` says, each with a proof of work',
};

/** Describes the cause and the effect of the breaker's level to an operator; undefined if the breaker holds nothing back. */
export function describeBrake({ handed, refused }: Refusals): { says: string; effect: string } | undefined {
  const brake = brakeOf({ handed, refused });
  if (brake === 'none') return undefined;
  const says = `${refused} of ${handed} confirmations of the last hour were refused for good: their addresses do not exist.`;
  return { says, effect: `${EFFECT[brake]}, until the share of an hour falls.` };
}

export const REFUSALS_REMEDY =
  'A stranger may be typing in addresses of others: look at `subscribers list --status pending`, and lower `perNetworkHour` in publication.yaml if the addresses look made up.';
