/** Whether an address is never to be mailed again; asked before anything that could bring it back. */
import { keyOf } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

export async function isSuppressed(
  { suppressions, secrets }: Pick<SubscriberPorts, 'suppressions' | 'secrets'>,
  email: string,
): Promise<boolean> {
  const hash = suppressionHash(secrets, keyOf(email));
  return (await suppressions.among([hash])).has(hash);
}
