/** Takes an address off the provider's own suppression list, in every spelling. Returns the commands to type if that fails. */
import {
  formatRemovalCommand,
  type ProviderSuppressions,
} from '../../domain/account/provider-suppressions.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';

/** `left`: the address may still be on the provider's list. */
export type ProviderRelease =
  | { state: 'removed' }
  | { state: 'absent' }
  | { state: 'left'; why: string; commands: readonly string[] };

/**
 * `typed` is the operator's spelling, `stored` the subscriber's: mail went to the latter, and SES lists addresses as it mailed them.
 * `open` may fail without a login. Throws `invalid` alone: a failure at the provider does not undo the lift on our own list.
 */
export async function releaseAtProvider(
  open: () => Promise<ProviderSuppressions>,
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
    const commands = left.map((spelling) => formatRemovalCommand(spelling, region));
    return { state: 'left', why: error.message, commands };
  }
}
