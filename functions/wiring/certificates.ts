/** ACM, where CloudFront's certificates are. */
import { createCertificates } from '../adapters/aws4fetch/certificates.ts';
import type { Credentials } from '../adapters/aws4fetch/requests.ts';
import type { Certificates } from '../domain/dns/certificate.ts';

/** CloudFront takes certificates of no other region. */
const EDGE = 'us-east-1';

export const openCertificates = (credentials: () => Credentials | Promise<Credentials>): Certificates =>
  createCertificates({
    region: EDGE,
    credentials,
    endpoint: process.env.AWS_ENDPOINT_URL_ACM || process.env.AWS_ENDPOINT_URL || undefined,
  });

/** Of whoever is logged in here. Throws `config` where nobody is. */
export async function openOwnCertificates(): Promise<Certificates> {
  const { openAccount } = await import('../adapters/ses/account.ts');
  return openCertificates((await openAccount()).credentials);
}
