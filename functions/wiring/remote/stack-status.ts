/** Asks CloudFormation for the status of a stack, with the credentials of this machine. */
import { stackStatus } from '../../adapters/aws4fetch/stacks.ts';

/** Milliseconds to wait for the answer, so that a synth is not held up. */
const STATUS_TIMEOUT_MS = 2000;

/** Answers as `stackStatus`. Throws `config` without credentials. */
export async function readOwnStackStatus(name: string, region: string): Promise<string | undefined> {
  const { openAccount } = await import('../../adapters/ses/account.ts');
  const { credentials } = await openAccount();
  const endpoint = process.env.AWS_ENDPOINT_URL_CLOUDFORMATION || process.env.AWS_ENDPOINT_URL || undefined;
  return stackStatus(name, { region, credentials, endpoint, timeout: STATUS_TIMEOUT_MS });
}
