/**
 * Tiers of sign-ups: how many an hour pass without a hurdle (open), with a proof of work (proven), and after a wait (slow). Each tier has
 * a budget of its own, so that a crowd in one keeps nobody out of the others. A circuit breaker lowers all budgets when many
 * confirmations are refused for good, because these harm the sender as bounces do.
 */
import { BroadsheetError } from '../error.ts';
import { MINUTE } from '../time/instant.ts';

export type SignUpTier = 'open' | 'proven' | 'slow';

/** The tier of a sign-up. `once` identifies the proof or ticket that opens the tier; each opens it once. */
export type SignUpPass = { tier: 'open' } | { tier: 'proven' | 'slow'; once: string };

/** Level of the circuit breaker: how far refused confirmations lower the budgets (flows/notices/notice-trouble.ts). */
export type BreakerLevel = 'none' | 'half' | 'tenth';

export type Budgets = Readonly<Record<SignUpTier, number>>;

const BUDGET_DIVISORS: Readonly<Record<BreakerLevel, number>> = { none: 1, half: 2, tenth: 10 };
/** Proven sign-ups may be this many times `perHour`: each costs a browser a second, and mailbox, domain and network have own limits. */
const PROVEN_FACTOR = 5;
/** Slow sign-ups an hour of one network. Tickets cost nothing but time, so a network gets few. */
export const MAX_SLOW_PER_NETWORK = { none: 2, half: 1, tenth: 1 } as const satisfies Record<
  BreakerLevel,
  number
>;

/** Once half of the proven budget is used, each network gets few places, so that one attacker's fifty networks cannot take all. */
export const isHalfUsed = (used: number, budget: number): boolean => used >= budget / 2;
export const MAX_PROVEN_WHEN_FILLING = 2;

/** Sign-ups an hour of each tier, from `perHour` of publication.yaml. At the strongest breaker level the open tier is closed. */
export function budgetsOf(perHour: number, brake: BreakerLevel): Budgets {
  const share = Math.ceil(perHour / BUDGET_DIVISORS[brake]);
  const open = brake === 'tenth' ? 0 : Math.ceil(share / 2);
  return { open, proven: share * PROVEN_FACTOR, slow: share };
}

/** Proven sign-ups an hour for all networks of one /32 together: a fifth of the budget, but at least what five networks get. */
export const countWidePlaces = ({ proven }: Budgets): number =>
  Math.max(5 * MAX_PROVEN_WHEN_FILLING, Math.ceil(proven / 5));

/** Work of a challenge, as a multiple of the easiest one. The factor doubles as the proven tier fills. */
export function workFactorOf(used: number, budget: number): 1 | 2 | 4 | 8 {
  const share = used / budget;
  return share < 1 / 5 ? 1 : share < 2 / 5 ? 2 : share < 3 / 5 ? 4 : 8;
}

/** Milliseconds until a ticket is ripe: one minute, and up to five as the slow tier fills. */
export const ticketWaitOf = (used: number, budget: number): number =>
  MINUTE * (1 + Math.min(4, Math.floor((used / budget) * 5)));

/** Thrown if the tier of a sign-up is full. The form comes back with a challenge or a ticket. */
export class CrowdedError extends BroadsheetError {
  constructor() {
    super('too-many', 'There were too many sign-ups in the last hour.', { remedy: 'Try again in an hour.' });
    this.name = 'CrowdedError';
  }
}

/** Confirmations of the last hour: how many were handed over, and how many addresses were refused for good. */
export type RefusalCounts = { handed: number; refused: number };

/** Fewer confirmations prove nothing: two mistyped addresses are no attack. */
const MIN_CONFIRMATIONS = 20;
/** SES reviews an account above 5 % of bounces and may pause it above 10 % (Developer Guide, "Monitoring your sender reputation"). */
const MAX_REFUSED_SHARE = { half: 0.05, tenth: 0.1 };

export function breakerLevelOf({ handed, refused }: RefusalCounts): BreakerLevel {
  if (handed < MIN_CONFIRMATIONS) return 'none';
  const share = refused / handed;
  return share > MAX_REFUSED_SHARE.tenth ? 'tenth' : share > MAX_REFUSED_SHARE.half ? 'half' : 'none';
}

const LEVEL_EFFECTS: Readonly<Record<Exclude<BreakerLevel, 'none'>, string>> = {
  half: 'Half as many sign-ups get through as `perHour` says',
  tenth: 'A tenth of the sign-ups get through that `perHour` says, each with a proof of work',
};

/** Describes the cause and the effect of the breaker's level to an operator; undefined if the breaker holds nothing back. */
export function describeBreaker({
  handed,
  refused,
}: RefusalCounts): { says: string; effect: string } | undefined {
  const brake = breakerLevelOf({ handed, refused });
  if (brake === 'none') return undefined;
  const says = `${refused} of ${handed} confirmations of the last hour were refused for good: their addresses do not exist.`;
  return { says, effect: `${LEVEL_EFFECTS[brake]}, until the share of an hour falls.` };
}

export const REFUSALS_REMEDY =
  'A stranger may be typing in addresses of others: look at `subscribers list --status pending`, and lower `perNetworkHour` in publication.yaml if the addresses look made up.';
