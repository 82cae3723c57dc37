/** Applies the tiers of sign-ups: each tier has a rate limit (its hourly budget), and each proof or ticket opens its tier once. */
import {
  type Brake,
  type Budgets,
  budgetsOf,
  CrowdedError,
  FILLING_PER_NETWORK,
  factorOf,
  isFilling,
  type Lane,
  type Pass,
  SLOW_PER_NETWORK,
  waitOf,
  widePlaces,
} from '../../domain/limits/sign-up-tier.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import { HOUR, type Instant } from '../../domain/time/instant.ts';
import { hasRoom, type LimitPorts, readBrake, type Use } from './limit-uses.ts';
import { networkUses } from './sign-up-limits.ts';

type LanePorts = Pick<LimitPorts, 'limits' | 'secrets' | 'clock'>;

const KEYS: Readonly<Record<Lane, string>> = {
  open: 'sign-ups',
  proven: 'sign-ups-proven',
  slow: 'sign-ups-slow',
};
/** A used pass is remembered for longer than a challenge or a ticket is valid. */
const ONCE_WITHIN = 2 * HOUR;

/** Budgets and breaker level when the sign-up came; `used`: sign-ups of its tier in the last hour. */
export type LaneRules = { budgets: Budgets; brake: Brake; used: number };

export async function readRules(
  { limits }: Pick<LanePorts, 'limits'>,
  publication: Publication,
  now: Instant,
): Promise<Omit<LaneRules, 'used'>> {
  const brake = await readBrake(limits, now);
  return { brake, budgets: budgetsOf(publication.sending.signups.perHour, brake) };
}

/**
 * Throws CrowdedError if the tier is full. The check comes before anything is counted, so that a sign-up that must still bring a proof
 * uses nothing. Two requests may both pass for the last place; taking the uses decides.
 */
export async function checkLane(
  ports: LanePorts,
  publication: Publication,
  { lane }: Pass,
): Promise<LaneRules> {
  const now = ports.clock();
  const [rules, used] = await Promise.all([
    readRules(ports, publication, now),
    ports.limits.used(KEYS[lane], HOUR, now),
  ]);
  if (used >= rules.budgets[lane]) throw new CrowdedError();
  return { ...rules, used };
}

/** The uses of a sign-up in its tier: a place, and outside the open tier also its pass and its network's share. */
export function laneUses(
  { secrets }: Pick<LanePorts, 'secrets'>,
  rules: LaneRules,
  { pass, client }: { pass: Pass; client: string },
): Use[] {
  const place = { key: KEYS[pass.lane], limit: rules.budgets[pass.lane], window: HOUR };
  if (pass.lane === 'open') return [place];
  const once = limitKey(secrets, 'pass', `${pass.lane} ${pass.once}`);
  return [
    ...shareUses(secrets, pass.lane, client, rules),
    { key: once, limit: 1, window: ONCE_WITHIN },
    place,
  ];
}

function shareUses(secrets: Secrets, lane: 'proven' | 'slow', client: string, rules: LaneRules): Use[] {
  const wide = lane === 'proven' ? widePlaces(rules.budgets) : undefined;
  return networkUses(secrets, lane, client, shareOf(lane, rules), wide);
}

/** Sign-ups an hour of one network in a tier. The limit of all sign-ups of the network applies besides. */
function shareOf(lane: 'proven' | 'slow', { budgets, brake, used }: LaneRules): number {
  if (lane === 'slow') return SLOW_PER_NETWORK[brake];
  return isFilling(used, budgets.proven) ? FILLING_PER_NETWORK : budgets.proven;
}

/**
 * Reads the price of a place now: the factor of a challenge and the wait of a ticket. Each is undefined if its tier is full or the
 * network has used its share, so that no client works or waits in vain.
 */
export async function readTolls(
  ports: LanePorts,
  publication: Publication,
  client?: string,
  read?: Omit<LaneRules, 'used'>,
): Promise<{ factor: number | undefined; wait: number | undefined }> {
  const now = ports.clock();
  const rules = read ?? (await readRules(ports, publication, now));
  const readLane = async (lane: 'proven' | 'slow') => {
    const used = await ports.limits.used(KEYS[lane], HOUR, now);
    const shares = client === undefined ? [] : shareUses(ports.secrets, lane, client, { ...rules, used });
    return { used, open: used < rules.budgets[lane] && (await hasRoom(ports, shares, now)) };
  };
  const [proven, slow] = await Promise.all([readLane('proven'), readLane('slow')]);
  return {
    factor: proven.open ? factorOf(proven.used, rules.budgets.proven) : undefined,
    wait: slow.open ? waitOf(slow.used, rules.budgets.slow) : undefined,
  };
}
