import { memoryBlobs } from '../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../support/fakes/memory-pointers.ts';
import { blobsContract } from './blobs.ts';
import { pointersContract } from './pointers.ts';

// What other tests stand on keeps the contracts too.
blobsContract('memory', memoryBlobs);
pointersContract('memory', () => {
  const pointers = memoryPointers();
  return { first: pointers, again: () => pointers };
});
