/** `send <edition>`: sends an edition now, or a test of it, or sends it again to some (resend). */
import { BroadsheetError } from '../../domain/error.ts';
import { isLive, type Run } from '../../domain/ledger/run.ts';
import { waitsUntil } from '../../domain/ledger/run-waiting.ts';
import { type Instant, MINUTE } from '../../domain/time/instant.ts';
import { createDelivery, type Delivery } from '../../flows/delivery/delivery-loop.ts';
import { deliverNotices } from '../../flows/delivery/notices.ts';
import type { DeliveryPorts } from '../../flows/ledger/delivery-ports.ts';
import { findRun } from '../../flows/runs/control.ts';
import { findRunRequest } from '../../flows/runs/find-run-request.ts';
import { previewRun } from '../../flows/runs/plan-preview.ts';
import { type RunStatus, runStatus } from '../../flows/runs/report.ts';
import { sendAgain, sendEdition, testSend } from '../../flows/runs/send.ts';
import { endDemo } from '../../flows/schedule/demo-runs.ts';
import { lowerPriority } from '../../wiring/local/lower-priority.ts';
import type { Command, CommandAnswer, CommandCall } from '../command.ts';
import { withDelivery } from '../open.ts';
import { progressInterval, watchProgress } from '../send-progress.ts';
import { sendPlanText } from './plan.ts';
import { standingText, waitingText } from './status.ts';

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
    again: {
      type: 'string',
      value: '<who>',
      help: 'Once more to: bounced, unknown, rejected, one address, or text:1, who got that text.',
    },
    wait: { type: 'boolean', help: 'Wait for copies that their servers put off, too: up to a day.' },
  },
  notes: [
    'The command says what it will do and asks. It ends when the run does, or when all copies that are left are deferred by their',
    'servers for more than three minutes (exit 0). Stopping the command loses nothing: a server, or the next send, continues the run.',
  ].join('\n'),
  run: (call) =>
    withDelivery(call, async (ports, { remote }) => {
      await endDemo(ports);
      // A stage's own functions deliver: this command only watches the run.
      const work = remote ? undefined : createDelivery(ports).work;
      // A server may be running on this machine, so this process lowers its priority.
      if (work) lowerPriority();
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

type WorkStep = Delivery['work'] | undefined;

async function sendTest(
  ports: DeliveryPorts,
  work: WorkStep,
  edition: string,
  to: string,
  as: string | undefined,
): Promise<CommandAnswer> {
  await testSend(ports, { edition, to, ...(as === undefined ? {} : { as }) });
  while (work && (await deliverNotices(ports)) === 'worked');
  return { text: 'The test is on its way.', data: { edition, test: true } };
}

async function sendNow(ports: DeliveryPorts, work: WorkStep, call: CommandCall): Promise<CommandAnswer> {
  const edition = call.arguments[0]!;
  const run = await findLiveRun(ports, edition);
  if (run) {
    const question = `${run.id} is ${run.state}. This continues the run; no reader gets the letter twice.`;
    const now = waitingText(await runStatus(ports, run));
    return (await call.confirm([question, ...now].join('\n')))
      ? workUntilDone(ports, work, call, run)
      : NOTHING_SENT;
  }
  const preview = await previewRun(ports, edition);
  const what =
    preview.outcome === 'goes'
      ? 'This sends it.'
      : 'The run would be refused or held; this tries all the same.';
  if (!(await call.confirm(`${sendPlanText(preview)}\n${what}`))) return NOTHING_SENT;
  return workUntilDone(ports, work, call, await sendEdition(ports, edition));
}

/** Finds a run of the edition that was begun before: it was stopped half-way, or resumed without a server. */
async function findLiveRun(ports: DeliveryPorts, name: string): Promise<Run | undefined> {
  const { run } = await findRunRequest(ports, await ports.views.current(), name);
  return run && isLive(run) ? run : undefined;
}

async function sendOnceMore(
  ports: DeliveryPorts,
  work: WorkStep,
  call: CommandCall,
  again: string,
): Promise<CommandAnswer> {
  const run = await findRun(ports, call.arguments[0]!);
  const isGroup = again === 'bounced' || again === 'unknown' || again === 'rejected';
  const [, text] = /^text:(\d+)$/.exec(again) ?? [];
  if (!isGroup && text === undefined && !again.includes('@')) {
    throw new BroadsheetError('usage', `--again is "${again}".`, {
      remedy:
        'Say bounced, unknown, rejected, or an address. Where the run had two texts, text:1 is who has the first alone.',
    });
  }
  const whom = isGroup ? again : text === undefined ? { address: again } : { text: Number(text) };
  const group = text === undefined ? again : `those who got text ${text} alone`;
  const isOne = !isGroup && text === undefined;
  const what = `This sends "${run.subject}" once more to: ${isOne ? 'one address' : group}.`;
  if (!(await call.confirm(what))) return NOTHING_SENT;
  return workUntilDone(ports, work, call, await sendAgain(ports, run.id, whom));
}

const NOTHING_SENT: CommandAnswer = { text: 'Nothing was sent.', data: null };

/** Milliseconds between two looks at a stage. Each costs a fraction of a cent. */
const STAGE_POLL_INTERVAL = 2000;
/** Milliseconds between two looks at this machine's ledger. */
const IDLE_INTERVAL = 200;

/** The longest wait of this command: more than the grace on one machine, so that a run whose worker died is still seen to its end. */
const MAX_WAIT = 3 * MINUTE;

/** Works or watches until the run ends. A server may work at the same time: leases keep the two apart. */
async function workUntilDone(
  ports: DeliveryPorts,
  work: WorkStep,
  call: CommandCall,
  started: Run,
): Promise<CommandAnswer> {
  const place = work ? 'here' : 'remote';
  const progress = watchProgress(ports, started, call.progress, place);
  try {
    let run = started;
    for (let next = 0; isLive(run); run = await findRun(ports, run.id)) {
      if (work && (await work()) === 'worked') {
        progress.waits(undefined);
        continue;
      }
      if (ports.clock() >= next) {
        const known = await runStatus(ports, run);
        progress.waits(known.waiting);
        if (!call.flags.wait && isWaitTooLong(known, ports.clock())) break;
        next = ports.clock() + progressInterval(known.standing, place);
      }
      await ports.sleep(work ? IDLE_INTERVAL : STAGE_POLL_INTERVAL);
    }
    return answerRun(await runStatus(ports, run));
  } finally {
    progress.end();
  }
}

/** True if no copy of the run can move for a while. */
function isWaitTooLong({ run, standing, waiting }: RunStatus, now: Instant): boolean {
  const until = run.state === 'sending' && standing.planned && waiting ? waitsUntil(waiting) : undefined;
  return until !== undefined && until - now > MAX_WAIT;
}

const RESUME_HINT =
  'A running server sends the rest by itself; without one, give the same `send` again. `send --wait` waits for the rest.';

/** Copies that a server deferred are no fault of the command: exit 0. */
const answerRun = (known: RunStatus): CommandAnswer => ({
  text: standingText(known) + (known.waiting ? `\n  ${RESUME_HINT}` : ''),
  data: known,
  ok: known.run.state === 'done' || known.waiting !== undefined,
});
