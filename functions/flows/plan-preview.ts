/** What a send would do, before it is done: who gets it, who does not and why, how long it takes, how heavy it is. */
import { standingOf } from '../domain/audience.ts';
import { compose, prepare } from '../domain/compose.ts';
import type { Letter } from '../domain/letter.ts';
import { daysFor, lettersLeft, perSecond } from '../domain/rate.ts';
import type { Run } from '../domain/run.ts';
import { select } from '../domain/selection.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { obstacles } from './obstacles.ts';
import { assembleRun } from './run-letter.ts';
import { readersAmong } from './run-messages.ts';
import { editionSending } from './send.ts';

export type PlanPreview = {
  edition: string;
  newsletter: string;
  subject: string;
  /** Sentences with their remedy: why it would be held or refused. */
  obstacles: readonly string[];
  receive: number;
  /** Active readers of the newsletter who would not get it. */
  setAside: { paused: number; topics: number; suppressed: number };
  /** Of one letter's HTML, of all messages together (estimated from one). */
  htmlBytes: number;
  totalBytes: number;
  words: number;
  minutes: number;
  /** undefined: no limit known. */
  perSecond: number | undefined;
  seconds: number | undefined;
  /** Left of today's quota, without the reserve; undefined: no limit. */
  quotaLeft: number | undefined;
  /** The mailer's quota of a day. */
  perDay: number | undefined;
  /** Of that quota, today's included. */
  days: number | undefined;
};

/** Throws `not-found`. */
export async function planPreview(ports: DeliveryPorts, name: string): Promise<PlanPreview> {
  const view = await ports.views.current();
  const sending = await editionSending(view, name);
  const assembly = await assembleRun(ports, view, sending);
  const audience = await audienceOf(
    ports,
    { newsletter: sending.newsletter, cutoff: view.now },
    assembly.letter,
  );
  const before = await ports.ledger.run(sending.id);
  const found = await obstacles(ports, view, sending, assembly);
  const { sending: limits } = view.release.index.publication;
  const quota = await ports.mailer.quota();
  const rate = perSecond(limits, quota, await ports.pace.slowed('letters', view.now), view.now);
  return {
    edition: sending.of,
    newsletter: sending.newsletter,
    subject: assembly.letter.subject,
    obstacles: [
      ...(before ? [`It has a run already: it is ${before.state}.`] : []),
      ...found.map((o) => o.sentence),
    ],
    ...audience,
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
