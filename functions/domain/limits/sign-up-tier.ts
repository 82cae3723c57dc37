/**
 * Lanes of sign-ups: how many an hour get through without more ado (open), with a proof of work (proven), and by waiting (slow).
 * Each lane has a budget of its own, so that a crowd in one lane keeps nobody out of the others. A brake (circuit breaker) narrows all
 * of them: confirmations refused for good harm the sender as bounces do, and past a share of them fewer sign-ups get through.
 */
import { BroadsheetError } from '../error.ts';
import { MINUTE } from '../time/instant.ts';

export type Lane = 'open' | 'proven' | 'slow';

/** A lane, and for all but the open one what was shown for it: `once` names it, and it opens the lane once. */
export type Pass = { lane: 'open' } | { lane: 'proven' | 'slow'; once: string };

/** How far the refusals of confirmations hold sign-ups back (flows/notices/notice-trouble.ts). */
export type Brake = 'none' | 'half' | 'tenth';

export type Budgets = Readonly<Record<Lane, number>>;

const SHARE: Readonly<Record<Brake, number>> = { none: 1, half: 2, tenth: 10 };
/** Proofs cost a browser a second each; mailbox, domain and network have their own limits. */
const PROVEN = 5;
/** Tickets cost nothing but time, so a network gets few. */
export const SLOW_PER_NETWORK = { none: 2, half: 1, tenth: 1 } as const satisfies Record<Brake, number>;

/** Once half of the proofs' places are taken, those left are for networks that had fewer: nobody with fifty networks takes all. */
export const isFilling = (used: number, budget: number): boolean => used >= budget / 2;
export const FILLING_PER_NETWORK = 2;

/** Sign-ups an hour of each lane. `perHour`: of publication.yaml. Behind the strongest brake nobody gets through for nothing. */
export function budgetsOf(perHour: number, brake: Brake): Budgets {
  const share = Math.ceil(perHour / SHARE[brake]);
  const open = brake === 'tenth' ? 0 : Math.ceil(share / 2);
  return { open, proven: share * PROVEN, slow: share };
}

/** Places among the proofs for the networks of one /32 together, however many they are; where there are few, as many as five get. */
export const widePlaces = ({ proven }: Budgets): number =>
  Math.max(5 * FILLING_PER_NETWORK, Math.ceil(proven / 5));

/** Work of a challenge, in easiest ones: doubles as the lane of proofs fills. */
export function factorOf(used: number, budget: number): 1 | 2 | 4 | 8 {
  const share = used / budget;
  return share < 1 / 5 ? 1 : share < 2 / 5 ? 2 : share < 3 / 5 ? 4 : 8;
}

/** How long a ticket of the slow lane ripens: a minute, and longer as the lane fills. Milliseconds. */
export const waitOf = (used: number, budget: number): number =>
  MINUTE * (1 + Math.min(4, Math.floor((used / budget) * 5)));

/** The open lane is full: the form comes back and asks for a proof, or for some patience. */
export class CrowdedError extends BroadsheetError {
  constructor() {
    super('too-many', 'There were too many sign-ups in the last hour.', { remedy: 'Try again in an hour.' });
    this.name = 'CrowdedError';
  }
}

/** Of the last hour. */
export type Refusals = { handed: number; refused: number };

/** Fewer say nothing: two slips of the keyboard are no attack. */
const LEAST = 20;
/** SES looks at an account above 5 % of bounces and may pause it above 10 % (Developer Guide, "Monitoring your sender reputation"). */
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

/** What is the matter, and what comes of it; undefined: nothing is. */
export function describeBrake({ handed, refused }: Refusals): { says: string; effect: string } | undefined {
  const brake = brakeOf({ handed, refused });
  if (brake === 'none') return undefined;
  const says = `${refused} of ${handed} confirmations of the last hour were refused for good: their addresses do not exist.`;
  return { says, effect: `${EFFECT[brake]}, until the share of an hour falls.` };
}

/** What an operator can do about it. */
export const REFUSALS_REMEDY =
  'Somebody may be typing in addresses of others: look at `subscribers list --status pending`, and lower `perNetworkHour` in publication.yaml if they look made up.';
