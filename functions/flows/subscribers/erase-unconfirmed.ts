/** Sign-ups that nobody confirmed are erased, and with them what names them in the ledger. */
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { forgetUnconfirmed } from '../ledger/erase-recipient.ts';

const PAGE = 1000;

/**
 * The ledger first: what is cut short finds the rows still there the next time. Whoever confirms in between stays, and may lack the
 * record of a mail.
 */
export async function eraseUnconfirmed(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers'>,
  before: Instant,
): Promise<void> {
  const { subscribers } = ports;
  const stale: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await subscribers.page({ after, limit: PAGE, status: 'pending' });
    stale.push(...page.filter(({ consent }) => consent.at < before).map(({ id }) => id));
    after = page.at(-1)?.id;
  }
  await forgetUnconfirmed(ports, stale);
  await subscribers.erasePending(before);
}
