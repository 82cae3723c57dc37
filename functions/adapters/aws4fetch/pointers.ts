/** The pointer in a bucket: `state/current.json`, replaced if its ETag is still the one that was read (compare and set). */
import { BroadsheetError } from '../../domain/error.ts';
import type { Pointer, Pointers } from '../../domain/release/release.ts';
import { type Bucket, refusedBy } from './bucket.ts';

const KEY = 'state/current.json';

export function createBucketPointers(bucket: Bucket): Pointers {
  const read = () => readWithTag(bucket);
  return {
    read: async () => (await read())?.pointer,
    // A bucket is never swept, so there is no lock to hold.
    hold: (work) => work(),
    async flip(next, expected) {
      const found = await read();
      if (!same(found?.pointer, expected)) throw conflict();
      const response = await bucket.ask({
        method: 'PUT',
        key: KEY,
        headers: {
          ...(found ? { 'If-Match': found.tag } : { 'If-None-Match': '*' }),
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
        },
        body: JSON.stringify(next),
      });
      await response.body?.cancel();
      if (response.ok) return;
      if (![404, 409, 412].includes(response.status)) throw refusedBy(response);
      // An attempt whose answer was lost may have written the pointer: then the stored one equals `next`.
      if (!same((await read())?.pointer, next)) throw conflict();
    },
  };
}

async function readWithTag(bucket: Bucket): Promise<{ pointer: Pointer; tag: string } | undefined> {
  const response = await bucket.ask({ method: 'GET', key: KEY });
  if (response.ok)
    return { pointer: (await response.json()) as Pointer, tag: response.headers.get('etag') ?? '' };
  await response.body?.cancel();
  if (response.status === 404) return undefined;
  throw refusedBy(response);
}

const same = (a: Pointer | undefined, b: Pointer | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const conflict = () =>
  new BroadsheetError('conflict', 'Somebody else published or withdrew meanwhile.', {
    remedy: 'Look at what is live now, then do it again.',
  });
