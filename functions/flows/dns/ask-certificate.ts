/** Requests a certificate (ACM) for a host whose DNS is elsewhere, and returns its DNS record without waiting for the validation. */
import { type Certificates, chooseCertificate, type ProofRecord } from '../../domain/dns/certificate.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { SECOND } from '../../domain/time/instant.ts';

export type AskedCertificate = { arn: string; proof: ProofRecord };

const MAX_ATTEMPTS = 20;

/** Takes a certificate that is issued or pending already. The same `token` within an hour requests only one. Throws `unavailable`. */
export async function askCertificate(
  certificates: Certificates,
  { host, token }: { host: string; token: string },
  sleep: (milliseconds: number) => Promise<unknown>,
): Promise<AskedCertificate> {
  const all = await certificates.list();
  const before = chooseCertificate(host, all, 'ISSUED') ?? chooseCertificate(host, all, 'PENDING_VALIDATION');
  const arn = before?.arn ?? (await certificates.request(host, token));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const proof = await certificates.proof(arn);
    if (proof) return { arn, proof };
    await sleep(3 * SECOND);
  }
  throw new BroadsheetError('unavailable', `ACM has not said which record proves ${host}.`, {
    remedy: 'Deploy again in a few minutes: the certificate is there, and is not asked for twice.',
  });
}
