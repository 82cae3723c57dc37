/** `plan <edition>`: a dry run that says what a send would do, also for a run that waits. */
import { priceRun, type RunPrice } from '../../flows/account/estimate-cost.ts';
import { addWorkers, type PlanPreview, previewRun } from '../../flows/runs/plan-preview.ts';
import { PRICES } from '../../wiring/prices.ts';
import { openSendingAccount, readAllowedWorkers } from '../../wiring/remote/account.ts';
import type { Command } from '../command.ts';
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDollars,
  formatDuration,
  formatLetterBytes,
} from '../numbers.ts';
import { withDelivery } from '../open.ts';

export const plan: Command = {
  name: 'plan',
  summary:
    'Dry run of an edition: who would get it, who would not and why, how long the run would take, its cost.',
  takes: ['<edition>'],
  flags: {},
  notes: 'Changes nothing. Exit 1 if something stands in the way of sending.',
  run: (call) =>
    withDelivery(call, async (ports, local) => {
      const account = await openSendingAccount(local);
      const allowed = await readAllowedWorkers(local, account, await ports.publication());
      const preview = addWorkers(await previewRun(ports, call.arguments[0]!), allowed);
      const { receive: letters, perSecond } = preview;
      const stage = local.remote !== undefined;
      const price = account && (await priceRun(PRICES, account, { letters, perSecond, stage }));
      const text = [sendPlanText(preview), ...(price ? [priceText(price)] : [])].join('\n');
      return { text, data: { ...preview, price }, ok: preview.obstacles.length === 0 };
    }),
};

function priceText({ dollars: sum, lines: [fee, ...rest], assumed }: RunPrice): string {
  const own = rest.reduce((total, line) => total + line.dollars, 0);
  const parts = [
    `${fee!.what} ${formatDollars(fee!.dollars)}`,
    ...(rest.length ? [`the stage ${formatDollars(own)}`] : []),
  ];
  return `  costs      ${formatDollars(sum)}: ${parts.join(', ')}${assumed ? `. ${assumed}` : ''}`;
}

export function sendPlanText(p: PlanPreview): string {
  const { paused, topics, suppressed } = p.setAside;
  const aside = [
    paused && `${formatCount(paused)} paused`,
    topics && `${formatCount(topics)} chose none of its topics`,
    suppressed && `${formatCount(suppressed)} suppressed`,
  ].filter(Boolean);
  const most = p.sends ?? p.perSecond;
  const rate = most === undefined ? 'no limit' : `${formatCount(most)} a second`;
  return [
    `${p.edition}: "${p.subject}" (${p.newsletter})`,
    `  receive    ${formatCount(p.receive)}`,
    `  set aside  ${aside.length ? aside.join(', ') : 'nobody'}`,
    `  length     ${formatCounted(p.words, 'word')}, ${formatCounted(p.minutes, 'minute')}; ${formatLetterBytes(p)}`,
    `  hands over ${formatBytes(p.totalBytes)}, all messages together`,
    `  takes      ${p.seconds === undefined ? 'as long as the mailer needs' : formatDuration(p.seconds)} (${rate})`,
    ...(p.workers === undefined ? [] : [`  workers    ${p.workers}`]),
    ...(p.quotaLeft === undefined ? [] : [`  quota left ${formatCount(p.quotaLeft)} today${daysText(p)}`]),
    ...(p.run && p.run.state !== 'done' ? [`  its run    ${runText(p.run)}`] : []),
    ...(p.overweight === undefined ? [] : [`  too heavy  ${p.overweight}`]),
    ...p.obstacles.map((o) => `  in the way: ${o}`),
  ].join('\n');
}

const runText = ({ id, state, reason }: NonNullable<PlanPreview['run']>): string =>
  `${id} is ${state}${reason ? `: ${reason}` : '.'}`;

/** A run pauses when the day's quota is used up, and resumes when there is quota again. */
const daysText = ({ days = 1, perDay }: PlanPreview): string =>
  days > 1 ? `: it needs ${formatCount(days)} days at a quota of ${formatCount(perDay!)} a day` : '';
