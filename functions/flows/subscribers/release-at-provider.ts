/** An address taken off the carrier's own suppression list, however it was written there; or what to type where that fails. */
import { type CarrierList, removalCommand } from '../../domain/account/provider-suppressions.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';

/** `left`: it may still be on it. */
export type ProviderRelease =
  | { state: 'removed' }
  | { state: 'absent' }
  | { state: 'left'; why: string; commands: readonly string[] };

/**
 * `typed` by the operator, `stored` with the subscriber: mail went to that one, and SES keeps what it sent to. `open` may fail
 * where nobody is logged in. Throws `invalid`, and nothing else: what was done here stays done.
 */
export async function releaseAtCarrier(
  open: () => Promise<CarrierList>,
  { typed, stored, region }: { typed: string; stored: string | undefined; region: string | undefined },
): Promise<ProviderRelease> {
  const { email, key } = parseAddress(typed);
  const spellings = [...new Set([stored ?? email, email, key])];
  let removed = false;
  let left = spellings;
  try {
    const list = await open();
    for (const spelling of spellings) {
      removed = (await list.remove(spelling)) || removed;
      left = left.slice(1);
    }
    return { state: removed ? 'removed' : 'absent' };
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    const commands = left.map((spelling) => removalCommand(spelling, region));
    return { state: 'left', why: error.message, commands };
  }
}
