/** Route 53 as far as one TXT record goes: its XML over HTTP, listing from a name on as the real one does. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `records`: by name with its dot, values as they are written. Whoever opens one closes it. */
export async function fakeZone(records: Record<string, string[]> = {}) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://zone');
    if (!/\/us-east-1\/route53\/aws4_request/.test(request.headers.authorization ?? ''))
      return response
        .writeHead(403)
        .end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
    if (url.pathname !== '/2013-04-01/hostedzone/Z1/rrset') return response.writeHead(404).end();
    if (request.method === 'POST') {
      const body = Buffer.concat(chunks).toString();
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
      ? `<ResourceRecordSet><Name>${name}</Name><Type>TXT</Type><TTL>60</TTL><ResourceRecords>${values.join('')}</ResourceRecords></ResourceRecordSet>`
      : '';
    response
      .writeHead(200)
      .end(
        `<ListResourceRecordSetsResponse><ResourceRecordSets>${set}</ResourceRecordSets></ListResourceRecordSetsResponse>`,
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
