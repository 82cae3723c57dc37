/** Examines notices that should have gone at once and still wait, and sign-ups that the circuit breaker holds back. */
import { type Finding, problem } from '../../domain/finding.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import { MAX_AHEAD } from '../../domain/ledger/ledger.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { describeBreaker, REFUSALS_REMEDY } from '../../domain/limits/sign-up-tier.ts';
import {
  describeWaitingNotices,
  type NoticesWaiting,
  remedyFor,
} from '../../domain/notices/notice-failure.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Instant, MINUTE } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readRefusals } from '../limits/limit-uses.ts';
import { readTrouble } from '../notices/notice-trouble.ts';

type NoticePorts = Pick<DeliveryPorts, 'ledger' | 'clock'>;

/** The finding with its numbers beside the sentence, for JSON output. */
export type NoticesFinding = Finding & NoticesWaiting;

/** Waiting notices that are counted at most; the sentence says "1000" for more. */
const MAX_COUNTED = 1000;
/** Batches that are read from either end of the list: the oldest notice is among the first to be claimed, or among those tried last. */
const READ_AT_EITHER_END = 50;
/** If all is well, a new subscriber waits no longer than this. */
const USUAL_WAIT = 5 * MINUTE;

/** Empty if no notice waits for longer than is usual, and none was refused. */
export async function examineNotices(ports: NoticePorts): Promise<NoticesFinding[]> {
  const now = ports.clock();
  const trouble = await readTrouble(ports);
  // The time ahead includes all open notices, also those with a lease or a later attempt.
  const refs = await ports.ledger.claimable(NOTICES, now + 2 * MAX_AHEAD, MAX_COUNTED);
  const oldest = await readOldest(ports, refs);
  if (!trouble && (oldest === undefined || now - oldest < USUAL_WAIT)) return [];
  const found: NoticesWaiting = {
    waiting: refs.length,
    confirmations: refs.filter(({ id }) => id.startsWith('confirm-')).length,
    since: oldest ?? trouble?.since,
    reason: trouble?.reason ?? '',
  };
  return [{ ...problem('notices', describeWaitingNotices(found, now), remedyOf(found)), ...found }];
}

const UNDELIVERED_REMEDY = 'See whether a server runs (a stage: its alarms), and its log.';

const remedyOf = ({ reason }: NoticesWaiting): string =>
  reason === '' ? UNDELIVERED_REMEDY : remedyFor(reason);

async function readOldest(
  { ledger }: NoticePorts,
  refs: readonly { run: string; id: string }[],
): Promise<number | undefined> {
  const some =
    refs.length <= 2 * READ_AT_EITHER_END
      ? refs
      : [...refs.slice(0, READ_AT_EITHER_END), ...refs.slice(-READ_AT_EITHER_END)];
  const batches = await Promise.all(some.map((ref) => ledger.batch(ref)));
  const open = batches.filter((batch): batch is Batch => batch !== undefined && !batch.closed);
  return open.length === 0 ? undefined : Math.min(...open.map(({ createdAt }) => createdAt));
}

/** Empty if nothing holds sign-ups back. */
export async function examineSignUps(limits: RateLimits, now: Instant): Promise<Finding[]> {
  const brake = describeBreaker(await readRefusals(limits, now));
  return brake ? [problem('sign-ups', `${brake.says} ${brake.effect}`, REFUSALS_REMEDY)] : [];
}
