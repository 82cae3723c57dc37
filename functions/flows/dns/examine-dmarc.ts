/** Examines DMARC: the policy in DNS, and whether the domains of DKIM and SPF align with a sender's address. */
import { type Dmarc, isAligned, isDmarc, isMeantAsDmarc, readDmarc } from '../../domain/dns/dmarc.ts';
import { type Dns, isWithin, listDomainsUpwards } from '../../domain/dns/dns.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import { examineDmarcReports } from './examine-dmarc-reports.ts';

type AlignmentDomains = { dkim: string; spf: string | undefined };

type FoundDmarc = { dmarc: Dmarc | undefined; several: string | undefined };

/**
 * Finds the policy by RFC 9989 §4.10: that of the sender's own domain, else that of its organisation, the highest domain with a record.
 * Domains between these two do not count.
 */
export async function findDmarc(dns: Dns, from: string): Promise<FoundDmarc> {
  const own = await readAt(dns, from, from);
  return own.dmarc || own.several ? own : findDmarcAbove(dns, from);
}

/** Finds the policy that applies to a domain without a record of its own. */
export async function findDmarcAbove(dns: Dns, from: string): Promise<FoundDmarc> {
  let found: FoundDmarc = { dmarc: undefined, several: undefined };
  for (const domain of listDomainsUpwards(from).slice(1)) {
    const here = await readAt(dns, domain, from);
    // The record of an ending such as co.uk counts only if no domain below it has one.
    const isEnding = here.dmarc?.psd === 'y' && found.dmarc !== undefined;
    if (here.dmarc ? !isEnding : here.several !== undefined && !found.dmarc) found = here;
    if (here.dmarc?.psd === 'n') break;
  }
  return found;
}

async function readAt(dns: Dns, domain: string, from: string): Promise<FoundDmarc> {
  const records = (await dns.txt(`_dmarc.${domain}`)).filter(isDmarc);
  return {
    dmarc: readDmarc(domain, from, records),
    several: records.length > 1 ? domain : undefined,
  };
}

/** `spoken`: the domains that sign (DKIM) and that take bounces (SPF). */
export async function examineDmarc(dns: Dns, from: string, spoken: AlignmentDomains): Promise<Finding[]> {
  const { dmarc, several } = await findDmarc(dns, from);
  if (several !== undefined)
    return [
      problem('DMARC', `_dmarc.${several} has several DMARC records, which count as none.`, 'Leave one.'),
    ];
  if (!dmarc)
    return (
      (await examineMisspelling(dns, from)) ?? [
        problem(
          'DMARC',
          `${from} has no DMARC record: Gmail, Yahoo and Microsoft refuse bulk mail without.`,
          `Publish TXT "v=DMARC1; p=none" at _dmarc.${from}.`,
        ),
      ]
    );
  const { removed } = dmarc;
  const old = removed.length
    ? [info('DMARC', `The record says ${removed.join(', ')}, which RFC 9989 no longer has.`, 'Take it out.')]
    : [];
  return [examineAlignment(from, dmarc, spoken), ...old, ...(await examineDmarcReports(dns, dmarc))];
}

/** A finding of its own for a misspelt record, because a second record beside it would make things worse. */
async function examineMisspelling(dns: Dns, from: string): Promise<Finding[] | undefined> {
  const text = (await dns.txt(`_dmarc.${from}`)).find(isMeantAsDmarc);
  return text === undefined
    ? undefined
    : [
        problem(
          'DMARC',
          `_dmarc.${from} says \`${text}\`, which no server reads as a DMARC record.`,
          'Begin it with `v=DMARC1; p=none`, without quotation marks of its own.',
        ),
      ];
}

function examineAlignment(from: string, dmarc: Dmarc, spoken: AlignmentDomains): Finding {
  const { strict } = dmarc;
  const speaks = (name: string, isStrict: boolean) =>
    isAligned(from, name, { strict: isStrict, organisation: organisationOf(dmarc, spoken) });
  const ways = [
    ...(speaks(spoken.dkim, strict.dkim) ? ['DKIM'] : []),
    ...(spoken.spf !== undefined && speaks(spoken.spf, strict.spf) ? ['SPF'] : []),
  ];
  const align = ways.length > 1 ? 'align' : 'aligns';
  return ways.length === 0
    ? problem(
        'DMARC',
        `Neither DKIM (${spoken.dkim}) nor SPF aligns with ${from}: the record is strict.`,
        `Take adkim=s out, or verify ${from} itself.`,
      )
    : ok(
        'DMARC',
        `${dmarc.domain} publishes p=${dmarc.policy}; ${ways.join(' and ')} ${align} with ${from}.`,
      );
}

/** The record's domain is the organisation's, unless it lies below what the account owns. */
const organisationOf = (dmarc: Dmarc, { dkim }: AlignmentDomains): string =>
  isWithin(dmarc.domain, dkim) ? dkim : dmarc.domain;

/** Examines only whether there is a record, for mail that another server signs. */
export async function examineDmarcAlone(dns: Dns, from: string): Promise<Finding[]> {
  const { dmarc } = await findDmarc(dns, from);
  if (dmarc)
    return [
      ok('DMARC', `${dmarc.domain} publishes p=${dmarc.policy}.`),
      ...(await examineDmarcReports(dns, dmarc)),
    ];
  return (
    (await examineMisspelling(dns, from)) ?? [
      problem(
        'DMARC',
        `${from} has no DMARC record, or several: Gmail, Yahoo and Microsoft refuse bulk mail without.`,
        `Publish TXT "v=DMARC1; p=none" at _dmarc.${from}; SPF and DKIM are your mail service’s to tell.`,
      ),
    ]
  );
}
