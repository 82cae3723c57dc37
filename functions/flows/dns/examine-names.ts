/** Examines a domain whose DNS is elsewhere: which records are missing, and whether the next deployment can attach the name. */
import { type Certificates, chooseCertificate, countFailedFor } from '../../domain/dns/certificate.ts';
import type { Dns } from '../../domain/dns/dns.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import { runCheck } from '../run-check.ts';

export type NamePorts = { dns: Dns; certificates: Pick<Certificates, 'list' | 'proof'> };

export type NameFacts = {
  host: string;
  /** The origin that links in letters lead to now. */
  base: string;
  /** CloudFront's own name of the site; undefined if the stage does not say. */
  distribution: string | undefined;
};

export async function examineNames(ports: NamePorts, facts: NameFacts): Promise<Finding[]> {
  return [
    ...(await runCheck('certificate', async () => [await examineCertificate(ports, facts)])),
    ...(await runCheck('site record', async () => [await examineSite(ports, facts)])),
  ];
}

async function examineCertificate(
  { dns, certificates }: NamePorts,
  { host, base }: NameFacts,
): Promise<Finding> {
  const all = await certificates.list();
  const attached = base === `https://${host}`;
  if (chooseCertificate(host, all, 'ISSUED'))
    return attached
      ? ok('certificate', `${host} has its certificate, and the site shows it.`)
      : info(
          'certificate',
          `The certificate of ${host} is issued, and the site does not show it yet.`,
          'Run `npx cdk deploy`: it attaches both.',
        );
  const pending = chooseCertificate(host, all, 'PENDING_VALIDATION');
  if (!pending) {
    const says = `There is no certificate for ${host}${countFailedFor(host, all) > 0 ? ': ACM gave up waiting for its record' : ''}.`;
    return problem(
      'certificate',
      says,
      'Run `npx cdk deploy`: the deployment asks for one, and prints its record.',
    );
  }
  const proof = await certificates.proof(pending.arn);
  const targets = proof ? await dns.cname(proof.name.toLowerCase()) : [];
  if (proof && targets.some((target) => target === proof.value.toLowerCase()))
    return info(
      'certificate',
      `The record that proves ${host} is in DNS; ACM has not looked yet.`,
      'Wait, half an hour at most; then run `npx cdk deploy`.',
    );
  return problem(
    'certificate',
    `The certificate of ${host} waits for its record.`,
    proof
      ? `Publish ${proof.name} CNAME ${proof.value}; ACM waits for three days.`
      : 'Look again in a minute: ACM has not made the record up yet.',
  );
}

async function examineSite({ dns }: NamePorts, { host, base, distribution }: NameFacts): Promise<Finding> {
  const check = 'site record';
  if (distribution === undefined)
    return info(check, 'The stage does not say where its site is.', 'Deploy again.');
  const targets = await dns.cname(host);
  if (targets.includes(distribution.toLowerCase())) return ok(check, `${host} leads to ${distribution}.`);
  const remedy = `Publish ${host} CNAME ${distribution}.`;
  if (targets.length > 0) return problem(check, `${host} leads to ${targets.join(', ')}.`, remedy);
  // An ALIAS or a proxy shows only IP addresses, and nothing tells whether these are among CloudFront's thousands.
  if (((await dns.a?.(host)) ?? []).length > 0)
    return info(
      check,
      `${host} leads to addresses, as an ALIAS at the top of a domain does; whether they are ${distribution} cannot be seen from here.`,
      `Open https://${host} to see that it leads here${base === `https://${host}` ? '' : ', once it is attached'}.`,
    );
  const says = `${host} has no CNAME and no address.`;
  // Without the attached name no link leads to the host yet, so a missing record is only worth knowing.
  return base === `https://${host}`
    ? problem(check, says, remedy)
    : info(check, says, `${remedy} Before the deployment that attaches the name.`);
}
