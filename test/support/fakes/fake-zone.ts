/** A fake Route 53 for one TXT record: its XML over HTTP, with lists from a name on as the real one has. */
import { createServer } from 'node:http';
import { bodyOf, listenOnLoopback } from '../hosts/loopback.ts';

/** `records`: by name with its dot, values as they are written; `kinds`: what is no plain TXT record. The test that opens one closes it. */
export async function fakeZone(records: Record<string, string[]> = {}, kinds: Record<string, string> = {}) {
  const server = createServer(async (request, response) => {
    const sent = await bodyOf(request);
    const url = new URL(request.url ?? '/', 'http://zone');
    if (!/\/us-east-1\/route53\/aws4_request/.test(request.headers.authorization ?? ''))
      return response
        .writeHead(403)
        .end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
    if (url.pathname !== '/2013-04-01/hostedzone/Z1/rrset') return response.writeHead(404).end();
    if (request.method === 'POST') {
      const body = sent;
      const name = /<Name>([^<]+)/.exec(body)![1]!;
      records[name] = [...body.matchAll(/<Value>([^<]*)<\/Value>/g)].map(([, value]) => value!);
      return response.writeHead(200).end('<ChangeResourceRecordSetsResponse/>');
    }
    const from = url.searchParams.get('name')!;
    const [name] = Object.keys(records)
      .filter((one) => one >= from)
      .sort();
    const values = (records[name!] ?? []).map(
      (value) => `<ResourceRecord><Value>${value}</Value></ResourceRecord>`,
    );
    const set = name
      ? `<ResourceRecordSet><Name>${name}</Name>${kinds[name] ?? '<Type>TXT</Type>'}<TTL>60</TTL><ResourceRecords>${values.join('')}</ResourceRecords></ResourceRecordSet>`
      : '';
    response
      .writeHead(200)
      .end(
        `<ListResourceRecordSetsResponse><ResourceRecordSets>${set}</ResourceRecordSets></ListResourceRecordSetsResponse>`,
      );
  });
  return { ...(await listenOnLoopback(server)), records, kinds };
}
