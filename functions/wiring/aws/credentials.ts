/** AWS credentials of a function's role, from environment variables that Lambda sets. */
import type { Credentials } from '../../adapters/aws4fetch/requests.ts';

export const lambdaCredentials = (): Credentials => ({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  ...(process.env.AWS_SESSION_TOKEN ? { sessionToken: process.env.AWS_SESSION_TOKEN } : {}),
});
