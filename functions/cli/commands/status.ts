/** `status [edition]`: the state and the counts of each run. */
import { describeDeferred, describeUnderWay } from '../../domain/ledger/run-waiting.ts';
import { addStageToCommands } from '../../domain/notices/pager.ts';
import { examineNotices, examineSignUps } from '../../flows/account/examine-notices.ts';
import { findRun } from '../../flows/runs/control.ts';
import { type RunStatus, runStatus, status as statusOfAll } from '../../flows/runs/report.ts';
import { leasesFor } from '../../wiring/leases.ts';
import { type Command, type CommandCall, limitOf } from '../command.ts';
import { formatCount, formatInstant } from '../numbers.ts';
import { withLocal } from '../open.ts';
import { doneOf } from '../send-progress.ts';
import { textLines } from '../text-column.ts';

export const status: Command = {
  name: 'status',
  summary: 'Shows the runs, newest first, and where each stands.',
  takes: ['[edition]'],
  flags: { limit: { type: 'string', value: '<n>', help: 'How many. Default 20.' } },
  run: (call) =>
    withLocal(call, async (local) => {
      const [name] = call.arguments;
      const ports = { ledger: local.ledger, clock: local.clock, settings: leasesFor(local) };
      const known = name
        ? [await runStatus(ports, await findRun(ports, name))]
        : await statusOfAll(ports, { limit: limitOf(call, 20) });
      const runs = known.map(standingText).join('\n\n') || 'Nothing has been sent yet.';
      const beside = [
        ...(await examineNotices(local)),
        ...(await examineSignUps(local.limits, local.clock())),
      ].map((finding) => ({ ...finding, remedy: addStageToCommands(finding.remedy, stageOf(call)) }));
      const lines = beside.map(
        ({ check, says, remedy }) => `${check === 'sign-ups' ? 'Sign-ups: ' : ''}${says}\n  ${remedy}`,
      );
      // Other faults come after the runs in the data: elements with `check` in place of `run`.
      return { text: [...lines, runs].join('\n\n'), data: [...known, ...beside] };
    }),
};

const stageOf = ({ flags }: CommandCall): string | undefined =>
  typeof flags.stage === 'string' ? flags.stage : undefined;

const OUTCOME_NAMES = ['accepted', 'departed', 'rejected', 'unknown', 'bounced', 'complained'] as const;

/** Says what a run that is being sent waits for. */
export function waitingText({ standing, waiting }: Omit<RunStatus, 'run'>): string[] {
  if (!waiting) return [];
  const done = `${formatCount(doneOf(standing))} of ${formatCount(standing.members)} are done`;
  return [describeDeferred(waiting), describeUnderWay(waiting)]
    .filter((text) => text !== undefined)
    .map((text, nth) => `${nth === 0 ? `${done}, ` : ''}${text}.`);
}

export function standingText({ run, standing, waiting }: RunStatus): string {
  const outcomes = OUTCOME_NAMES.filter((w) => standing[w] > 0).map(
    (w) => `${formatCount(standing[w])} ${w === 'departed' ? 'set aside' : w}`,
  );
  const left = standing.members - doneOf(standing);
  if (left > 0) outcomes.push(`${formatCount(left)} ${run.state === 'cancelled' ? 'never sent' : 'waiting'}`);
  return [
    `${run.id}  ${run.state}${run.reason ? `: ${run.reason}` : ''}`,
    `  ${run.subject ? `"${run.subject}" (${run.newsletter})` : run.newsletter}, ${formatInstant(run.createdAt)}${run.endedAt ? ` to ${formatInstant(run.endedAt)}` : ''}`,
    `  ${outcomes.join(', ') || (run.endedAt ? 'nobody' : 'nobody yet')}`,
    ...textLines(run, run.texts ?? []).map((line) => `  ${line}`),
    ...(run.state === 'paused' && run.until
      ? [`  It goes on by itself at ${formatInstant(run.until)}.`]
      : []),
    ...waitingText({ standing, ...(waiting && { waiting }) }).map((line) => `  ${line}`),
  ].join('\n');
}
