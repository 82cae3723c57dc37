/** The status of a stack in CloudFormation, asked with the credentials of this machine. */
import { stackStatus } from '../../adapters/aws4fetch/stacks.ts';

/** Milliseconds: a synth must not wait long for the answer. */
const TIMEOUT = 2000;

/** As stackStatus. Throws `config` where there are no credentials. */
export async function ownStackStatus(name: string, region: string): Promise<string | undefined> {
  const { openAccount } = await import('../../adapters/ses/account.ts');
  const { credentials } = await openAccount();
  const endpoint = process.env.AWS_ENDPOINT_URL_CLOUDFORMATION || process.env.AWS_ENDPOINT_URL || undefined;
  return stackStatus(name, { region, credentials, endpoint, timeout: TIMEOUT });
}
