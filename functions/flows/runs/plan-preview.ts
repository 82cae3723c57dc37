/** The dry run of a send: how many subscribers get the letter, how many do not and why, how long it takes, how heavy it is. */
import { standingOf } from '../../domain/delivery/audience.ts';
import { isOnlyDemo } from '../../domain/delivery/demo.ts';
import { daysFor, lettersLeft, perSecond } from '../../domain/delivery/send-rate.ts';
import { type Allowed, rateOfWorkers, workersFallShort } from '../../domain/delivery/workers.ts';
import { isMeant, isWaiting, type Run, type RunState } from '../../domain/ledger/run.ts';
import { compose, prepare } from '../../domain/letters/compose.ts';
import type { Letter } from '../../domain/letters/letter.ts';
import { select } from '../../domain/letters/topic-selection.ts';
import { readersAmong } from '../delivery/run-messages.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { overweight } from '../letters/check-letter-size.ts';
import { demoRuns } from '../schedule/demo-runs.ts';
import { type Obstacle, obstacles } from '../schedule/obstacles.ts';
import { assembleRun } from '../schedule/run-letter.ts';
import { findSending, sendingNow } from './find-run-request.ts';

export type PlanPreview = {
  edition: string;
  newsletter: string;
  subject: string;
  /** Where its run stands, if it has one. */
  run: { id: string; state: RunState; reason: string } | undefined;
  /** What an explicit send would do. */
  outcome: 'goes' | 'held' | 'refused';
  /** Sentences with their remedy: why it would be held or refused. */
  obstacles: readonly string[];
  receive: number;
  /** Active readers of the newsletter who would not get it. */
  setAside: { paused: number; topics: number; suppressed: number };
  /** Over the budget of a letter: what that costs and what to shorten. */
  overweight: string | undefined;
  /** Of one letter's HTML, of all messages together (estimated from one). */
  htmlBytes: number;
  totalBytes: number;
  words: number;
  minutes: number;
  /** undefined: no limit known. */
  perSecond: number | undefined;
  seconds: number | undefined;
  /** Letters a second that the workers of a stage send, and, where the account allows more, what to do about it. */
  sends?: number;
  workers?: string;
  /** Left of today's quota, without the reserve; undefined: no limit. */
  quotaLeft: number | undefined;
  /** The mailer's quota of a day. */
  perDay: number | undefined;
  /** Of that quota, today's included. */
  days: number | undefined;
};

/**
 * Of an edition, an alert, or a run that was missed, is held or was stopped. Throws `not-found`, and `refused` for a digest
 * with nothing left in it.
 */
export async function planPreview(ports: DeliveryPorts, name: string): Promise<PlanPreview> {
  const view = await ports.views.current();
  const spent = await demoRuns(ports);
  const named = await findSending(ports, view, name);
  const sending = await sendingNow(ports, view, named);
  const assembly = await assembleRun(ports, view, sending);
  const audience = await audienceOf(
    ports,
    { newsletter: sending.newsletter, cutoff: view.now },
    assembly.letter,
  );
  const before = named.run && !spent.has(named.run.id) ? named.run : undefined;
  const found = inTheWay(before, await obstacles(ports, view, sending, assembly, spent));
  const { sending: limits } = view.release.index.publication;
  const quota = await ports.mailer.quota();
  const heavy = overweight(assembly);
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
    totalBytes: audience.receive * messageBytes(assembly.letter),
    words: assembly.words,
    minutes: assembly.minutes,
    perSecond: rate,
    seconds: rate === undefined ? undefined : Math.ceil(audience.receive / rate),
    quotaLeft: lettersLeft(limits, quota),
    perDay: quota.perDay,
    days: daysFor(audience.receive, limits, quota),
  };
}

/** On a stage its workers may be slower than the account allows. undefined: not a stage. */
export function withWorkers(preview: PlanPreview, allowed: Allowed | undefined): PlanPreview {
  const sends = allowed && rateOfWorkers(preview.perSecond, allowed.workers);
  if (sends === undefined) return preview;
  const short = workersFallShort(preview.perSecond, allowed!);
  const workers = short && `${short.says}: ${short.remedy}`;
  return { ...preview, sends, seconds: Math.ceil(preview.receive / sends), ...(workers && { workers }) };
}

/** One run, one letter to each: what has begun is in the way of itself. A send of what is held or stopped means it. */
function inTheWay(run: Run | undefined, found: readonly Obstacle[]): readonly Obstacle[] {
  if (run && isMeant(run)) return found.filter(({ kind }) => kind === 'refuse');
  if (!run || isWaiting(run)) return found;
  return [{ kind: 'refuse', sentence: `It has a run already: it is ${run.state}.` }, ...found];
}

const WAITS = 'An alert waits for the rest of that, then goes by itself.';

const outcomeOf = (found: readonly Obstacle[]): PlanPreview['outcome'] =>
  found.some(({ kind }) => kind === 'refuse') ? 'refused' : found.length > 0 ? 'held' : 'goes';

type Audience = Pick<PlanPreview, 'receive' | 'setAside'>;
const PAGE = 500;

/** Goes through the candidates as a run would; nobody is written to. */
async function audienceOf(
  ports: DeliveryPorts,
  run: Pick<Run, 'newsletter' | 'cutoff'>,
  letter: Letter,
): Promise<Audience> {
  const audience: Audience = { receive: 0, setAside: { paused: 0, topics: 0, suppressed: 0 } };
  for (let after: string | undefined = ''; after !== undefined; ) {
    const query = { newsletter: run.newsletter, after, below: undefined, limit: PAGE };
    const ids: readonly string[] = await ports.subscribers.candidates(query);
    const found = await ports.subscribers.getMany(ids);
    const readers = await readersAmong(ports, run, ids);
    for (const subscriber of found) {
      if (isOnlyDemo(ports.mailer, subscriber.email)) continue;
      const standing = standingOf(subscriber, run, run.cutoff);
      if (standing === 'paused') audience.setAside.paused++;
      else if (standing === 'reader' && !readers.has(subscriber.id)) audience.setAside.suppressed++;
      else if (standing === 'reader' && !select(letter, subscriber.topics)) audience.setAside.topics++;
      else if (standing === 'reader') audience.receive++;
    }
    after = ids.at(-1);
  }
  return audience;
}

/** Of a message to somebody who chose no topics. */
function messageBytes(letter: Letter): number {
  const link = 'https://example.com/';
  const to = { name: '', email: 'name@example.com' };
  const recipient = { to, topics: [], unsubscribe: link, preferences: link, action: link };
  return compose(prepare(letter, ''), recipient, { messageId: 'x@example.com', at: 0 })?.length ?? 0;
}
