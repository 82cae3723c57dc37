/** `send <edition>`: sends it now; or a test of it; or once more to those named. */
import { BroadsheetError } from '../domain/error.ts';
import { isLive, type Run } from '../domain/run.ts';
import { findRun } from '../flows/control.ts';
import { createDelivery, type Delivery } from '../flows/delivery.ts';
import type { DeliveryPorts } from '../flows/delivery-ports.ts';
import { endDemo } from '../flows/demo-runs.ts';
import { findSending } from '../flows/find-sending.ts';
import { deliverNotices } from '../flows/notices.ts';
import { planPreview } from '../flows/plan-preview.ts';
import { sendAgain, sendEdition, testSend } from '../flows/send.ts';
import { giveWay } from '../wiring/give-way.ts';
import type { Answer, Call, Command } from './command.ts';
import { withDelivery } from './open.ts';
import { planText } from './plan.ts';
import { standingText } from './status.ts';

export const send: Command = {
  name: 'send',
  summary: 'Sends an edition now, a test of it, or once more to some.',
  takes: ['<edition>'],
  flags: {
    yes: { type: 'boolean', help: 'Do not ask.' },
    test: {
      type: 'string',
      value: '<address>',
      help: 'Send one test to this address instead; nothing is recorded as sent.',
    },
    as: { type: 'string', value: '<address>', help: 'With --test: written as for this subscriber.' },
    again: { type: 'string', value: '<who>', help: 'Once more to: bounced, unknown, or one address.' },
  },
  notes:
    'It says what it will do and asks. It ends when the run does; stopping it loses nothing: a server, or the next send, goes on.',
  run: (call) =>
    withDelivery(call, async (ports, { remote }) => {
      await endDemo(ports);
      // A stage's own functions deliver: from here a run is only watched.
      const work = remote ? undefined : createDelivery(ports).work;
      // A server may be running beside it.
      if (work) giveWay();
      const { test, as, again } = call.flags as Readonly<Record<string, string | undefined>>;
      if (as !== undefined && test === undefined) {
        throw new BroadsheetError('usage', '--as needs --test <address>.', {
          remedy: 'See: npm run broadsheet -- send --help',
        });
      }
      if (test !== undefined) return sendTest(ports, work, call.arguments[0]!, test, as);
      return again === undefined ? sendNow(ports, work, call) : sendOnceMore(ports, work, call, again);
    }),
};

type Working = Delivery['work'] | undefined;

async function sendTest(
  ports: DeliveryPorts,
  work: Working,
  edition: string,
  to: string,
  as: string | undefined,
): Promise<Answer> {
  await testSend(ports, { edition, to, ...(as === undefined ? {} : { as }) });
  while (work && (await deliverNotices(ports)) === 'worked');
  return { text: 'The test is on its way.', data: { edition, test: true } };
}

async function sendNow(ports: DeliveryPorts, work: Working, call: Call): Promise<Answer> {
  const edition = call.arguments[0]!;
  const run = await underWay(ports, edition);
  if (run) {
    const goOn = `${run.id} is ${run.state}. This goes on with it; nobody gets it twice.`;
    return (await call.confirm(goOn)) ? finish(ports, work, run) : left;
  }
  const preview = await planPreview(ports, edition);
  const what = preview.outcome === 'goes' ? 'This sends it.' : 'This tries: it is refused, or held.';
  if (!(await call.confirm(`${planText(preview)}\n${what}`))) return left;
  return finish(ports, work, await sendEdition(ports, edition));
}

/** Begun before, by whomever: stopped half-way, or resumed where no server runs. */
async function underWay(ports: DeliveryPorts, name: string): Promise<Run | undefined> {
  const { run } = await findSending(ports, await ports.views.current(), name);
  return run && isLive(run) ? run : undefined;
}

async function sendOnceMore(ports: DeliveryPorts, work: Working, call: Call, again: string): Promise<Answer> {
  const run = await findRun(ports, call.arguments[0]!);
  const isGroup = again === 'bounced' || again === 'unknown';
  if (!isGroup && !again.includes('@')) {
    throw new BroadsheetError('usage', `--again is "${again}".`, {
      remedy: 'Say bounced, unknown, or an address.',
    });
  }
  const whom = isGroup ? again : { address: again };
  const what = `This sends "${run.subject}" once more to: ${isGroup ? again : 'one address'}.`;
  if (!(await call.confirm(what))) return left;
  return finish(ports, work, await sendAgain(ports, run.id, whom));
}

const left: Answer = { text: 'Nothing was sent.', data: null };

/** A look at a stage costs a fraction of a cent. Milliseconds. */
const WATCHED = 2000;

/** Works beside a server too: leases keep the two apart. */
async function finish(ports: DeliveryPorts, work: Working, started: Run): Promise<Answer> {
  let run = started;
  while (isLive(run)) {
    if (!work || (await work()) === 'idle') await ports.sleep(work ? 200 : WATCHED);
    run = await findRun(ports, run.id);
  }
  const standing = await ports.ledger.standing(run.id);
  return { text: standingText({ run, standing }), data: { run, standing }, ok: run.state === 'done' };
}
