import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBucketBlobs } from '../../functions/adapters/aws4fetch/blobs.ts';
import { type Bucket, openBucket } from '../../functions/adapters/aws4fetch/bucket.ts';
import { createBucketPointers } from '../../functions/adapters/aws4fetch/pointers.ts';
import { blobsContract } from '../contracts/blobs.ts';
import { pointersContract } from '../contracts/pointers.ts';
import { type Emulator, startMoto } from '../support/hosts/moto.ts';

let moto: Emulator;
let made = 0;

beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.[Symbol.asyncDispose]());

const credentials = () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
const bucketNamed = (bucket: string): Bucket =>
  openBucket({ bucket, region: 'eu-west-1', endpoint: moto.url, credentials });

/** Made with the first request to it. */
function fresh(): { name: string; bucket: Bucket } {
  const name = `bucket-${++made}`;
  const { ask } = bucketNamed(name);
  const creating = moto.createBucket(name);
  return { name, bucket: { ask: async (request) => creating.then(() => ask(request)) } };
}

blobsContract('S3', () => createBucketBlobs(fresh().bucket));
pointersContract('S3', () => {
  const { bucket } = fresh();
  return { first: createBucketPointers(bucket), again: () => createBucketPointers(bucket) };
});

describe('a bucket', () => {
  it('that is not there is said to be, not taken for an empty one', async () => {
    const blobs = createBucketBlobs(bucketNamed('nobody-made-this'));
    await expect(blobs.put('objects/a', new Uint8Array([1]))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
