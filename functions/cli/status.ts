/** `status [edition]`: where each run stands. */
import type { Run } from '../domain/run.ts';
import { findRun } from '../flows/control.ts';
import { type RunStatus, status as statusOf } from '../flows/status.ts';
import { type Command, limitOf } from './command.ts';
import { count, moment } from './numbers.ts';
import { withLocal } from './open.ts';

export const status: Command = {
  name: 'status',
  summary: 'Shows the runs, newest first, and where each stands.',
  takes: ['[edition]'],
  flags: { limit: { type: 'string', value: '<n>', help: 'How many. Default 20.' } },
  run: (call) =>
    withLocal(call, async ({ ledger }) => {
      const [name] = call.arguments;
      const one = async (run: Run) => [{ run, standing: await ledger.standing(run.id) }];
      const known = name
        ? await one(await findRun({ ledger }, name))
        : await statusOf({ ledger }, { limit: limitOf(call, 20) });
      return { text: known.map(standingText).join('\n\n') || 'Nothing has been sent yet.', data: known };
    }),
};

const WORDS = ['accepted', 'departed', 'rejected', 'unknown', 'bounced', 'complained'] as const;

export function standingText({ run, standing }: RunStatus): string {
  const outcomes = WORDS.filter((w) => standing[w] > 0).map(
    (w) => `${count(standing[w])} ${w === 'departed' ? 'set aside' : w}`,
  );
  const waiting =
    standing.members - standing.accepted - standing.departed - standing.rejected - standing.unknown;
  if (waiting > 0) outcomes.push(`${count(waiting)} ${run.state === 'cancelled' ? 'never sent' : 'waiting'}`);
  return [
    `${run.id}  ${run.state}${run.reason ? `: ${run.reason}` : ''}`,
    `  ${run.subject ? `"${run.subject}" (${run.newsletter})` : run.newsletter}, ${moment(run.createdAt)}${run.endedAt ? ` to ${moment(run.endedAt)}` : ''}`,
    `  ${outcomes.join(', ') || (run.endedAt ? 'nobody' : 'nobody yet')}`,
  ].join('\n');
}
