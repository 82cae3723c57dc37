/** The secrets of a stage, made by its first deployment. */
import { randomBytes } from 'node:crypto';
import { createParameters } from '../adapters/aws4fetch/parameters.ts';
import { formatSecrets, newSecrets } from '../domain/secrets.ts';
import { lambdaCredentials } from './aws-credentials.ts';
import type { DeploymentAnswer } from './deployment.ts';

/** Any number of times: what is there stays. The origin's is told to CloudFormation, which tells it to CloudFront. */
export async function makeStageSecrets({
  Prefix = '',
}: Readonly<Record<string, string>>): Promise<DeploymentAnswer> {
  const parameters = createParameters({
    region: process.env.AWS_REGION ?? '',
    endpoint: process.env.AWS_ENDPOINT_URL_SSM,
    credentials: lambdaCredentials,
  });
  const fresh = { ...formatSecrets(newSecrets(randomBytes)), origin: randomBytes(24).toString('base64url') };
  for (const [name, value] of Object.entries(fresh)) await parameters.make(`${Prefix}/${name}`, value);
  const known = await parameters.read([`${Prefix}/origin`]);
  return { id: Prefix, data: { Origin: known.get(`${Prefix}/origin`)! }, secret: true };
}
