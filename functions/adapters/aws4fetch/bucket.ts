/** An S3 bucket: the URL of its objects, and signed requests to them. */
import { BroadsheetError } from '../../domain/error.ts';
import { type Ask, type RequestSettings, signedRequests } from './requests.ts';

export type BucketSettings = RequestSettings & {
  bucket: string;
  /** An emulator's endpoint, which takes the bucket as the first part of the path. */
  endpoint?: string | undefined;
};

export type Bucket = { ask(request: Omit<Ask, 'url'> & { key: string }): Promise<Response> };

export function openBucket({ bucket, endpoint, ...settings }: BucketSettings): Bucket {
  const requests = signedRequests('s3', settings);
  const root = endpoint
    ? `${endpoint.replace(/\/$/, '')}/${bucket}`
    : `https://${bucket}.s3.${settings.region}.amazonaws.com`;
  return { ask: ({ key, ...request }) => requests({ ...request, url: `${root}/${key}` }) };
}

/** The error for a refusal that no retry mends: missing rights, a missing bucket. */
export const refusedBy = (response: Response): BroadsheetError =>
  new BroadsheetError('unavailable', `The store answered ${response.status}.`, {
    remedy: 'Check that the bucket is there and that these credentials may read, write and list it.',
  });
