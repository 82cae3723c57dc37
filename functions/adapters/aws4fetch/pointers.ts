/** The pointer in a bucket: `state/current.json`, replaced on condition of the ETag that was read. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Pointer, Pointers } from '../../domain/release/release.ts';
import { type Bucket, refusedBy } from './bucket.ts';

const KEY = 'state/current.json';

export function createBucketPointers(bucket: Bucket): Pointers {
  const read = () => readWithTag(bucket);
  return {
    read: async () => (await read())?.pointer,
    // Nothing is ever swept from a bucket.
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
      // A try whose answer was lost has done it, perhaps: then what is there now is ours.
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
