/** Finds the AWS account, region and credentials as the SDK does: profile, SSO, environment, role. */
import { SESClient } from '@aws-sdk/client-ses';
import { BroadsheetError } from '../../domain/error.ts';

export type Account = {
  region: string;
  credentials(): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
};

const LOG_IN =
  'Log in the AWS way (a profile, SSO, AWS_ACCESS_KEY_ID …) and set AWS_REGION to where the stage is.';

/** Throws `config` if the operator is not logged in, or no region is set. */
export async function openAccount(): Promise<Account> {
  const { config } = new SESClient({});
  try {
    await config.credentials();
    return { region: await config.region(), credentials: async () => config.credentials() };
  } catch (cause) {
    throw new BroadsheetError('config', 'There is no AWS account to work on.', { remedy: LOG_IN, cause });
  }
}
