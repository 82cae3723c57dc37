/** Custom resource that requests the certificate of a stage whose DNS is elsewhere. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { askCertificate } from '../../flows/dns/ask-certificate.ts';
import { openCertificates } from '../certificates.ts';
import { lambdaCredentials } from './credentials.ts';
import type { DeploymentAnswer } from './custom-resource.ts';

/** `Attempt` counts up when ACM has given up on the request before. */
export async function askStageCertificate({
  Host = '',
  Attempt = '',
}: Readonly<Record<string, string>>): Promise<DeploymentAnswer> {
  const token = createHash('sha256').update(`${Host} ${Attempt}`).digest('hex').slice(0, 32);
  const certificates = openCertificates(lambdaCredentials);
  const { arn, proof } = await askCertificate(certificates, { host: Host, token }, (ms) => setTimeout(ms));
  return { id: arn, data: { RecordName: proof.name, RecordValue: proof.value }, secret: false };
}
