/** How far a stack is, asked as whoever is logged in here. */
import { stackStatus } from '../adapters/aws4fetch/stacks.ts';

/** It must not hold a synth up. */
const TIMEOUT = 2000;

/** As stackStatus. Throws `config` where nobody is logged in. */
export async function ownStackStatus(name: string, region: string): Promise<string | undefined> {
  const { openAccount } = await import('../adapters/ses/account.ts');
  const { credentials } = await openAccount();
  const endpoint = process.env.AWS_ENDPOINT_URL_CLOUDFORMATION || process.env.AWS_ENDPOINT_URL || undefined;
  return stackStatus(name, { region, credentials, endpoint, timeout: TIMEOUT });
}
