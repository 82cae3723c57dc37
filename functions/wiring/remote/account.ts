/** Opens the AWS account that a command asks about, with the credentials of this machine. */
import { createAccount } from '../../adapters/aws4fetch/account.ts';
import { createAlarmHistory } from '../../adapters/aws4fetch/alarm-history.ts';
import { createProviderSuppressions } from '../../adapters/aws4fetch/provider-suppressions.ts';
import { openAccount } from '../../adapters/ses/account.ts';
import type { AlarmHistory } from '../../domain/account/alarm-action.ts';
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { ProviderSuppressions } from '../../domain/account/provider-suppressions.ts';
import { type AllowedWorkers, decideAllowedWorkers } from '../../domain/delivery/workers.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { LocalParts } from '../local/local.ts';
import { readSesEndpoint } from '../ses-endpoint.ts';

/** The account of a stage, or of a machine with MAILER=ses; undefined for other mailers. Throws `config` without credentials. */
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
      sesv2: readSesEndpoint(env),
      lambda: env.AWS_ENDPOINT_URL_LAMBDA || all,
      sns: env.AWS_ENDPOINT_URL_SNS || all,
      dynamodb: env.AWS_ENDPOINT_URL_DYNAMODB || all,
    },
  });
}

/** Delivery workers that a stage may have; undefined without a stage. An account that cannot be asked counts as a new account. */
export async function readAllowedWorkers(
  { remote }: Pick<LocalParts, 'remote'>,
  account: Pick<SendingAccount, 'concurrency'> | undefined,
  { hosting }: Pick<Publication, 'hosting'>,
): Promise<AllowedWorkers | undefined> {
  if (!remote || !account) return undefined;
  const room = hosting.workers === undefined ? await account.concurrency().catch(() => undefined) : undefined;
  return decideAllowedWorkers(hosting, room);
}

export const readWorkerCount = async (
  ...about: Parameters<typeof readAllowedWorkers>
): Promise<number | undefined> => (await readAllowedWorkers(...about))?.workers;

/** The alarms of the account. Throws `config` without credentials. */
export async function openAlarmHistory(): Promise<AlarmHistory> {
  const { region, credentials } = await openAccount();
  const { AWS_ENDPOINT_URL_CLOUDWATCH: own, AWS_ENDPOINT_URL: all } = process.env;
  return createAlarmHistory({ region, credentials, endpoint: own || all || undefined });
}

/** SES's suppression list of the account. Throws `config` without credentials. */
export async function openProviderSuppressions(): Promise<ProviderSuppressions> {
  const { region, credentials } = await openAccount();
  return createProviderSuppressions({ region, credentials, endpoint: readSesEndpoint(process.env) });
}
