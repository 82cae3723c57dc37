/** A bucket by small signed requests: no SDK client is loaded to answer a page. */
import { AwsClient } from 'aws4fetch';
import { BroadsheetError } from '../../domain/error.ts';

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type BucketSettings = {
  bucket: string;
  region: string;
  /** An emulator's; it gets the bucket as the first part of the path. */
  endpoint?: string | undefined;
  /** Asked before every request: those of a role are renewed. */
  credentials(): Credentials | Promise<Credentials>;
  /** Milliseconds a request may take. */
  timeout?: number;
};

export type Ask = {
  method: 'GET' | 'HEAD' | 'PUT';
  key: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
};

/** Answers below 500, but for 429; anything else is tried again, then `unavailable`. */
export type Bucket = { ask(request: Ask): Promise<Response> };

const TIMEOUT = 5000;
/** Every request of ours may be repeated: reads, and writes on a condition that the first one would have changed. */
const ATTEMPTS = 4;
const FIRST_PAUSE = 50;

export function openBucket(settings: BucketSettings): Bucket {
  const { bucket, region, endpoint, timeout = TIMEOUT } = settings;
  const root = endpoint
    ? `${endpoint.replace(/\/$/, '')}/${bucket}`
    : `https://${bucket}.s3.${region}.amazonaws.com`;
  // Signing keys of a day, by secret.
  const cache = new Map<string, ArrayBuffer>();

  async function once({ key, ...init }: Ask): Promise<Response> {
    const keys = await settings.credentials();
    const client = new AwsClient({ ...keys, service: 's3', region, cache, retries: 0 });
    return client.fetch(`${root}/${key}`, { ...init, signal: AbortSignal.timeout(timeout) });
  }

  return {
    async ask(request) {
      let cause: unknown;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (attempt > 0) await pause(FIRST_PAUSE * 2 ** attempt);
        try {
          const response = await once(request);
          if (response.status < 500 && response.status !== 429) return response;
          cause = new Error(`S3 answered ${response.status}`);
          await response.body?.cancel();
        } catch (error) {
          cause = error;
        }
      }
      throw unavailable(cause);
    },
  };
}

/** Full jitter, so that many who were turned away do not come back together. */
const pause = (most: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * most));

const unavailable = (cause: unknown) =>
  new BroadsheetError('unavailable', 'The store did not answer.', {
    remedy: 'Try again in a moment.',
    cause,
  });

/** What S3 refuses for a reason that no second try mends: missing rights, a missing bucket. */
export const refusedBy = (response: Response): BroadsheetError =>
  new BroadsheetError('unavailable', `The store answered ${response.status}.`, {
    remedy: 'Check that the bucket is there and that these credentials may read, write and list it.',
  });
