/** The AWS account that a command asks about, as whoever is logged in here. */
import { createAccount } from '../../adapters/aws4fetch/account.ts';
import { createAlarmHistory } from '../../adapters/aws4fetch/alarm-history.ts';
import { createProviderSuppressions } from '../../adapters/aws4fetch/provider-suppressions.ts';
import { openAccount } from '../../adapters/ses/account.ts';
import type { AlarmHistory } from '../../domain/account/alarm-action.ts';
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { CarrierList } from '../../domain/account/provider-suppressions.ts';
import { type AllowedWorkers, decideAllowedWorkers } from '../../domain/delivery/workers.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { LocalParts } from '../local/local.ts';
import { sesEndpoint } from '../ses-endpoint.ts';

/** Of a stage, or of a machine with MAILER=ses; undefined: no account has to do with it. Throws `config` where nobody is logged in. */
export async function openSendingAccount({
  config,
}: Pick<LocalParts, 'config'>): Promise<SendingAccount | undefined> {
  if (config.mailer !== 'ses') return undefined;
  const { region, credentials } = await openAccount();
  const { env } = process;
  const all = env.AWS_ENDPOINT_URL || undefined;
  return createAccount({
    region,
    credentials,
    endpoints: {
      sesv2: sesEndpoint(env),
      lambda: env.AWS_ENDPOINT_URL_LAMBDA || all,
      sns: env.AWS_ENDPOINT_URL_SNS || all,
      dynamodb: env.AWS_ENDPOINT_URL_DYNAMODB || all,
    },
  });
}

/** Deliver functions that a stage may have at work; undefined: not a stage. One that may not be asked counts as a new account. */
export async function allowedWorkers(
  { remote }: Pick<LocalParts, 'remote'>,
  account: Pick<SendingAccount, 'concurrency'> | undefined,
  { hosting }: Pick<Publication, 'hosting'>,
): Promise<AllowedWorkers | undefined> {
  if (!remote || !account) return undefined;
  const room = hosting.workers === undefined ? await account.concurrency().catch(() => undefined) : undefined;
  return decideAllowedWorkers(hosting, room);
}

export const workersOf = async (...about: Parameters<typeof allowedWorkers>): Promise<number | undefined> =>
  (await allowedWorkers(...about))?.workers;

/** The alarms of that account. Throws `config` where nobody is logged in. */
export async function openAlarmHistory(): Promise<AlarmHistory> {
  const { region, credentials } = await openAccount();
  const { AWS_ENDPOINT_URL_CLOUDWATCH: own, AWS_ENDPOINT_URL: all } = process.env;
  return createAlarmHistory({ region, credentials, endpoint: own || all || undefined });
}

/** SES's suppression list in that account. Throws `config` where nobody is logged in. */
export async function openCarrierList(): Promise<CarrierList> {
  const { region, credentials } = await openAccount();
  return createProviderSuppressions({ region, credentials, endpoint: sesEndpoint(process.env) });
}
