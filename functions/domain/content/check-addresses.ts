/** What is left of a sample: addresses that nobody can have, in a publication that has a sender of its own. */
import { isSample, reservedIn, saysReserved } from '../publication/reserved-addresses.ts';
import type { Fault, WholeContent } from './whole-content.ts';

/** While the sender itself is reserved the tree is a sample: `check` lets it be, and a deployment refuses it. */
export function checkAddresses(
  { publication, publicationAt: { file, lines } }: WholeContent,
  fault: Fault,
): void {
  if (isSample(publication)) return;
  for (const address of reservedIn(publication))
    fault(file, lines[address.key] ?? 1, saysReserved(address), 'Write an address of yours, or remove it.');
}
