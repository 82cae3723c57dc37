/** Bulk mail from a domain that the account does not own is refused: DMARC cannot align, and mailbox providers refuse such mail. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { domainOf } from '../../domain/dns/dns.ts';
import { isLargeProvider } from '../../domain/subscribers/large-providers.ts';

const VERIFY =
  'Send from a domain of yours: write `from` at it, and deploy with `hosting.zone` or `hosting: { dns: elsewhere }`, or verify the domain by hand in the SES console (docs/domain.md). `send --test` works.';

/** A sentence with its remedy; undefined: nothing is in the way, or nobody could say. Only a mailer of SES is asked. */
export async function refuseForeignSender(
  mailer: Pick<Mailer, 'name' | 'owns'>,
  from: string,
): Promise<string | undefined> {
  if (mailer.name !== 'ses') return undefined;
  const domain = domainOf(from);
  // Nobody can verify a mailbox provider's domain: SES need not be asked.
  if (isLargeProvider(domain))
    return `Letters come from ${domain}, a mailbox provider’s domain: DMARC cannot align, and readers’ mailboxes refuse them. ${VERIFY}`;
  if ((await mailer.owns?.(domain)) !== false) return undefined;
  return `Letters come from ${domain}, which SES has not verified as a domain of this account: DMARC cannot align, and readers’ mailboxes refuse them. ${VERIFY}`;
}
