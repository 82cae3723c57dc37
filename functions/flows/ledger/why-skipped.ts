/** Explains why copies were skipped. The ledger stores no reason; the present state of the subscribers tells it. */
import { decideEligibility } from '../../domain/delivery/audience.ts';
import type { SkipCounts } from '../../domain/ledger/compacted-run.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { Letter } from '../../domain/letters/letter.ts';
import { selectBlocks } from '../../domain/letters/topic-selection.ts';
import { addressKey } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { loadLetter } from '../letters/frozen-letters.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

type Ports = Pick<DeliveryPorts, 'subscribers' | 'suppressions' | 'secrets' | 'blobs' | 'clock'>;
const SUBSCRIBERS_PER_PAGE = 500;

/** Reads only these subscribers, and the letter if one of them may have chosen none of its topics. */
export async function explainSkipped(ports: Ports, run: Run, ids: readonly string[]): Promise<SkipCounts> {
  const why: SkipCounts = { left: 0, paused: 0, later: 0, suppressed: 0, topics: 0, erased: 0, since: 0 };
  let frozen: Promise<Letter> | undefined;
  const readLetter = (hash: string) => (frozen ??= loadLetter(ports.blobs, hash));
  for (let start = 0; start < ids.length; start += SUBSCRIBERS_PER_PAGE) {
    const page = ids.slice(start, start + SUBSCRIBERS_PER_PAGE);
    const found = new Map((await ports.subscribers.getMany(page)).map((s) => [s.id, s]));
    const suppressed = await findSuppressed(ports, [...found.values()]);
    for (const id of page) {
      const subscriber = found.get(id);
      if (!subscriber) why.erased++;
      else if (suppressed.has(id)) why.suppressed++;
      else why[await findReason(subscriber, run, readLetter, ports.clock())]++;
    }
  }
  return why;
}

async function findSuppressed(
  { suppressions, secrets }: Ports,
  all: readonly Subscriber[],
): Promise<Set<string>> {
  const hashes = new Map(all.map(({ id, email }) => [suppressionHash(secrets, addressKey(email)), id]));
  return new Set([...(await suppressions.find([...hashes.keys()])).keys()].map((hash) => hashes.get(hash)!));
}

async function findReason(
  subscriber: Subscriber,
  run: Run,
  readLetter: (hash: string) => Promise<Letter>,
  now: number,
): Promise<keyof SkipCounts> {
  const eligibility = decideEligibility(subscriber, run, now);
  if (eligibility !== 'reader') return eligibility;
  if (run.letter === undefined || subscriber.topics.length === 0) return 'since';
  return selectBlocks(await readLetter(run.letter), subscriber.topics) ? 'since' : 'topics';
}
