/** `pause`, `resume`, `cancel`: an operator's control of a run. */
import { BroadsheetError } from '../../domain/error.ts';
import { isLive, type Run } from '../../domain/ledger/run.ts';
import { cancelRun, findRun, pauseRun, resumeRun } from '../../flows/runs/control.ts';
import type { Command, CommandAnswer } from '../command.ts';
import { withDelivery } from '../open.ts';

const REASON = { type: 'string', value: '<why>', help: 'Kept with the run.' } as const;

const now = (run: Run): CommandAnswer => ({
  text: `${run.id} is ${run.state}${run.reason ? `: ${run.reason}` : '.'}`,
  data: run,
});

export const pause: Command = {
  name: 'pause',
  summary: 'Pauses a run: chunks under way are finished, and no more start.',
  takes: ['<edition>'],
  flags: { reason: REASON },
  run: (call) =>
    withDelivery(call, async (ports) =>
      now(await pauseRun(ports, call.arguments[0]!, String(call.flags.reason ?? 'Paused by hand.'))),
    ),
};

export const resume: Command = {
  name: 'resume',
  summary: 'Resumes a run that is paused, held, missed or was stopped.',
  takes: ['<edition>'],
  flags: {
    current: { type: 'boolean', help: 'Give the rest today’s text.' },
    yes: { type: 'boolean', help: 'Do not ask.' },
  },
  notes: 'A running server delivers the run; without one, `send` continues it.',
  run: (call) =>
    withDelivery(call, async (ports) => {
      const run = await findRun(ports, call.arguments[0]!);
      if (call.flags.current && isLive(run)) {
        throw new BroadsheetError('refused', `${run.id} is ${run.state}, so its text stays as it is.`, {
          remedy: 'Pause the run first, then resume it with --current.',
        });
      }
      const fresh = call.flags.current || run.state === 'missed';
      const text = fresh ? 'with today’s text' : 'with the text it was frozen with';
      if (!(await call.confirm(`${run.id} is ${run.state}. This resumes the run ${text}.`))) return now(run);
      return now(await resumeRun(ports, run.id, { current: call.flags.current === true }));
    }),
};

export const cancel: Command = {
  name: 'cancel',
  summary: 'Cancels a run for good: nothing more of it is sent.',
  takes: ['<edition>'],
  flags: { reason: REASON, yes: { type: 'boolean', help: 'Do not ask.' } },
  run: (call) =>
    withDelivery(call, async (ports) => {
      const run = await findRun(ports, call.arguments[0]!);
      if (!(await call.confirm(`This cancels "${run.subject}" (${run.id}) for good.`))) return now(run);
      return now(await cancelRun(ports, run.id, String(call.flags.reason ?? 'Cancelled by hand.')));
    }),
};
