/** ACM certificates of an account in one region, by small signed requests. */
import type { Certificate, Certificates, ProofRecord } from '../../domain/dns/certificate.ts';
import { callJson, type RequestSettings, signedRequests } from './requests.ts';

export type CertificateSettings = RequestSettings & { endpoint?: string | undefined };

/** All key types: by default ListCertificates returns only RSA of 1024 and 2048 bits. */
const KEY_TYPES = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
];

type Summary = {
  CertificateArn?: string;
  DomainName?: string;
  SubjectAlternativeNameSummaries?: string[];
  Status?: string;
  InUse?: boolean;
};

export function createCertificates({ endpoint, ...settings }: CertificateSettings): Certificates {
  const requests = signedRequests('acm', settings);
  const url = endpoint ?? `https://acm.${settings.region}.amazonaws.com/`;
  const call = (action: string, input: object) =>
    callJson(requests, { url, target: `CertificateManager.${action}`, version: '1.1' }, input);
  return {
    async list() {
      const found: Certificate[] = [];
      let next: string | undefined;
      do {
        const page = (await call('ListCertificates', {
          Includes: { keyTypes: KEY_TYPES },
          MaxItems: 100,
          ...(next === undefined ? {} : { NextToken: next }),
        })) as { CertificateSummaryList?: Summary[]; NextToken?: string };
        found.push(...(page.CertificateSummaryList ?? []).map(readSummary));
        next = page.NextToken;
      } while (next !== undefined);
      return found;
    },
    async proof(CertificateArn) {
      const { Certificate: about } = (await call('DescribeCertificate', { CertificateArn })) as {
        Certificate?: {
          DomainValidationOptions?: { ResourceRecord?: { Name?: string; Value?: string } }[];
        };
      };
      return readProof(about?.DomainValidationOptions?.[0]?.ResourceRecord);
    },
    async request(DomainName, IdempotencyToken) {
      const about = { DomainName, IdempotencyToken, ValidationMethod: 'DNS' };
      const answer = (await call('RequestCertificate', about)) as { CertificateArn?: string };
      return answer.CertificateArn ?? '';
    },
  };
}

const readSummary = (one: Summary): Certificate => ({
  arn: one.CertificateArn ?? '',
  names: [
    ...new Set(
      [one.DomainName ?? '', ...(one.SubjectAlternativeNameSummaries ?? [])].map((name) =>
        name.toLowerCase(),
      ),
    ),
  ],
  status: one.Status ?? '',
  used: one.InUse === true,
});

const readProof = (record: { Name?: string; Value?: string } | undefined): ProofRecord | undefined =>
  record?.Name && record.Value
    ? { name: record.Name.replace(/\.$/, ''), value: record.Value.replace(/\.$/, '') }
    : undefined;
