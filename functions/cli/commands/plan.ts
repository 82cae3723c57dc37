/** `plan <edition>`: what a send would do, before it is done; of a run that waits as well. */
import { priceRun, type RunPrice } from '../../flows/account/estimate-cost.ts';
import { type PlanPreview, planPreview, withWorkers } from '../../flows/runs/plan-preview.ts';
import { PRICES } from '../../wiring/prices.ts';
import { allowedWorkers, openSendingAccount } from '../../wiring/remote/account.ts';
import type { Command } from '../command.ts';
import { bytes, count, counted, dollars, duration } from '../numbers.ts';
import { withDelivery } from '../open.ts';

export const plan: Command = {
  name: 'plan',
  summary:
    'Says who would get an edition, who would not and why, how long it would take, what it would cost.',
  takes: ['<edition>'],
  flags: {},
  notes: 'Changes nothing. Exit 1 if something stands in the way of sending.',
  run: (call) =>
    withDelivery(call, async (ports, local) => {
      const account = await openSendingAccount(local);
      const allowed = await allowedWorkers(local, account, await ports.publication());
      const preview = withWorkers(await planPreview(ports, call.arguments[0]!), allowed);
      const { receive: letters, perSecond } = preview;
      const stage = local.remote !== undefined;
      const price = account && (await priceRun(PRICES, account, { letters, perSecond, stage }));
      const text = [planText(preview), ...(price ? [priceText(price)] : [])].join('\n');
      return { text, data: { ...preview, price }, ok: preview.obstacles.length === 0 };
    }),
};

function priceText({ dollars: sum, lines: [fee, ...rest], assumed }: RunPrice): string {
  const own = rest.reduce((total, line) => total + line.dollars, 0);
  const parts = [
    `${fee!.what} ${dollars(fee!.dollars)}`,
    ...(rest.length ? [`the stage ${dollars(own)}`] : []),
  ];
  return `  costs      ${dollars(sum)}: ${parts.join(', ')}${assumed ? `. ${assumed}` : ''}`;
}

export function planText(p: PlanPreview): string {
  const { paused, topics, suppressed } = p.setAside;
  const aside = [
    paused && `${count(paused)} paused`,
    topics && `${count(topics)} chose none of its topics`,
    suppressed && `${count(suppressed)} suppressed`,
  ].filter(Boolean);
  const most = p.sends ?? p.perSecond;
  const rate = most === undefined ? 'no limit' : `${count(most)} a second`;
  return [
    `${p.edition}: "${p.subject}" (${p.newsletter})`,
    `  receive    ${count(p.receive)}`,
    `  set aside  ${aside.length ? aside.join(', ') : 'nobody'}`,
    `  length     ${counted(p.words, 'word')}, ${counted(p.minutes, 'minute')}; ${bytes(p.htmlBytes)} of HTML, ${bytes(p.totalBytes)} in all`,
    `  takes      ${p.seconds === undefined ? 'as long as the mailer needs' : duration(p.seconds)} (${rate})`,
    ...(p.workers === undefined ? [] : [`  workers    ${p.workers}`]),
    ...(p.quotaLeft === undefined ? [] : [`  quota left ${count(p.quotaLeft)} today${daysText(p)}`]),
    ...(p.run && p.run.state !== 'done' ? [`  its run    ${runText(p.run)}`] : []),
    ...(p.overweight === undefined ? [] : [`  too heavy  ${p.overweight}`]),
    ...p.obstacles.map((o) => `  in the way: ${o}`),
  ].join('\n');
}

const runText = ({ id, state, reason }: NonNullable<PlanPreview['run']>): string =>
  `${id} is ${state}${reason ? `: ${reason}` : '.'}`;

/** It pauses when the day's quota is gone, and goes on when there is some again. */
const daysText = ({ days = 1, perDay }: PlanPreview): string =>
  days > 1 ? `: it needs ${count(days)} days at a quota of ${count(perDay!)} a day` : '';
