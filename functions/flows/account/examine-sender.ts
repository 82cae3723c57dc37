/** Examines the sender: whether SES may send from its address, and whether the address passes DKIM, SPF and DMARC. */
import type { SendingAccount, SesIdentity } from '../../domain/account/aws-account.ts';
import { type Dns, domainOf, listDomainsUpwards } from '../../domain/dns/dns.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { examineDmarc } from '../dns/examine-dmarc.ts';
import { runCheck } from '../run-check.ts';

export type SenderPorts = { account: Pick<SendingAccount, 'region' | 'identity'>; dns: Dns };
type OwnedIdentity = { domain: string; identity: SesIdentity };

/** Examines each domain that letters come from: the publication's, and those of newsletters with a sender of their own. */
export async function examineSenders(
  ports: SenderPorts,
  { from, newsletters }: Pick<Publication, 'from' | 'newsletters'>,
): Promise<Finding[]> {
  const living = newsletters.filter(({ retired }) => !retired).map((newsletter) => newsletter.from);
  const emails = new Set([from, ...living].map(({ email }) => email));
  const found: Finding[] = [];
  for (const domain of new Set([...emails].map(domainOf))) {
    const ofIt = [...emails].filter((email) => domainOf(email) === domain);
    found.push(...(await runCheck('identity', () => examineSender(ports, domain, ofIt))));
  }
  return found;
}

/** `emails`: addresses that SES must know one by one if the domain is no identity. */
async function examineSender(
  ports: SenderPorts,
  from: string,
  emails: readonly string[],
): Promise<Finding[]> {
  const owned = await findOwner(ports, from);
  if (!owned) return Promise.all(emails.map((email) => examineAddress(ports, from, email)));
  const { domain, identity } = owned;
  if (!identity.verified) {
    const says = `SES has not verified ${domain} yet (DKIM: ${identity.dkim.status}).`;
    return [
      problem('identity', says, describeDkimRecords(domain, identity)),
      ...(await examineProofs(ports, from, owned)),
    ];
  }
  return [ok('identity', `SES has verified ${domain}.`), ...(await examineProofs(ports, from, owned))];
}

/** The identity of the domain or of one above it: SES lets a domain's identity send for every name below it. */
async function findOwner({ account }: SenderPorts, from: string): Promise<OwnedIdentity | undefined> {
  for (const domain of listDomainsUpwards(from)) {
    const identity = await account.identity(domain);
    if (identity) return { domain, identity };
  }
  return undefined;
}

async function examineAddress({ account }: SenderPorts, from: string, email: string): Promise<Finding> {
  const identity = await account.identity(email);
  const domain = `Verify ${from}: with a hosted zone, \`hosting.zone\` and a deployment do it; else the SES console.`;
  if (!identity) return problem('identity', `SES knows neither ${from} nor ${email}.`, domain);
  if (!identity.verified)
    return problem(
      'identity',
      `SES waits for a click in its mail to ${email}.`,
      'Click; the mail comes anew from the SES console.',
    );
  return problem(
    'identity',
    `SES has verified ${email}, but not ${from}: DMARC cannot align, and bulk mail is refused.`,
    domain,
  );
}

const describeDkimRecords = (domain: string, { dkim }: SesIdentity): string =>
  `Publish ${dkim.tokens.map((token) => `${token}._domainkey.${domain}`).join(', ') || 'its DKIM records'} as CNAMEs, then wait: SES looks for three days.`;

async function examineProofs(ports: SenderPorts, from: string, owned: OwnedIdentity): Promise<Finding[]> {
  const [dkim, spf, dmarc] = await Promise.all([
    runCheck('DKIM', async () => [await examineDkim(ports, owned)]),
    runCheck('MAIL FROM', async () => [await examineMailFrom(ports, owned)]),
    runCheck('DMARC', () => examineDmarc(ports.dns, from, alignmentDomainsOf(owned))),
  ]);
  return [...dkim, ...spf, ...dmarc];
}

/** SES's zones of DKIM keys: dkim.amazonses.com, and another one for each newer region. */
const SES_DKIM_HOST = /\.dkim(\.[a-z0-9-]+)?\.amazonses\.com$/;

async function examineDkim({ dns }: SenderPorts, { domain, identity }: OwnedIdentity): Promise<Finding> {
  const { tokens, status, signing } = identity.dkim;
  if (!signing)
    return problem(
      'DKIM',
      `SES does not sign for ${domain}.`,
      'Turn on Easy DKIM for it in the SES console.',
    );
  const lost: string[] = [];
  for (const token of tokens) {
    const name = `${token}._domainkey.${domain}`;
    const targets = await dns.cname(name);
    // A key that was brought to SES (BYODKIM) is a TXT record at its selector.
    const own = targets.length === 0 && (await dns.txt(name)).some((text) => /(^|;)\s*p=/.test(text));
    if (!own && !targets.some((target) => SES_DKIM_HOST.test(target))) lost.push(name);
  }
  if (lost.length > 0)
    return problem(
      'DKIM',
      `DNS lacks ${lost.join(', ')}.`,
      'Publish the records that the SES console shows for the domain.',
    );
  if (status !== 'SUCCESS')
    return problem(
      'DKIM',
      `SES says ${status} of the DKIM records of ${domain}, which are there.`,
      'Wait: SES looks again by itself, within an hour.',
    );
  return ok('DKIM', `${domain} is signed for, and its ${tokens.length} records are in DNS.`);
}

async function examineMailFrom(
  { dns, account }: SenderPorts,
  { domain, identity }: OwnedIdentity,
): Promise<Finding> {
  const { mailFrom } = identity;
  if (!mailFrom)
    return info(
      'MAIL FROM',
      `Bounces of ${domain} go to amazonses.com: SPF passes, but does not align.`,
      'DKIM alone aligns; for both, set a MAIL FROM domain.',
    );
  const [exchanges, texts] = [await dns.mx(mailFrom.domain), await dns.txt(mailFrom.domain)];
  // https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
  const exchange = `feedback-smtp.${account.region}.amazonses.com`;
  const lacks = [
    ...(exchanges.includes(exchange) ? [] : [`MX 10 ${exchange}`]),
    ...(texts.some((text) => /^v=spf1\b.*\binclude:amazonses\.com\b/.test(text))
      ? []
      : ['TXT "v=spf1 include:amazonses.com ~all"']),
  ];
  if (lacks.length > 0)
    return problem(
      'MAIL FROM',
      `${mailFrom.domain} lacks ${lacks.join(' and ')}.`,
      'Publish it; meanwhile SES uses a domain of its own, and SPF does not align.',
    );
  if (mailFrom.status !== 'SUCCESS')
    return problem(
      'MAIL FROM',
      `SES says ${mailFrom.status} of ${mailFrom.domain}, whose records are there.`,
      'Wait: SES looks again by itself.',
    );
  return ok('MAIL FROM', `Bounces go to ${mailFrom.domain}, which says by SPF that SES may send.`);
}

const alignmentDomainsOf = ({ domain, identity }: OwnedIdentity) => ({
  dkim: domain,
  spf: identity.mailFrom?.domain,
});
