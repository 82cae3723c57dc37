/**
 * Counts a newsletter's active subscribers, for the editor who decides whether a letter goes. A long list is estimated from a sample,
 * because a tick or a page cannot wait for ten million rows. Ids are evenly spread (identity.ts), so a range of them is a fair sample.
 */
import { placeOfId, prefixAt } from '../../domain/ledger/id-ranges.ts';
import type { Subscribers } from '../../domain/subscribers/subscriber.ts';

type Ports = { subscribers: Pick<Subscribers, 'candidates' | 'page'> };

/** `about`: the count is an estimate, rounded to the digits that the sample supports. */
export type ReaderCount = { count: number; about: boolean };

const PAGE = 5000;
/** Active subscribers in a sample. A list with no more active subscribers is counted exactly. */
export const COUNTED = 200_000;

export async function countReaders(ports: Ports, newsletter: string): Promise<ReaderCount> {
  const part = Math.min(1, COUNTED / (await estimateActive(ports)));
  const below = prefixAt(part);
  const found = await countBelow(ports, newsletter, below);
  if (below === undefined) return { count: found, about: false };
  return { count: rounded(found / placeOfId(below), found), about: true };
}

async function countBelow(
  { subscribers }: Ports,
  newsletter: string,
  below: string | undefined,
): Promise<number> {
  let [count, after] = [0, ''];
  for (;;) {
    const ids = await subscribers.candidates({ newsletter, after, below, limit: PAGE });
    count += ids.length;
    if (ids.length < PAGE) return count;
    after = ids.at(-1)!;
  }
}

/** Rounds to three digits if 10,000 rows were found (right to 1 %), to two digits for 100 rows, to one for fewer. */
function rounded(count: number, found: number): number {
  const digits = found >= 10_000 ? 3 : found >= 100 ? 2 : 1;
  return Math.round(Number(count.toPrecision(digits)));
}

/** Rows of the page whose last id tells how many rows there are, right to 3 %. */
const SAMPLE = 1000;

/** Estimates the active subscribers of all newsletters; exact for a list of less than a page. */
export async function estimateActive({ subscribers }: Pick<Ports, 'subscribers'>): Promise<number> {
  const found = await subscribers.page({ after: '', limit: SAMPLE, status: 'active' });
  const last = found.at(-1);
  if (found.length < SAMPLE || !last) return found.length;
  return Math.round(SAMPLE / Math.max(placeOfId(last.id), SAMPLE / MOST));
}
/** The largest estimate: no list is longer. Ids that are not evenly spread, as in tests, would give any number. */
const MOST = 1e9;
