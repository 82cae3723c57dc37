/** The blob store in an S3 bucket: one object for each blob, written once. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { isBlobKey } from '../../domain/release/release.ts';
import { contentTypeOf, dispositionOf } from '../../domain/site/content-types.ts';
import { type Bucket, bucketRefusal } from './bucket.ts';

/** In bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;
const isStorableKey = (key: string): boolean => isBlobKey(key) && key.length <= MAX_KEY_BYTES;

export function createBucketBlobs(bucket: Bucket): Blobs {
  return {
    async get(key) {
      if (!isStorableKey(key)) return undefined;
      const response = await bucket.ask({ method: 'GET', key });
      return (await isThere(response)) ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
    async has(key) {
      return isStorableKey(key) && isThere(await bucket.ask({ method: 'HEAD', key }));
    },
    async put(key, bytes) {
      if (!isStorableKey(key)) throw new BroadsheetError('invalid', `${key} cannot be the name of a blob.`);
      const headers = { 'If-None-Match': '*', 'Cache-Control': IMMUTABLE_CACHE, ...typeOf(key) };
      const body = bytes as Uint8Array<ArrayBuffer>;
      const response = await bucket.ask({ method: 'PUT', key, headers, body });
      await response.body?.cancel();
      // The blob exists whole, from an earlier attempt or another writer: equal keys hold equal bytes.
      if (response.ok || response.status === 412) return;
      // Two writers collided; the second checks whether the first one has written the blob.
      if (response.status === 409 && (await this.has(key))) return;
      throw response.status === 409 ? busyError() : bucketRefusal(response);
    },
  };
}

/** Without the right to list, S3 answers 403 for a missing object. */
async function isThere(response: Response): Promise<boolean> {
  if (response.ok) return true;
  await response.body?.cancel();
  if (response.status === 404) return false;
  throw bucketRefusal(response);
}

const busyError = () =>
  new BroadsheetError('unavailable', 'Another writer holds this blob.', { remedy: 'Try again in a moment.' });

/** A name stands for exactly these bytes; CloudFront passes the header on. */
const IMMUTABLE_CACHE = 'public, max-age=31536000, immutable';

/** Browsers only request media and assets. */
function typeOf(key: string): Record<string, string> {
  const disposition = dispositionOf(key);
  return {
    'Content-Type': contentTypeOf(key) ?? 'application/octet-stream',
    ...(disposition && { 'Content-Disposition': disposition }),
  };
}
