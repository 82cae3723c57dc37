/** Examines the report addresses of a DMARC record: an address in a foreign domain needs that domain's consent (RFC 9990 §4). */
import { type Dmarc, isDmarc } from '../../domain/dns/dmarc.ts';
import { type Dns, domainOf } from '../../domain/dns/dns.ts';
import { registrableDomainOf } from '../../domain/dns/registrable-domain.ts';
import { type Finding, info } from '../../domain/finding.ts';
import { runCheck } from '../run-check.ts';

const CHECK_NAME = 'DMARC reports';

export async function examineDmarcReports(
  dns: Dns,
  { domain, reports = [] }: Pick<Dmarc, 'domain' | 'reports'>,
): Promise<Finding[]> {
  const found = await Promise.all(
    reports.map((uri) => runCheck(CHECK_NAME, async () => (await examineTarget(dns, domain, uri)) ?? [])),
  );
  return found.flat();
}

/** undefined if reports can arrive at the address, as far as DNS tells. */
async function examineTarget(dns: Dns, domain: string, uri: string): Promise<Finding[] | undefined> {
  // An exclamation mark precedes the maximum size of a report.
  const address = /^mailto:([^\s@]+@[^\s@!]+)(![0-9]+[kmgt]?)?$/.exec(uri)?.[1];
  if (address === undefined)
    return [
      info(
        CHECK_NAME,
        `\`rua=${uri}\` at _dmarc.${domain} is no address: no report comes.`,
        'Write `rua=mailto:…`.',
      ),
    ];
  const other = domainOf(address);
  if (registrableDomainOf(other) === registrableDomainOf(domain)) return undefined;
  const name = `${domain}._report._dmarc.${other}`;
  if ((await dns.txt(name)).some(isDmarc)) return undefined;
  return [
    info(
      CHECK_NAME,
      `Reports on ${domain} are to go to ${other}, which does not say that it takes them: none comes.`,
      `Publish TXT "v=DMARC1" at ${name}, or write a \`rua\` at a domain of your own.`,
    ),
  ];
}
