/**
 * How many active subscribers a newsletter has: for those who decide whether a letter goes. A long list is estimated, because a tick
 * or a page cannot wait for ten million rows: ids are evenly spread (identity.ts), so that a part of them is a fair sample.
 */
import { placeOfId, prefixAt } from '../../domain/ledger/id-ranges.ts';
import type { Subscribers } from '../../domain/subscribers/subscriber.ts';

type Ports = { subscribers: Pick<Subscribers, 'candidates' | 'page'> };

/** `about`: estimated from a part, and rounded to what that part can tell. */
export type ReaderCount = { count: number; about: boolean };

const PAGE = 5000;
/** Active subscribers that are looked at; so many at most are counted to the last one. */
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

/** Three digits where ten thousand were found, whose count is right to one in a hundred; one digit less for a hundredth of them. */
function rounded(count: number, found: number): number {
  const digits = found >= 10_000 ? 3 : found >= 100 ? 2 : 1;
  return Math.round(Number(count.toPrecision(digits)));
}

/** Rows of one page: where the last of them lies tells how many there are, to three in a hundred. */
const SAMPLE = 1000;

/** Of all newsletters; the count itself where they are fewer than SAMPLE. */
export async function estimateActive({ subscribers }: Pick<Ports, 'subscribers'>): Promise<number> {
  const found = await subscribers.page({ after: '', limit: SAMPLE, status: 'active' });
  const last = found.at(-1);
  if (found.length < SAMPLE || !last) return found.length;
  return Math.round(SAMPLE / Math.max(placeOfId(last.id), SAMPLE / MOST));
}
/** No list is longer; of ids that are not evenly spread, as of tests, nothing is known. */
const MOST = 1e9;
