/** Checks DMARC alignment: letters from a domain that the account does not own are not sent, because mailbox providers refuse them. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { domainOf } from '../../domain/dns/dns.ts';
import { isLargeProvider } from '../../domain/subscribers/large-providers.ts';

const VERIFY =
  'Send from a domain of yours: write `from` at it, and deploy with `hosting.zone` or `hosting: { dns: elsewhere }`, or verify the domain by hand in the SES console (docs/domain.md). `send --test` works.';

/** Returns a sentence with its remedy; undefined if the sender is fine or cannot be checked. Only SES can be asked. */
export async function refuseForeignSender(
  mailer: Pick<Mailer, 'name' | 'owns'>,
  from: string,
): Promise<string | undefined> {
  if (mailer.name !== 'ses') return undefined;
  const domain = domainOf(from);
  // No customer can verify a mailbox provider's domain, so SES need not be asked.
  if (isLargeProvider(domain))
    return `Letters come from ${domain}, a mailbox provider’s domain: DMARC cannot align, and readers’ mailboxes refuse them. ${VERIFY}`;
  if ((await mailer.owns?.(domain)) !== false) return undefined;
  return `Letters come from ${domain}, which SES has not verified as a domain of this account: DMARC cannot align, and readers’ mailboxes refuse them. ${VERIFY}`;
}
