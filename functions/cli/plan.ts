/** `plan <edition>`: what a send would do, before it is done. */
import { type PlanPreview, planPreview } from '../flows/plan-preview.ts';
import type { Command } from './command.ts';
import { bytes, count, duration } from './numbers.ts';
import { withDelivery } from './open.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'Says who would get an edition, who would not and why, and how long it would take.',
  takes: ['<edition>'],
  flags: {},
  notes: 'Changes nothing. Exit 1 if something stands in the way of sending.',
  run: (call) =>
    withDelivery(call, async (ports) => {
      const preview = await planPreview(ports, call.arguments[0]!);
      return { text: planText(preview), data: preview, ok: preview.obstacles.length === 0 };
    }),
};

export function planText(p: PlanPreview): string {
  const { paused, topics, suppressed } = p.setAside;
  const aside = [
    paused && `${count(paused)} paused`,
    topics && `${count(topics)} chose none of its topics`,
    suppressed && `${count(suppressed)} suppressed`,
  ].filter(Boolean);
  const rate = p.perSecond === undefined ? 'no limit' : `${count(p.perSecond)} a second`;
  return [
    `${p.edition}: "${p.subject}" (${p.newsletter})`,
    `  receive    ${count(p.receive)}`,
    `  set aside  ${aside.length ? aside.join(', ') : 'nobody'}`,
    `  length     ${count(p.words)} words, ${p.minutes} minutes; ${bytes(p.htmlBytes)} of HTML, ${bytes(p.totalBytes)} in all`,
    `  takes      ${p.seconds === undefined ? 'as long as the mailer needs' : duration(p.seconds)} (${rate})`,
    ...(p.quotaLeft === undefined ? [] : [`  quota left ${count(p.quotaLeft)} today`]),
    ...p.obstacles.map((o) => `  in the way: ${o}`),
  ].join('\n');
}
