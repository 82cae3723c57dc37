/** A proxy before a DynamoDB engine that fails as the real service does: throttles, leaves keys unprocessed, loses answers. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `lose`: the call is carried out, and its answer lost. `unprocessed`: half the keys of a BatchGetItem; `unread`: all of them. */
export type Fault = 'pass' | 'throttle' | 'unprocessed' | 'unread' | 'lose';
/** `attempt`: the SDK's attempt, from 1; `n`: the number of the call, from 1. */
export type Call = { operation: string; attempt: number; n: number };

export type FaultyProxy = AsyncDisposable & {
  url: string;
  decide: (call: Call) => Fault;
  /** The number of times that each fault was made. */
  made: Record<Fault, number>;
};

const WRITES = /^(PutItem|UpdateItem|DeleteItem)$/;

/** Throttles a fifth of all calls, and one call three times at most, so that bad luck fails no test. */
export const throttleAFifth = ({ n, attempt }: Call): Fault =>
  n % 5 === 0 && attempt <= 3 ? 'throttle' : 'pass';
export const unprocessHalf = ({ operation, attempt }: Call): Fault =>
  operation === 'BatchGetItem' && attempt <= 3 ? 'unprocessed' : 'pass';
export const loseFirstAnswers = ({ operation, attempt }: Call): Fault =>
  WRITES.test(operation) && attempt === 1 ? 'lose' : 'pass';

export async function startFaultyProxy(target: string, decide: FaultyProxy['decide']): Promise<FaultyProxy> {
  let n = 0;
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const attempt = Number(/attempt=(\d+)/.exec(String(incoming.headers['amz-sdk-request']))?.[1] ?? 1);
    const fault = proxy.decide({ operation, attempt, n: ++n });
    proxy.made[fault]++;
    if (fault === 'throttle') return throttle(outgoing);
    if (fault === 'unread') return readNothing(outgoing, body);
    const [asked, left] = fault === 'unprocessed' ? halve(body) : [body, undefined];
    const { status, headers, answer } = await forward(target, incoming, asked);
    if (fault === 'lose') return void incoming.socket.destroy();
    const told = left ? withUnprocessed(answer, left) : answer;
    // The checksum would not fit the changed body.
    delete headers['x-amz-crc32'];
    outgoing.writeHead(status, { ...headers, 'content-length': told.length }).end(told);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    decide,
    made: { pass: 0, throttle: 0, unprocessed: 0, unread: 0, lose: 0 },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Answers with a throttle as the API reference words it. */
function throttle(outgoing: ServerResponse): void {
  const __type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
  const message = 'The level of configured provisioned throughput for the table was exceeded.';
  outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(JSON.stringify({ __type, message }));
}

function readNothing(outgoing: ServerResponse, body: Buffer): void {
  const UnprocessedKeys = JSON.parse(body.toString()).RequestItems;
  outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(JSON.stringify({ Responses: {}, UnprocessedKeys }));
}

type Keys = { Keys: unknown[]; ConsistentRead?: boolean };

/** Splits a request into the half for the engine and the unprocessed rest. A single key is not split. */
function halve(body: Buffer): [Buffer, Record<string, Keys> | undefined] {
  const { RequestItems } = JSON.parse(body.toString()) as { RequestItems: Record<string, Keys> };
  const [table, request] = Object.entries(RequestItems)[0]!;
  const half = Math.ceil(request.Keys.length / 2);
  const part = (keys: unknown[]) => ({ [table]: { ...request, Keys: keys } });
  if (half === request.Keys.length) return [body, undefined];
  const asked = JSON.stringify({ RequestItems: part(request.Keys.slice(0, half)) });
  return [Buffer.from(asked), part(request.Keys.slice(half))];
}

const withUnprocessed = (answer: Buffer, UnprocessedKeys: Record<string, Keys>): Buffer =>
  Buffer.from(JSON.stringify({ ...JSON.parse(answer.toString()), UnprocessedKeys }));

async function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { host: _, ...rest } = headers;
  const asking = request(new URL(url ?? '/', target), {
    method: method ?? 'POST',
    headers: { ...rest, 'content-length': body.length },
  });
  asking.end(body);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 500, headers: response.headers, answer: await readAll(response) };
}
