/** Counts a reason for leaving and mails a remark to every editor, both within rate limits: one link cannot flood the editors. */
import { hash } from 'node:crypto';
import type { RemarkNotice } from '../../domain/notices/notice.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import type { Remark, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { DAY } from '../../domain/time/instant.ts';
import { notifyOrFail } from '../limits/limit-uses.ts';
import { countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** Counts a reason once a day for each subscriber, link and reason, so that switching to and fro counts nothing twice. */
export async function countReason(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'publication' | 'counts'>,
  { id, consent }: Subscriber,
  { newsletter, reason }: Remark,
): Promise<void> {
  const { limits, secrets, clock } = ports;
  const key = limitKey(secrets, 'reason', `${id} ${newsletter} ${reason}`);
  if (!(await limits.take(key, 1, DAY, clock()))) return;
  const newsletters = newsletter === '' ? [] : [newsletter];
  await countEvent(ports, 'reason', { newsletters, source: consent.source, reason });
}

/** Remarks mailed a day, of all subscribers together. Further ones are stored, and `subscribers remarks` lists them. */
const MAX_REMARKS_A_DAY = 50;
const ALL_REMARKS_KEY = 'remarks';

/**
 * Mails a remark to each editor, once for each subscriber, link and day. A reason without a text is not mailed. Throws `unavailable`;
 * the call may be repeated then.
 */
export async function notifyEditors(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'notify' | 'publication'>,
  { id }: Subscriber,
  remark: Remark,
): Promise<void> {
  const now = ports.clock();
  if (remark.text === '' || now - remark.at >= DAY) return;
  const { editors } = await ports.publication();
  const { limits, secrets } = ports;
  const which = `${id} ${remark.newsletter} ${remark.at}`;
  const once = limitKey(secrets, 'remark', which);
  if (editors.length === 0 || !(await limits.take(once, 1, DAY, now))) return;
  if (!(await limits.take(ALL_REMARKS_KEY, MAX_REMARKS_A_DAY, DAY, now))) return;
  try {
    for (const { email } of editors) await notifyOrFail(ports, makeRemarkNotice(id, remark, email));
  } catch (error) {
    for (const key of [once, ALL_REMARKS_KEY]) await limits.giveBack(key, DAY, now);
    throw error;
  }
}

function makeRemarkNotice(
  reader: string,
  { newsletter, at, reason, left }: Remark,
  to: string,
): RemarkNotice {
  const which = `${reader} ${newsletter} ${at} ${to}`;
  const key = hash('sha256', which, 'base64url').slice(0, 22);
  const about = { reader, newsletter, at: String(at), reason, left: left.join(',') };
  return { kind: 'remark', to, about, key };
}
