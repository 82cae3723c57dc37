/** Custom resource that publishes the release that a deployment has put into the bucket. */
import { createBucketBlobs } from '../../adapters/aws4fetch/blobs.ts';
import { openBucket } from '../../adapters/aws4fetch/bucket.ts';
import { createBucketPointers } from '../../adapters/aws4fetch/pointers.ts';
import { isMediaKey } from '../../domain/release/release.ts';
import { type PublishShippedResult, publishShipped } from '../../flows/release/publish-shipped.ts';
import { lambdaCredentials } from './credentials.ts';
import type { DeploymentAnswer } from './custom-resource.ts';

/** If the new release may not go live, the present one stays, and the code is deployed all the same. */
export async function publishDeployed({
  Release = '',
  CommitHash = '',
  CommitTime = '',
  Stage = 'prod',
}: Readonly<Record<string, string>>): Promise<DeploymentAnswer> {
  const bucket = openBucket({
    bucket: process.env.BUCKET ?? '',
    region: process.env.AWS_REGION ?? '',
    endpoint: process.env.AWS_ENDPOINT_URL_S3,
    credentials: lambdaCredentials,
  });
  const ports = { to: createBucketBlobs(bucket), pointers: createBucketPointers(bucket), clock: Date.now };
  const commit = CommitHash === '' ? undefined : { hash: CommitHash, time: Number(CommitTime) };
  const shipped = await publishShipped(ports, Release, commit);
  const data = { Live: shipped.live?.release ?? '', Content: describeContent(shipped, Stage) };
  return { id: 'live', data, secret: false };
}

/** Characters of a refusal: CloudFormation takes 4 KB of an answer, and shows an output in one line. */
const MAX_REFUSAL_LENGTH = 300;

/** Writes the stack's output `Content`; docs/deploy.md has each sentence. */
export function describeContent(shipped: Omit<PublishShippedResult, 'live'>, stage: string): string {
  const { lacked, isOlder, refusal, isBusy } = shipped;
  const command = (name: string) => `npm run broadsheet -- ${name} --stage ${stage}`;
  if (isOlder) return 'what is live is of a newer commit, and stays';
  if (isBusy) return `what is live stays, because others published meanwhile: ${command('publish')}`;
  if (refusal !== undefined)
    return `what is live stays. ${refusal.split('\n')[0]!.slice(0, MAX_REFUSAL_LENGTH)} File and line: ${command('check')}`;
  if (lacked.length === 0) return 'live';
  const what = lacked.every(isMediaKey) ? ['picture is', 'pictures are'] : ['file is', 'files are'];
  const number = `${lacked.length} ${what[lacked.length === 1 ? 0 : 1]}`;
  return `${number} not in the bucket yet: ${command('publish')}`;
}
