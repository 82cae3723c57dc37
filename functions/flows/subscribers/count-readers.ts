/**
 * Counts a newsletter's active subscribers, for the editor who decides whether a letter goes. A long list is estimated from a sample,
 * because a tick or a page cannot wait for ten million rows. Ids are evenly spread (identity.ts), so a range of them is a fair sample.
 */
import { placeOfId, prefixAt } from '../../domain/ledger/id-ranges.ts';
import type { Subscribers } from '../../domain/subscribers/subscriber.ts';

type CountPorts = { subscribers: Pick<Subscribers, 'candidates' | 'page'> };

/** `about`: the count is an estimate, rounded to the digits that the sample supports. */
export type SubscriberCount = { count: number; about: boolean };

const PAGE_SIZE = 5000;
/** Active subscribers in a sample. A list with no more active subscribers is counted exactly. */
export const MAX_COUNTED = 200_000;

export async function countSubscribers(ports: CountPorts, newsletter: string): Promise<SubscriberCount> {
  const part = Math.min(1, MAX_COUNTED / (await estimateActive(ports)));
  const below = prefixAt(part);
  const found = await countBelow(ports, newsletter, below);
  if (below === undefined) return { count: found, about: false };
  return { count: roundEstimate(found / placeOfId(below), found), about: true };
}

async function countBelow(
  { subscribers }: CountPorts,
  newsletter: string,
  below: string | undefined,
): Promise<number> {
  let [count, after] = [0, ''];
  for (;;) {
    const ids = await subscribers.candidates({ newsletter, after, below, limit: PAGE_SIZE });
    count += ids.length;
    if (ids.length < PAGE_SIZE) return count;
    after = ids.at(-1)!;
  }
}

/** Rounds to three digits if 10,000 rows were found (right to 1 %), to two digits for 100 rows, to one for fewer. */
function roundEstimate(count: number, found: number): number {
  const digits = found >= 10_000 ? 3 : found >= 100 ? 2 : 1;
  return Math.round(Number(count.toPrecision(digits)));
}

/** Rows of the page whose last id tells how many rows there are, right to 3 %. */
const SAMPLE_ROWS = 1000;

/** Estimates the active subscribers of all newsletters; exact if there are fewer than SAMPLE_ROWS. */
export async function estimateActive({ subscribers }: Pick<CountPorts, 'subscribers'>): Promise<number> {
  const found = await subscribers.page({ after: '', limit: SAMPLE_ROWS, status: 'active' });
  const last = found.at(-1);
  if (found.length < SAMPLE_ROWS || !last) return found.length;
  return Math.round(SAMPLE_ROWS / Math.max(placeOfId(last.id), SAMPLE_ROWS / MAX_ESTIMATE));
}
/** The largest estimate: no list is longer. Ids that are not evenly spread, as in tests, would give any number. */
const MAX_ESTIMATE = 1e9;
