/** Opens ACM (certificates) in the region of CloudFront. */
import { createCertificates } from '../adapters/aws4fetch/certificates.ts';
import type { Credentials } from '../adapters/aws4fetch/requests.ts';
import type { Certificates } from '../domain/dns/certificate.ts';

/** CloudFront accepts certificates of this region only. */
const EDGE_REGION = 'us-east-1';

export const openCertificates = (credentials: () => Credentials | Promise<Credentials>): Certificates =>
  createCertificates({
    region: EDGE_REGION,
    credentials,
    endpoint: process.env.AWS_ENDPOINT_URL_ACM || process.env.AWS_ENDPOINT_URL || undefined,
  });

/** Opens ACM with the credentials of this machine. Throws `config` if there are none. */
export async function openOwnCertificates(): Promise<Certificates> {
  const { openAccount } = await import('../adapters/ses/account.ts');
  return openCertificates((await openAccount()).credentials);
}
