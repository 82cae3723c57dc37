/** The DMARC policy `p=none` only watches. The ledger keeps since when it stands, and after two months `doctor` advises a stricter one. */
import type { Dns } from '../../domain/dns/dns.ts';
import { type Finding, info } from '../../domain/finding.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import { findDmarc } from './examine-dmarc.ts';

/** Two months of reports show every sender of a domain, also monthly ones. */
const ADVICE_AFTER = 60 * DAY;
const NO_START = '';

export async function examineDmarcAge(
  { dns, ledger }: { dns: Dns; ledger: Pick<Ledger, 'getState' | 'setState'> },
  domain: string,
  now: Instant,
): Promise<Finding[]> {
  const key = `dmarc-none/${domain}`;
  const { dmarc } = await findDmarc(dns, domain);
  const since = (await ledger.getState(key)) || undefined;
  if (dmarc?.policy !== 'none') {
    // If the policy returns to none, the two months begin anew.
    if (since !== undefined) await ledger.setState(key, NO_START);
    return [];
  }
  if (since === undefined) await ledger.setState(key, String(now));
  const days = Math.floor((now - Number(since ?? now)) / DAY);
  if (days * DAY < ADVICE_AFTER) return [];
  return [
    info(
      'DMARC',
      `${dmarc.domain} has published p=none for ${days} days: anybody may still send in its name.`,
      dmarc.reports === undefined
        ? `Nobody gets its reports: name an address, \`hosting: { dmarc: { policy: none, rua: … } }\`, read them for some weeks, then go on to p=quarantine.`
        : `Where the reports show only senders of yours, go on to p=quarantine: \`hosting: { dmarc: { policy: quarantine } }\` and a deployment, or the record at _dmarc.${dmarc.domain} by hand.`,
    ),
  ];
}
