/** A fake ACM: JSON 1.1 over HTTP, two certificates a page; the validation record appears at the second request. */
import { createServer, type ServerResponse } from 'node:http';
import { bodyOf, listenOnLoopback } from '../hosts/loopback.ts';

export type FakeCertificate = {
  DomainName: string;
  Status: string;
  InUse?: boolean;
  SubjectAlternativeNameSummaries?: string[];
};

export type FakeAcm = Awaited<ReturnType<typeof fakeAcm>>;

export const arnOf = (n: number): string => `arn:aws:acm:us-east-1:123456789012:certificate/c-${n}`;

/** The test that opens one closes it. `denied`: these credentials may not ask. */
export async function fakeAcm(certificates: FakeCertificate[] = [], { denied = false } = {}) {
  const state = { certificates, denied };
  const tokens = new Map<string, string>();
  const looks = new Map<string, number>();
  const request = ({ DomainName, IdempotencyToken }: Record<string, string>) => {
    const before = tokens.get(IdempotencyToken!);
    if (before) return { CertificateArn: before };
    state.certificates.push({ DomainName: DomainName!, Status: 'PENDING_VALIDATION' });
    const arn = arnOf(state.certificates.length - 1);
    tokens.set(IdempotencyToken!, arn);
    return { CertificateArn: arn };
  };
  const describe = ({ CertificateArn = '' }: Record<string, string>) => {
    const seen = (looks.get(CertificateArn) ?? 0) + 1;
    looks.set(CertificateArn, seen);
    const found = state.certificates[Number(CertificateArn.split('-').at(-1))]!;
    const ResourceRecord = {
      Name: `_proof.${found.DomainName}.`,
      Type: 'CNAME',
      Value: '_x.acm-validations.aws.',
    };
    return { Certificate: { DomainValidationOptions: [seen > 1 ? { ResourceRecord } : {}] } };
  };
  const list = ({ NextToken = '0', Includes }: { NextToken?: string; Includes?: object }) => {
    if (!Includes) throw new Error('EC certificates would be left out');
    const from = Number(NextToken);
    const page = state.certificates.map((one, n) => ({ CertificateArn: arnOf(n), ...one }));
    const next = from + 2 < page.length ? { NextToken: String(from + 2) } : {};
    return { CertificateSummaryList: page.slice(from, from + 2), ...next };
  };
  const server = createServer(async (asked, response) => {
    const sent = await bodyOf(asked);
    const input = JSON.parse(sent || '{}') as Record<string, string>;
    const signed = /\/us-east-1\/acm\/aws4_request/.test(asked.headers.authorization ?? '');
    if (!signed || state.denied) return answer(response, 400, { __type: 'AccessDeniedException' });
    const action = String(asked.headers['x-amz-target']).split('.')[1];
    const does = { ListCertificates: list, DescribeCertificate: describe, RequestCertificate: request };
    answer(response, 200, does[action as keyof typeof does](input as never));
  });
  return { ...(await listenOnLoopback(server)), state };
}

const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
