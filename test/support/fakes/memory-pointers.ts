/** A pointer in memory that keeps the contract of pointers. */
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { Pointers } from '../../../functions/domain/release/release.ts';

export function memoryPointers(): Pointers {
  let current: string | undefined;
  return {
    read: async () => (current === undefined ? undefined : JSON.parse(current)),
    replace: async (next, expected) => {
      if (current !== (expected && JSON.stringify(expected)))
        throw new BroadsheetError('conflict', 'Flipped.');
      current = JSON.stringify(next);
    },
    withSharedLock: (work) => work(),
  };
}
