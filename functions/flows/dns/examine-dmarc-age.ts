/** `p=none` only watches: how long it has stood is remembered from the first look at it, and after two months somebody hears. */
import type { Dns } from '../../domain/dns/dns.ts';
import { type Finding, info } from '../../domain/finding.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import { findDmarc } from './examine-dmarc.ts';

/** Two months of reports show every sender of a domain, the monthly ones too. */
const WATCHED = 60 * DAY;
const OVER = '';

export async function examineDmarcAge(
  { dns, ledger }: { dns: Dns; ledger: Pick<Ledger, 'getState' | 'setState'> },
  domain: string,
  now: Instant,
): Promise<Finding[]> {
  const key = `dmarc-none/${domain}`;
  const { dmarc } = await findDmarc(dns, domain);
  const since = (await ledger.getState(key)) || undefined;
  if (dmarc?.policy !== 'none') {
    // A policy that comes back to none is watched anew.
    if (since !== undefined) await ledger.setState(key, OVER);
    return [];
  }
  if (since === undefined) await ledger.setState(key, String(now));
  const days = Math.floor((now - Number(since ?? now)) / DAY);
  if (days * DAY < WATCHED) return [];
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
