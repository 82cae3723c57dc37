/** Applies the tiers of sign-ups: each tier has a rate limit (its hourly budget), and each proof or ticket opens its tier once. */
import {
  type BreakerLevel,
  type Budgets,
  budgetsOf,
  CrowdedError,
  countWidePlaces,
  isHalfUsed,
  MAX_PROVEN_WHEN_FILLING,
  MAX_SLOW_PER_NETWORK,
  type SignUpPass,
  type SignUpTier,
  ticketWaitOf,
  workFactorOf,
} from '../../domain/limits/sign-up-tier.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { HOUR, type Instant } from '../../domain/time/instant.ts';
import { hasRoom, type LimitPorts, type LimitUse, readBreakerLevel } from './limit-uses.ts';
import { listNetworkUses } from './sign-up-limits.ts';

type TierPorts = Pick<LimitPorts, 'limits' | 'secrets' | 'clock'>;

const TIER_KEYS: Readonly<Record<SignUpTier, string>> = {
  open: 'sign-ups',
  proven: 'sign-ups-proven',
  slow: 'sign-ups-slow',
};
/** A used pass is remembered for longer than a challenge or a ticket is valid. */
const USED_PASS_WINDOW = 2 * HOUR;

/** Budgets and breaker level when the sign-up came; `used`: sign-ups of its tier in the last hour. */
export type TierRules = { budgets: Budgets; brake: BreakerLevel; used: number };

export async function readTierRules(
  { limits }: Pick<TierPorts, 'limits'>,
  publication: Publication,
  now: Instant,
): Promise<Omit<TierRules, 'used'>> {
  const brake = await readBreakerLevel(limits, now);
  return { brake, budgets: budgetsOf(publication.sending.signups.perHour, brake) };
}

/**
 * Throws CrowdedError if the tier is full. The check comes before anything is counted, so that a sign-up that must still bring a proof
 * uses nothing. Two requests may both pass for the last place; taking the uses decides.
 */
export async function checkTier(
  ports: TierPorts,
  publication: Publication,
  { tier }: SignUpPass,
): Promise<TierRules> {
  const now = ports.clock();
  const [rules, used] = await Promise.all([
    readTierRules(ports, publication, now),
    ports.limits.countUses(TIER_KEYS[tier], HOUR, now),
  ]);
  if (used >= rules.budgets[tier]) throw new CrowdedError();
  return { ...rules, used };
}

/** The uses of a sign-up in its tier: a place, and outside the open tier also its pass and its network's share. */
export function listTierUses(
  { secrets }: Pick<TierPorts, 'secrets'>,
  rules: TierRules,
  { pass, client }: { pass: SignUpPass; client: string },
): LimitUse[] {
  const place = { key: TIER_KEYS[pass.tier], limit: rules.budgets[pass.tier], window: HOUR };
  if (pass.tier === 'open') return [place];
  const once = limitKey(secrets, 'pass', `${pass.tier} ${pass.once}`);
  return [
    ...listShareUses(secrets, pass.tier, client, rules),
    { key: once, limit: 1, window: USED_PASS_WINDOW },
    place,
  ];
}

function listShareUses(
  secrets: Secrets,
  tier: 'proven' | 'slow',
  client: string,
  rules: TierRules,
): LimitUse[] {
  const wide = tier === 'proven' ? countWidePlaces(rules.budgets) : undefined;
  return listNetworkUses(secrets, tier, client, networkShareOf(tier, rules), wide);
}

/** Sign-ups an hour of one network in a tier. The limit of all sign-ups of the network applies besides. */
function networkShareOf(tier: 'proven' | 'slow', { budgets, brake, used }: TierRules): number {
  if (tier === 'slow') return MAX_SLOW_PER_NETWORK[brake];
  return isHalfUsed(used, budgets.proven) ? MAX_PROVEN_WHEN_FILLING : budgets.proven;
}

/**
 * Reads the price of a place now: the factor of a challenge and the wait of a ticket. Each is undefined if its tier is full or the
 * network has used its share, so that no client works or waits in vain.
 */
export async function readPassPrices(
  ports: TierPorts,
  publication: Publication,
  client?: string,
  read?: Omit<TierRules, 'used'>,
): Promise<{ factor: number | undefined; wait: number | undefined }> {
  const now = ports.clock();
  const rules = read ?? (await readTierRules(ports, publication, now));
  const readTier = async (tier: 'proven' | 'slow') => {
    const used = await ports.limits.countUses(TIER_KEYS[tier], HOUR, now);
    const shares = client === undefined ? [] : listShareUses(ports.secrets, tier, client, { ...rules, used });
    return { used, open: used < rules.budgets[tier] && (await hasRoom(ports, shares, now)) };
  };
  const [proven, slow] = await Promise.all([readTier('proven'), readTier('slow')]);
  return {
    factor: proven.open ? workFactorOf(proven.used, rules.budgets.proven) : undefined,
    wait: slow.open ? ticketWaitOf(slow.used, rules.budgets.slow) : undefined,
  };
}
