/** DMARC: the policy in DNS, and whether what speaks for a sender's letters aligns with it. */
import { type Dmarc, isAligned, readDmarc } from '../domain/dmarc.ts';
import { type Dns, upwards, within } from '../domain/dns.ts';
import { type Finding, good, note, wrong } from '../domain/finding.ts';

type Spoken = { dkim: string; spf: string | undefined };

/** The tree walk of RFC 9989 §4.10, from the sender upwards. */
export async function findDmarc(
  dns: Dns,
  from: string,
): Promise<{ dmarc: Dmarc | undefined; several: string | undefined }> {
  for (const domain of upwards(from)) {
    const records = (await dns.txt(`_dmarc.${domain}`)).filter((text) => text.startsWith('v=DMARC1'));
    const dmarc = readDmarc(domain, from, records);
    if (dmarc || records.length > 1) return { dmarc, several: dmarc ? undefined : domain };
  }
  return { dmarc: undefined, several: undefined };
}

/** `spoken`: the domains that sign, and that take bounces. */
export async function examineDmarc(dns: Dns, from: string, spoken: Spoken): Promise<Finding[]> {
  const { dmarc, several } = await findDmarc(dns, from);
  if (several !== undefined)
    return [
      wrong('DMARC', `_dmarc.${several} has several DMARC records, which count as none.`, 'Leave one.'),
    ];
  if (!dmarc)
    return [
      wrong(
        'DMARC',
        `${from} has no DMARC record: Gmail, Yahoo and Microsoft refuse bulk mail without.`,
        `Publish TXT "v=DMARC1; p=none" at _dmarc.${from}.`,
      ),
    ];
  const { removed } = dmarc;
  const old = removed.length
    ? [note('DMARC', `The record says ${removed.join(', ')}, which RFC 9989 no longer has.`, 'Take it out.')]
    : [];
  return [alignment(from, dmarc, spoken), ...old];
}

function alignment(from: string, dmarc: Dmarc, spoken: Spoken): Finding {
  const { strict } = dmarc;
  const speaks = (name: string, isStrict: boolean) =>
    isAligned(from, name, { strict: isStrict, organisation: organisationOf(dmarc, spoken) });
  const ways = [
    ...(speaks(spoken.dkim, strict.dkim) ? ['DKIM'] : []),
    ...(spoken.spf !== undefined && speaks(spoken.spf, strict.spf) ? ['SPF'] : []),
  ];
  const align = ways.length > 1 ? 'align' : 'aligns';
  return ways.length === 0
    ? wrong(
        'DMARC',
        `Neither DKIM (${spoken.dkim}) nor SPF aligns with ${from}: the record is strict.`,
        `Take adkim=s out, or verify ${from} itself.`,
      )
    : good(
        'DMARC',
        `${dmarc.domain} publishes p=${dmarc.policy}; ${ways.join(' and ')} ${align} with ${from}.`,
      );
}

/** The record's domain is the organisation's, unless it lies below what the account owns. */
const organisationOf = (dmarc: Dmarc, { dkim }: Spoken): string =>
  within(dmarc.domain, dkim) ? dkim : dmarc.domain;

/** Where somebody else's mail server signs: that there is a record at all. */
export async function examineDmarcAlone(dns: Dns, from: string): Promise<Finding[]> {
  const { dmarc } = await findDmarc(dns, from);
  return [
    dmarc
      ? good('DMARC', `${dmarc.domain} publishes p=${dmarc.policy}.`)
      : wrong(
          'DMARC',
          `${from} has no DMARC record, or several: Gmail, Yahoo and Microsoft refuse bulk mail without.`,
          `Publish TXT "v=DMARC1; p=none" at _dmarc.${from}; SPF and DKIM are your mail service’s to tell.`,
        ),
  ];
}
