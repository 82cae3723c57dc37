/** Entering a lane of sign-ups: each has its budget an hour, and what opens it is used once. */
import { limitKey } from '../domain/identity.ts';
import { HOUR, type Instant } from '../domain/instant.ts';
import { networkOf } from '../domain/network.ts';
import type { Publication } from '../domain/publication.ts';
import {
  type Brake,
  type Budgets,
  budgetsOf,
  CrowdedError,
  factorOf,
  type Lane,
  type Pass,
  SLOW_PER_NETWORK,
  waitOf,
} from '../domain/sign-up-lane.ts';
import { readBrake } from './confirmation-counts.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

type LanePorts = Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock'>;

const KEYS: Readonly<Record<Lane, string>> = {
  open: 'sign-ups',
  proven: 'sign-ups-proven',
  slow: 'sign-ups-slow',
};
/** Longer than a challenge or a ticket is good: shown again it is known. */
const ONCE_WITHIN = 2 * HOUR;

/** As they stood when a sign-up came. */
export type LaneRules = { budgets: Budgets; brake: Brake };

async function readRules({ limits }: LanePorts, publication: Publication, now: Instant): Promise<LaneRules> {
  const brake = await readBrake(limits, now);
  return { brake, budgets: budgetsOf(publication.sending.signups.perHour, brake) };
}

/**
 * Asked before anything else is counted, so that a sign-up which has yet to bring its proof uses nothing up. Throws CrowdedError. In
 * a lane with one place two at once may both pass: `enterLane` decides.
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
  return rules;
}

/** Counts a sign-up in its lane. Throws CrowdedError: the lane is full, the pass was used before, or the network has had its share. */
export async function enterLane(
  ports: LanePorts,
  { budgets, brake }: LaneRules,
  { pass, client }: { pass: Pass; client: string },
): Promise<void> {
  const { limits, secrets, clock } = ports;
  const now = clock();
  if (pass.lane === 'slow') {
    const network = limitKey(secrets, 'slow', networkOf(client));
    if (!(await limits.take(network, SLOW_PER_NETWORK[brake], HOUR, now))) throw new CrowdedError();
  }
  if (pass.lane !== 'open') {
    const once = limitKey(secrets, 'pass', `${pass.lane} ${pass.once}`);
    if (!(await limits.take(once, 1, ONCE_WITHIN, now))) throw new CrowdedError();
  }
  if (!(await limits.take(KEYS[pass.lane], budgets[pass.lane], HOUR, now))) throw new CrowdedError();
}

/** What is asked of who comes now: the work of a challenge and the wait of a ticket, undefined where that lane is full. */
export async function readTolls(
  ports: LanePorts,
  publication: Publication,
): Promise<{ factor: number | undefined; wait: number | undefined }> {
  const now = ports.clock();
  const { budgets } = await readRules(ports, publication, now);
  const [proven, slow] = await Promise.all([
    ports.limits.used(KEYS.proven, HOUR, now),
    ports.limits.used(KEYS.slow, HOUR, now),
  ]);
  return {
    factor: proven < budgets.proven ? factorOf(proven, budgets.proven) : undefined,
    wait: slow < budgets.slow ? waitOf(slow, budgets.slow) : undefined,
  };
}
