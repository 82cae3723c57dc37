/** Opens the account that a function runs in, with the function's own role. */
import { createAccount } from '../../adapters/aws4fetch/account.ts';
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { lambdaCredentials } from './credentials.ts';

export const openStageAccount = ({ env } = process): SendingAccount =>
  createAccount({
    region: env.AWS_REGION || 'us-east-1',
    credentials: lambdaCredentials,
    endpoints: { lambda: env.AWS_ENDPOINT_URL_LAMBDA || env.AWS_ENDPOINT_URL || undefined },
  });
