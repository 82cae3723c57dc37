/** Custom resource that makes the secrets of a stage at its first deployment. */
import { randomBytes } from 'node:crypto';
import { createParameters, type Parameters } from '../../adapters/aws4fetch/parameters.ts';
import { createSecrets, formatSecrets } from '../../domain/secrets.ts';
import { lambdaCredentials } from './credentials.ts';
import type { DeploymentAnswer } from './custom-resource.ts';
import { formatOrigin, parseOrigin, rotateOrigin } from './origin-secret.ts';

/**
 * Makes the missing secrets; an existing secret stays (idempotent). Only a higher `Generation` replaces the origin's secret, which
 * CloudFormation passes to CloudFront.
 */
export async function makeStageSecrets({
  Prefix = '',
  Generation = '1',
}: Readonly<Record<string, string>>): Promise<DeploymentAnswer> {
  const parameters = openParameters();
  const fresh = {
    ...formatSecrets(createSecrets(randomBytes)),
    origin: randomBytes(24).toString('base64url'),
  };
  for (const [name, value] of Object.entries(fresh)) await parameters.make(`${Prefix}/${name}`, value);
  const name = `${Prefix}/origin`;
  const known = parseOrigin((await parameters.read([name])).get(name) ?? '');
  const wanted = rotateOrigin(known, Number(Generation), fresh.origin);
  if (wanted !== known) await parameters.replace(name, formatOrigin(wanted));
  return { id: Prefix, data: { Origin: wanted.current }, secret: true };
}

/** Removes the secrets of a stage for trials only: without the identity key no subscriber of a table is found again. */
export async function removeStageSecrets({
  Prefix = '',
  Keep,
}: Readonly<Record<string, string>>): Promise<void> {
  if (Keep !== 'false') return;
  await openParameters().remove(['identity', 'links', 'origin'].map((name) => `${Prefix}/${name}`));
}

const openParameters = (): Parameters =>
  createParameters({
    region: process.env.AWS_REGION ?? '',
    endpoint: process.env.AWS_ENDPOINT_URL_SSM,
    credentials: lambdaCredentials,
  });
