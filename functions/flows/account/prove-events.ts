/** End-to-end check of SES events: sends messages to SES's mailbox simulator, and waits for their events in the ledger. */
import type { Message } from '../../domain/delivery/mailer.ts';
import { type Finding, ok, problem } from '../../domain/finding.ts';
import { type BatchRef, newBatch, type Positions } from '../../domain/ledger/batch.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

export type EventProofPorts = Pick<
  DeliveryPorts,
  'ledger' | 'mailer' | 'clock' | 'sleep' | 'random' | 'publication'
>;

/** https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html: the simulator counts for no quota and no reputation. */
const SIMULATED_MESSAGES = [
  { to: 'success@simulator.amazonses.com', stream: 'letters' },
  { to: 'bounce@simulator.amazonses.com', stream: 'letters' },
  { to: 'success@simulator.amazonses.com', stream: 'notices' },
] as const;
const BOUNCE_POSITION = 1;

/** Events come within seconds, and are gathered for twenty more before the function reads them. */
const MAX_WAIT = 120 * SECOND;
const POLL_INTERVAL = 2 * SECOND;

/** Sends three messages, and waits two minutes at most. */
export async function proveEvents(ports: EventProofPorts): Promise<Finding[]> {
  const { ledger, mailer, clock, random } = ports;
  const ref: BatchRef = { run: NOTICES, id: `doctor-${random()}` };
  const { from } = await ports.publication();
  // The batch is closed from the start, so no worker delivers it, and it is deleted with the notices. The bounce is no subscriber's.
  const members = SIMULATED_MESSAGES.map(() => 'doctor');
  const about = { pass: 1, span: 0, members, next: undefined, createdAt: clock() };
  await ledger.createBatch(newBatch({ ...ref, ...about, closed: true }));
  for (const [position] of SIMULATED_MESSAGES.entries()) {
    const outcome = await mailer.send(composeMessageAt(position, from.email, ref, clock()));
    if (outcome.kind !== 'accepted')
      return [
        problem(
          'event path',
          `SES did not take a message (${outcome.kind}): ${outcome.reason}`,
          'Mend what SES says, then look again.',
        ),
      ];
  }
  return judgeEvents(await waitForEvents(ports, ref));
}

type ReceivedEvents = { accepted: Positions; bounced: Positions };

async function waitForEvents(
  { ledger, clock, sleep }: EventProofPorts,
  ref: BatchRef,
): Promise<ReceivedEvents> {
  for (const end = clock() + MAX_WAIT; ; await sleep(POLL_INTERVAL)) {
    const { accepted, bounced } = (await ledger.batch(ref))!.outcomes;
    if ((accepted.size === SIMULATED_MESSAGES.length && bounced.has(BOUNCE_POSITION)) || clock() >= end)
      return { accepted, bounced };
  }
}

function judgeEvents({ accepted, bounced }: ReceivedEvents): Finding[] {
  const lost = SIMULATED_MESSAGES.map(({ stream }, i) => ({ stream, i })).filter(({ i }) => !accepted.has(i));
  const missing = [
    ...new Set(lost.map(({ stream }) => `that a message was sent (${stream})`)),
    ...(bounced.has(BOUNCE_POSITION) ? [] : ['that one bounced']),
  ];
  return [
    missing.length === 0
      ? ok('event path', 'SES told of three messages to its simulator, and their outcomes are in the ledger.')
      : problem(
          'event path',
          `Within two minutes nothing told ${missing.join(', nor ')}.`,
          'Look into the dead-letter queue, the log of the feedback function, and the rules on the default event bus; deploy again.',
        ),
  ];
}

function composeMessageAt(position: number, from: string, { run, id }: BatchRef, at: Instant): Message {
  const { to, stream } = SIMULATED_MESSAGES[position]!;
  const subject = 'Broadsheet doctor';
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain',
  ];
  const recipient = { to: { name: '', email: to }, topics: [], unsubscribe: '', preferences: '', action: '' };
  return {
    ...{ to, from, subject, stream, lease: 0 },
    raw: new TextEncoder().encode(`${head.join('\r\n')}\r\n\r\nA look at the way of events.\r\n`),
    tags: { run, batch: id, pos: String(position), try: '1' },
    feedback: { a: '', b: '' },
    recipe: { letter: '', recipient, stamp: { messageId: '', at } },
  };
}
