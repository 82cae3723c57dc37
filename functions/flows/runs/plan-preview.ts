/** Previews a send (dry run): its recipients, the skipped subscribers with reasons, its duration and its size. */
import { decideEligibility } from '../../domain/delivery/audience.ts';
import { isDemoOnRealMailer } from '../../domain/delivery/demo.ts';
import { countDaysFor, countLettersLeft, perSecond } from '../../domain/delivery/send-rate.ts';
import { type AllowedWorkers, describeShortage, limitRateByWorkers } from '../../domain/delivery/workers.ts';
import { isMeant, isWaiting, type Run, type RunState } from '../../domain/ledger/run.ts';
import { compose, prepareLetter } from '../../domain/letters/compose.ts';
import type { Letter } from '../../domain/letters/letter.ts';
import { selectBlocks } from '../../domain/letters/topic-selection.ts';
import { findEligible } from '../delivery/run-messages.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { describeOverweight, weighPictures } from '../letters/check-letter-size.ts';
import { findDemoRunIds } from '../schedule/demo-runs.ts';
import { type Obstacle, obstacles } from '../schedule/obstacles.ts';
import { assembleRun } from '../schedule/run-letter.ts';
import { findRunRequest, makeCurrentRequest } from './find-run-request.ts';

export type PlanPreview = {
  edition: string;
  newsletter: string;
  subject: string;
  /** The present state of the run, if there is one. */
  run: { id: string; state: RunState; reason: string } | undefined;
  /** The effect of a `send` now. */
  outcome: 'goes' | 'held' | 'refused';
  /** Reasons to hold or refuse the run: sentences with their remedy. */
  obstacles: readonly string[];
  receive: number;
  /** Active subscribers of the newsletter that would be skipped. */
  setAside: { paused: number; topics: number; suppressed: number };
  /** Set if the letter is over its size budget: the consequence, and which part to shorten. */
  overweight: string | undefined;
  /**
   * Bytes of one letter's HTML, and of its pictures, which readers load (undefined if one is missing). `totalBytes`: of all messages together,
   * without pictures, estimated from one.
   */
  htmlBytes: number;
  pictureBytes?: number | undefined;
  totalBytes: number;
  words: number;
  minutes: number;
  /** Undefined if no rate limit is known. */
  perSecond: number | undefined;
  seconds: number | undefined;
  /** Letters a second that the workers on AWS can send. `workers`: the remedy if the account allows more. */
  sends?: number;
  workers?: string;
  /** Letters left of the daily quota, less the reserve; undefined if there is no quota. */
  quotaLeft: number | undefined;
  /** The mailer's daily quota. */
  perDay: number | undefined;
  /** Days that the run takes with that quota, today included. */
  days: number | undefined;
};

/**
 * Previews an edition, an alert, or a run that was missed, held or stopped. Throws `not-found`, and `refused` for a digest whose articles
 * were all sent since.
 */
export async function previewRun(ports: DeliveryPorts, name: string): Promise<PlanPreview> {
  const view = await ports.views.current();
  const spent = await findDemoRunIds(ports);
  const named = await findRunRequest(ports, view, name);
  const sending = await makeCurrentRequest(ports, view, named);
  const assembly = await assembleRun(ports, view, sending);
  const audience = await countAudience(
    ports,
    { newsletter: sending.newsletter, cutoff: view.now },
    assembly.letter,
  );
  const before = named.run && !spent.has(named.run.id) ? named.run : undefined;
  const found = findObstacles(before, await obstacles(ports, view, sending, assembly, spent));
  const { sending: limits } = view.release.index.publication;
  const quota = await ports.mailer.quota();
  const heavy = describeOverweight(assembly);
  const rate = perSecond(limits, quota, await ports.pace.slowed('letters', view.now), view.now);
  return {
    edition: sending.of,
    newsletter: sending.newsletter,
    subject: assembly.letter.subject,
    run: before && { id: before.id, state: before.state, reason: before.reason },
    outcome: outcomeOf(found),
    obstacles: found.map(({ kind, sentence }) =>
      kind === 'hold' && sending.kind === 'alert' ? `${sentence} ${WAITS}` : sentence,
    ),
    ...audience,
    overweight: heavy && `${heavy.message} ${heavy.remedy}`,
    htmlBytes: assembly.htmlBytes,
    pictureBytes: await weighPictures(ports.blobs, assembly.pictures),
    totalBytes: audience.receive * measureMessage(assembly.letter),
    words: assembly.words,
    minutes: assembly.minutes,
    perSecond: rate,
    seconds: rate === undefined ? undefined : Math.ceil(audience.receive / rate),
    quotaLeft: countLettersLeft(limits, quota),
    perDay: quota.perDay,
    days: countDaysFor(audience.receive, limits, quota),
  };
}

/** Adds the workers' capacity on AWS, which may be below the account's rate. `allowed` is undefined on one machine. */
export function addWorkers(preview: PlanPreview, allowed: AllowedWorkers | undefined): PlanPreview {
  const sends = allowed && limitRateByWorkers(preview.perSecond, allowed.workers);
  if (sends === undefined) return preview;
  const short = describeShortage(preview.perSecond, allowed!);
  const workers = short && `${short.says}: ${short.remedy}`;
  return { ...preview, sends, seconds: Math.ceil(preview.receive / sends), ...(workers && { workers }) };
}

/**
 * The obstacles of a send. A run that has begun is its own obstacle, since each subscriber gets one copy. For a held or stopped run only
 * refusals count, since the send is deliberate.
 */
function findObstacles(run: Run | undefined, found: readonly Obstacle[]): readonly Obstacle[] {
  if (run && isMeant(run)) return found.filter(({ kind }) => kind === 'refuse');
  if (!run || isWaiting(run)) return found;
  return [{ kind: 'refuse', sentence: `${run.of} has a run already: it is ${run.state}.` }, ...found];
}

const WAITS = 'An alert waits for the rest of that, then goes by itself.';

const outcomeOf = (found: readonly Obstacle[]): PlanPreview['outcome'] =>
  found.some(({ kind }) => kind === 'refuse') ? 'refused' : found.length > 0 ? 'held' : 'goes';

type Audience = Pick<PlanPreview, 'receive' | 'setAside'>;
const SUBSCRIBERS_PER_PAGE = 500;

/** Reads the candidates as a run would. Nothing is sent. */
async function countAudience(
  ports: Pick<DeliveryPorts, 'mailer' | 'subscribers' | 'suppressions' | 'secrets' | 'clock'>,
  run: Pick<Run, 'newsletter' | 'cutoff'>,
  letter: Letter,
): Promise<Audience> {
  const audience: Audience = { receive: 0, setAside: { paused: 0, topics: 0, suppressed: 0 } };
  for (let after: string | undefined = ''; after !== undefined; ) {
    const query = { newsletter: run.newsletter, after, below: undefined, limit: SUBSCRIBERS_PER_PAGE };
    const ids: readonly string[] = await ports.subscribers.candidates(query);
    const found = await ports.subscribers.getMany(ids);
    const readers = await findEligible(ports, run, ids);
    for (const subscriber of found) {
      if (isDemoOnRealMailer(ports.mailer, subscriber.email)) continue;
      const eligibility = decideEligibility(subscriber, run, run.cutoff);
      if (eligibility === 'paused') audience.setAside.paused++;
      else if (eligibility === 'reader' && !readers.has(subscriber.id)) audience.setAside.suppressed++;
      else if (eligibility === 'reader' && !selectBlocks(letter, subscriber.topics))
        audience.setAside.topics++;
      else if (eligibility === 'reader') audience.receive++;
    }
    after = ids.at(-1);
  }
  return audience;
}

/** The size of a message to a subscriber without chosen topics. */
function measureMessage(letter: Letter): number {
  const link = 'https://example.com/';
  const to = { name: '', email: 'name@example.com' };
  const recipient = { to, topics: [], unsubscribe: link, preferences: link, action: link };
  return compose(prepareLetter(letter, ''), recipient, { messageId: 'x@example.com', at: 0 })?.length ?? 0;
}
