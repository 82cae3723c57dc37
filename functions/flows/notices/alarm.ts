/**
 * Sends an alarm to the editors: which run, what went wrong with the run, and the remedy. On AWS a page goes beside the mail, because mail
 * itself may be broken. The same alarm twice is sent once.
 */
import { hash } from 'node:crypto';
import { METRICS } from '../../domain/account/metrics.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { addStageToCommand, addStageToCommands } from '../../domain/notices/pager.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { pageEditors } from './page-editors.ts';
import { queueNotice } from './queue-notice.ts';

/**
 * The trouble with the run; the words `notice.alarm-<what>` begin the subject. account: the provider refuses to go on. harm: too many
 * bounces or complaints. gone: an article of the letter was withdrawn.
 */
export type AlarmKind = 'held' | 'missed' | 'account' | 'harm' | 'gone' | 'stuck' | 'other';

/**
 * `command`: the command to type, without `npm run broadsheet --`. `since`: the same words about an unchanged run are sent again if this
 * instant differs.
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

/** Alarms about a run that had begun, and stays stopped until an operator acts. */
const STOPPING_ALARMS: readonly AlarmKind[] = ['account', 'harm', 'gone', 'stuck'];

/** The end of a page's subject, in ASCII. */
const PAGE_SUBJECTS: Readonly<Record<AlarmKind, string>> = {
  held: 'is held',
  missed: 'was missed',
  account: 'is paused by the mail service',
  harm: 'is paused for bounces or complaints',
  gone: 'is stopped, an article in it is gone',
  stuck: 'is stuck',
  other: 'needs you',
};

const ALARM_OF_STATE: Partial<Record<Run['state'], AlarmKind>> = { held: 'held', missed: 'missed' };

export async function sendAlarm(
  ports: AlarmPorts,
  { run, message, remedy: said, since, ...given }: Alarm,
): Promise<void> {
  const { what = ALARM_OF_STATE[run.state] ?? 'other', command = `status ${run.id}` } = given;
  ports.log(`${run.id}: ${message} ${said}`);
  const { editors, newsletters } = await ports.publication();
  const newsletter = newsletters.find(({ id }) => id === run.newsletter)?.name ?? run.newsletter;
  const subject = run.subject || run.of;
  const remedy = addStageToCommands(said, ports.stage);
  const typed = addStageToCommand(command, ports.stage);
  const about = { run: run.id, subject, newsletter, what, message, remedy, command: typed };
  const once = since === undefined ? message : `${message}\n${since}`;
  let isNew = editors.length === 0 && (await storeIfNew(ports, run, once));
  for (const { email } of editors) {
    const key = alarmKeyOf(run, once, email);
    isNew = (await queueNotice(ports, { kind: 'alarm', to: email, about, key })) || isNew;
  }
  if (!isNew) return;
  if (STOPPING_ALARMS.includes(what)) ports.count?.({ [METRICS.runsPaused]: 1 });
  await pageEditors(ports, {
    subject: `${run.id} ${PAGE_SUBJECTS[what]}`,
    lines: [
      `${message} ${remedy}`,
      `The run ${run.id} is about "${subject}" of ${newsletter}.`,
      `The command: npm run broadsheet -- ${typed}`,
    ],
  });
}

const alarmKeyOf = (run: Run, message: string, email: string): string =>
  hash('sha256', `${run.id}\n${run.version}\n${message}\n${email}`, 'base64url').slice(0, 22);

/** True if this alarm was not paged before. Without editors no notice is queued, so the ledger's key-value state remembers the alarm. */
async function storeIfNew({ ledger }: AlarmPorts, run: Run, message: string): Promise<boolean> {
  const [name, key] = [`alarm/${run.id}`, alarmKeyOf(run, message, '')];
  if ((await ledger.getState(name)) === key) return false;
  await ledger.setState(name, key);
  return true;
}

/** Sends the alarm of a held run: no message of the run has gone, and none will until an editor releases the run. */
export const sendHeldAlarm = (ports: AlarmPorts, run: Run): Promise<void> =>
  sendAlarm(ports, {
    ...{
      run,
      what: 'held',
      message: 'Nothing of the run has gone: the run waits for an editor to let it go.',
    },
    ...{ remedy: run.reason, command: `resume ${run.id}${run.letter === undefined ? ' --current' : ''}` },
  });
