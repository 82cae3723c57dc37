/** An alarm to the editors: which run, what went wrong with it, and what to do about it. The same alarm twice is one. */
import { hash } from 'node:crypto';
import type { Run } from '../domain/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { queueNotice } from './queue-notice.ts';

/**
 * What has become of the run: `notice.alarm-<what>` of the words begins the subject. account: the mail service refuses to
 * go on. harm: readers bounce or complain. gone: an article in it is taken down.
 */
export type AlarmKind = 'held' | 'missed' | 'account' | 'harm' | 'gone' | 'stuck' | 'other';

/** `command`: what to type, without `npm run broadsheet --`. */
export type Alarm = { run: Run; message: string; remedy: string; what?: AlarmKind; command?: string };

type AlarmPorts = Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'random' | 'publication' | 'log'>;

const OF_STATE: Partial<Record<Run['state'], AlarmKind>> = { held: 'held', missed: 'missed' };

export async function alarm(
  ports: AlarmPorts,
  { run, message, remedy, what = OF_STATE[run.state] ?? 'other', command = `status ${run.id}` }: Alarm,
): Promise<void> {
  ports.log(`${run.id}: ${message} ${remedy}`);
  const { editors, newsletters } = await ports.publication();
  const newsletter = newsletters.find(({ id }) => id === run.newsletter)?.name ?? run.newsletter;
  const subject = run.subject || run.of;
  const about = { run: run.id, subject, newsletter, what, message, remedy, command };
  for (const { email } of editors) {
    const key = hash('sha256', `${run.id}\n${run.version}\n${message}\n${email}`, 'base64url').slice(0, 22);
    await queueNotice(ports, { kind: 'alarm', to: email, about, key });
  }
}

/** Nothing of it has gone, and nothing will before somebody says so. */
export const alarmHeld = (ports: AlarmPorts, run: Run): Promise<void> =>
  alarm(ports, {
    ...{ run, what: 'held', message: 'Nothing of it has gone: it waits for somebody to let it go.' },
    ...{ remedy: run.reason, command: `resume ${run.id}${run.letter === undefined ? ' --current' : ''}` },
  });
