/** `status [edition]`: where each run stands. */
import { deferredText, underWayText } from '../../domain/ledger/run-waiting.ts';
import { onStage } from '../../domain/notices/pager.ts';
import { examineNotices, examineSignUps } from '../../flows/account/examine-notices.ts';
import { findRun } from '../../flows/runs/control.ts';
import { type RunStatus, statusOf, status as statusOfAll } from '../../flows/runs/report.ts';
import { leasesFor } from '../../wiring/leases.ts';
import { type Call, type Command, limitOf } from '../command.ts';
import { count, moment } from '../numbers.ts';
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
        ? [await statusOf(ports, await findRun(ports, name))]
        : await statusOfAll(ports, { limit: limitOf(call, 20) });
      const runs = known.map(standingText).join('\n\n') || 'Nothing has been sent yet.';
      const beside = [
        ...(await examineNotices(local)),
        ...(await examineSignUps(local.limits, local.clock())),
      ].map((finding) => ({ ...finding, remedy: onStage(finding.remedy, stageOf(call)) }));
      const lines = beside.map(
        ({ check, says, remedy }) => `${check === 'sign-ups' ? 'Sign-ups: ' : ''}${says}\n  ${remedy}`,
      );
      // What is wrong beside the runs stands behind them: an element with `check` in place of `run`.
      return { text: [...lines, runs].join('\n\n'), data: [...known, ...beside] };
    }),
};

const stageOf = ({ flags }: Call): string | undefined =>
  typeof flags.stage === 'string' ? flags.stage : undefined;

const WORDS = ['accepted', 'departed', 'rejected', 'unknown', 'bounced', 'complained'] as const;

/** What a run that is under way waits for. */
export function waitingText({ standing, waiting }: Omit<RunStatus, 'run'>): string[] {
  if (!waiting) return [];
  const done = `${count(doneOf(standing))} of ${count(standing.members)} are done`;
  return [deferredText(waiting), underWayText(waiting)]
    .filter((text) => text !== undefined)
    .map((text, nth) => `${nth === 0 ? `${done}, ` : ''}${text}.`);
}

export function standingText({ run, standing, waiting }: RunStatus): string {
  const outcomes = WORDS.filter((w) => standing[w] > 0).map(
    (w) => `${count(standing[w])} ${w === 'departed' ? 'set aside' : w}`,
  );
  const left = standing.members - doneOf(standing);
  if (left > 0) outcomes.push(`${count(left)} ${run.state === 'cancelled' ? 'never sent' : 'waiting'}`);
  return [
    `${run.id}  ${run.state}${run.reason ? `: ${run.reason}` : ''}`,
    `  ${run.subject ? `"${run.subject}" (${run.newsletter})` : run.newsletter}, ${moment(run.createdAt)}${run.endedAt ? ` to ${moment(run.endedAt)}` : ''}`,
    `  ${outcomes.join(', ') || (run.endedAt ? 'nobody' : 'nobody yet')}`,
    ...textLines(run, run.texts ?? []).map((line) => `  ${line}`),
    ...(run.state === 'paused' && run.until ? [`  It goes on by itself at ${moment(run.until)}.`] : []),
    ...waitingText({ standing, ...(waiting && { waiting }) }).map((line) => `  ${line}`),
  ].join('\n');
}
