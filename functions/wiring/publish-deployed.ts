/** The release a deployment has put into the bucket goes live. */
import { createBucketBlobs } from '../adapters/aws4fetch/blobs.ts';
import { openBucket } from '../adapters/aws4fetch/bucket.ts';
import { createBucketPointers } from '../adapters/aws4fetch/pointers.ts';
import { isBroadsheetError } from '../domain/error.ts';
import { publish } from '../flows/publish.ts';
import { lambdaCredentials } from './aws-credentials.ts';
import type { DeploymentAnswer } from './deployment.ts';

/** An older tree leaves a newer release live, and is deployed all the same: code and content go their own ways. */
export async function publishDeployed({
  Release = '',
  CommitHash = '',
  CommitTime = '',
}: Readonly<Record<string, string>>): Promise<DeploymentAnswer> {
  const bucket = openBucket({
    bucket: process.env.BUCKET ?? '',
    region: process.env.AWS_REGION ?? '',
    endpoint: process.env.AWS_ENDPOINT_URL_S3,
    credentials: lambdaCredentials,
  });
  const blobs = createBucketBlobs(bucket);
  const ports = { from: blobs, to: blobs, pointers: createBucketPointers(bucket), clock: Date.now };
  const commit = CommitHash === '' ? undefined : { hash: CommitHash, time: Number(CommitTime) };
  const live = await publish(ports, Release, { commit, explicit: false }).catch((error: unknown) => {
    if (isBroadsheetError(error) && error.code === 'refused') return undefined;
    throw error;
  });
  return { id: 'live', data: { Live: live?.release ?? '' }, secret: false };
}
