/**
 * An alarm to the editors: which run, what went wrong with it, and what to do about it; by mail and, on a stage, by a page too, because
 * mail may be what is broken. The same alarm twice is one.
 */
import { hash } from 'node:crypto';
import { METRICS } from '../../domain/account/metrics.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { commandOnStage, onStage } from '../../domain/notices/pager.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { pageEditors } from './page-editors.ts';
import { queueNotice } from './queue-notice.ts';

/**
 * What has become of the run: `notice.alarm-<what>` of the words begins the subject. account: the mail service refuses to
 * go on. harm: readers bounce or complain. gone: an article in it is taken down.
 */
export type AlarmKind = 'held' | 'missed' | 'account' | 'harm' | 'gone' | 'stuck' | 'other';

/**
 * `command`: what to type, without `npm run broadsheet --`. `since`: an alarm with the same words about an unchanged run is told again
 * where this differs.
 */
export type Alarm = {
  run: Run;
  message: string;
  remedy: string;
  what?: AlarmKind;
  command?: string;
  since?: Instant;
};

type AlarmPorts = Pick<
  DeliveryPorts,
  'ledger' | 'doorbell' | 'clock' | 'random' | 'publication' | 'log' | 'pager' | 'stage' | 'count'
>;

/** A run that had begun goes on for nobody until somebody looks. */
const STOPPED: readonly AlarmKind[] = ['account', 'harm', 'gone', 'stuck'];

/** As a page says it, in ASCII. */
const PAGED: Readonly<Record<AlarmKind, string>> = {
  held: 'is held',
  missed: 'was missed',
  account: 'is paused by the mail service',
  harm: 'is paused for bounces or complaints',
  gone: 'is stopped, an article in it is gone',
  stuck: 'is stuck',
  other: 'needs you',
};

const OF_STATE: Partial<Record<Run['state'], AlarmKind>> = { held: 'held', missed: 'missed' };

export async function alarm(
  ports: AlarmPorts,
  { run, message, remedy: said, since, ...given }: Alarm,
): Promise<void> {
  const { what = OF_STATE[run.state] ?? 'other', command = `status ${run.id}` } = given;
  ports.log(`${run.id}: ${message} ${said}`);
  const { editors, newsletters } = await ports.publication();
  const newsletter = newsletters.find(({ id }) => id === run.newsletter)?.name ?? run.newsletter;
  const subject = run.subject || run.of;
  const remedy = onStage(said, ports.stage);
  const typed = commandOnStage(command, ports.stage);
  const about = { run: run.id, subject, newsletter, what, message, remedy, command: typed };
  const once = since === undefined ? message : `${message}\n${since}`;
  let isNew = editors.length === 0 && (await isFirst(ports, run, once));
  for (const { email } of editors) {
    const key = keyOf(run, once, email);
    isNew = (await queueNotice(ports, { kind: 'alarm', to: email, about, key })) || isNew;
  }
  if (!isNew) return;
  if (STOPPED.includes(what)) ports.count?.({ [METRICS.runsPaused]: 1 });
  await pageEditors(ports, {
    subject: `${run.id} ${PAGED[what]}`,
    lines: [
      `${message} ${remedy}`,
      `It is about "${subject}" of ${newsletter}. Its run is ${run.id}.`,
      `The command: npm run broadsheet -- ${typed}`,
    ],
  });
}

const keyOf = (run: Run, message: string, email: string): string =>
  hash('sha256', `${run.id}\n${run.version}\n${message}\n${email}`, 'base64url').slice(0, 22);

/** A publication without editors queues no notice, but its topic may have subscribers: the ledger remembers what they were told. */
async function isFirst({ ledger }: AlarmPorts, run: Run, message: string): Promise<boolean> {
  const [name, key] = [`alarm/${run.id}`, keyOf(run, message, '')];
  if ((await ledger.getState(name)) === key) return false;
  await ledger.setState(name, key);
  return true;
}

/** Nothing of it has gone, and nothing will before somebody says so. */
export const alarmHeld = (ports: AlarmPorts, run: Run): Promise<void> =>
  alarm(ports, {
    ...{ run, what: 'held', message: 'Nothing of it has gone: it waits for somebody to let it go.' },
    ...{ remedy: run.reason, command: `resume ${run.id}${run.letter === undefined ? ' --current' : ''}` },
  });
