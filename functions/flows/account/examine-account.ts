/** Examines the AWS account: whether it may send, how much and how fast for this list, and whether SES's events and alarms arrive. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { Quota } from '../../domain/delivery/mailer.ts';
import { countDaysFor, perSecond } from '../../domain/delivery/send-rate.ts';
import {
  countNeededWorkers,
  countOtherFunctions,
  decideAllowedWorkers,
  describeShortage,
  limitRateByWorkers,
} from '../../domain/delivery/workers.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { runCheck } from '../run-check.ts';

export async function examineAccount(account: SendingAccount): Promise<readonly Finding[]> {
  return runCheck('SES account', async () => {
    const { production, sending, enforcement, review } = await account.ses();
    const found: Finding[] = [];
    if (production) found.push(ok('sandbox', 'The account is out of the sandbox: it may write to anybody.'));
    else found.push(examineSandbox(review));
    if (!sending || enforcement === 'SHUTDOWN')
      found.push(
        problem(
          'SES account',
          'AWS has paused sending for this account.',
          'Answer its mail, or the case in the Support Center; then `resume` what was paused.',
        ),
      );
    else if (enforcement === 'PROBATION')
      found.push(
        problem(
          'SES account',
          'AWS reviews this account, and may pause its sending.',
          'See the reputation metrics in the SES console, and `report` for the run that bounced.',
        ),
      );
    else found.push(ok('SES account', 'Sending is enabled, and its reputation is healthy.'));
    return found;
  });
}

function examineSandbox(review: string | undefined): Finding {
  const says = 'The account is in the sandbox: 200 messages a day, to verified addresses alone.';
  if (review === 'PENDING')
    return problem('sandbox', `${says} AWS has the request.`, 'Wait, a day or so; answer if AWS asks.');
  if (review === 'DENIED')
    return problem(
      'sandbox',
      `${says} AWS denied the request.`,
      'Answer the case in the Support Center with what is asked for.',
    );
  return problem('sandbox', says, 'Ask for production access: the request below is filled in.');
}

/** Seconds after which sending a letter to all is slow. */
const SLOW_SECONDS = 6 * 60 * 60;

/** `readers`: active subscribers, each of whom gets an edition once at most. `workers`: those of a stage. */
export function examineQuota(
  quota: Quota,
  { sending }: Pick<Publication, 'sending'>,
  readers: number,
  workers?: number,
): Finding {
  const { perDay } = quota;
  const days = countDaysFor(readers, sending, quota) ?? 1;
  const rate = limitRateByWorkers(perSecond(sending, quota), workers);
  const seconds = rate === undefined ? 0 : readers / rate;
  const pace = `${readers} readers at ${rate === undefined ? 'any rate' : `${rate} a second`}`;
  if (days > 1)
    return info(
      'quota',
      `A letter to all ${readers} readers needs ${days} days at a quota of ${perDay} a day.`,
      'Ask AWS for more: SES console, Account dashboard, Request a limit increase.',
    );
  if (seconds > SLOW_SECONDS)
    return info(
      'quota',
      `${pace} take ${(seconds / 3600).toFixed(1)} hours.`,
      'Ask AWS for a higher rate, or send earlier.',
    );
  return ok(
    'quota',
    `${pace} take ${Math.max(1, Math.ceil(seconds / 60))} min, within today's quota${perDay === undefined ? '' : ` of ${perDay}`}.`,
  );
}

/** `rate`: letters a second that the account allows; undefined if no limit is known. */
export const examineConcurrency = (
  account: SendingAccount,
  { hosting }: Pick<Publication, 'hosting'>,
  rate?: number,
): Promise<readonly Finding[]> =>
  runCheck('concurrency', async () => {
    const room = await account.concurrency();
    const allowed = decideAllowedWorkers(hosting, room);
    const workers = allowed.isSet ? allowed.workers : countNeededWorkers(rate, allowed.workers);
    const needed = workers + countOtherFunctions(workers);
    const short = describeShortage(rate, allowed);
    return [
      room >= needed
        ? ok(
            'concurrency',
            `The account runs ${room} functions at once; this stage needs ${needed} at most, ${workers} of them to deliver.`,
          )
        : problem(
            'concurrency',
            `The account runs ${room} functions at once; this stage needs ${needed} at most: readers would wait while letters go.`,
            'Ask for more (Service Quotas, AWS Lambda, Concurrent executions), or lower `hosting.workers`.',
          ),
      ...(short ? [info('workers', `${short.says}.`, formatSentence(short.remedy))] : []),
    ];
  });

const formatSentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

/** The events without which the outcome of a message stays unknown (infra/feedback.ts). */
const NEEDED_EVENTS = ['SEND', 'BOUNCE', 'COMPLAINT', 'REJECT'];

export const examineSets = async (account: SendingAccount, sets: readonly string[]): Promise<Finding[]> =>
  (
    await Promise.all(sets.map((set) => runCheck('events', async () => [await examineSet(account, set)])))
  ).flat();

async function examineSet(account: SendingAccount, set: string): Promise<Finding> {
  const destinations = await account.eventDestinations(set);
  if (!destinations) return problem('events', `There is no configuration set ${set}.`, 'Deploy again.');
  const told = new Set(
    destinations.filter(({ enabled, bus }) => enabled && bus).flatMap(({ events }) => events),
  );
  const missing = NEEDED_EVENTS.filter((event) => !told.has(event));
  return missing.length > 0
    ? problem('events', `${set} does not tell EventBridge of ${missing.join(', ')}.`, 'Deploy again.')
    : ok('events', `${set} tells EventBridge what becomes of messages.`);
}

export const examineAlarms = (
  account: SendingAccount,
  topic: string | undefined,
  { editors }: Pick<Publication, 'editors'>,
): Promise<readonly Finding[]> =>
  runCheck('alarms', async () => {
    const all = topic === undefined ? undefined : await account.subscriptions(topic);
    if (!all) return [problem('alarms', 'The topic of alarms is not there.', 'Deploy again.')];
    return editors.map(({ email }) => {
      const own = all.filter(({ endpoint }) => endpoint.toLowerCase() === email.toLowerCase());
      if (own.some(({ confirmed }) => confirmed)) return ok('alarms', `${email} is told of alarms.`);
      const anew = `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint '${email.replaceAll("'", `'\\''`)}'`;
      return own.length === 0
        ? problem('alarms', `${email} is an editor, and not subscribed to alarms.`, MISSING_REMEDY + anew)
        : problem('alarms', `${email} has not confirmed to be told of alarms.`, UNCONFIRMED_REMEDY + anew);
    });
  });

/**
 * CloudFormation creates a subscription once, and does not notice that it is gone: SNS deletes an unconfirmed one after two days, and each
 * alarm's mail has a link that ends it. https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
const MISSING_REMEDY =
  'A new editor: deploy again. Else the editor did not click within two days, or unsubscribed by the link below an alarm; a deployment does not see it: ';
const UNCONFIRMED_REMEDY = 'Click the link in the mail of AWS Notifications. Another mail comes by: ';
