/** A fake Parameter Store on loopback: keeps parameters, counts requests, and throttles if a test says so. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeParameters = AsyncDisposable & {
  url: string;
  kept: Map<string, string>;
  /** Names of each GetParameters, in order. */
  reads: string[][];
  requests: number;
  /** Refusals that are sent before real answers. */
  refusals: { status: number; body: string; headers?: Record<string, string> }[];
};

type Asked = { Names?: string[]; Name?: string; Value?: string; Overwrite?: boolean };

export async function startFakeParameters(): Promise<FakeParameters> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    fake.requests += 1;
    const refusal = fake.refusals.shift();
    if (refusal) {
      response.writeHead(refusal.status, refusal.headers).end(refusal.body);
      return;
    }
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
    const isRemoval = request.headers['x-amz-target'] === 'AmazonSSM.DeleteParameters';
    const { status, body } = isRemoval ? remove(asked) : answer(asked);
    response.writeHead(status).end(JSON.stringify(body));
  });
  const answer = ({ Names, Name = '', Value = '', Overwrite }: Asked): { status: number; body: object } => {
    if (Names) {
      fake.reads.push(Names);
      const found = Names.filter((name) => fake.kept.has(name));
      return {
        status: 200,
        body: { Parameters: found.map((one) => ({ Name: one, Value: fake.kept.get(one) })) },
      };
    }
    if (fake.kept.has(Name) && !Overwrite) return { status: 400, body: { __type: 'ParameterAlreadyExists' } };
    fake.kept.set(Name, Value);
    return { status: 200, body: {} };
  };
  const remove = ({ Names = [] }: Asked): { status: number; body: object } => {
    const gone = Names.filter((name) => fake.kept.delete(name));
    return {
      status: 200,
      body: { DeletedParameters: gone, InvalidParameters: Names.filter((name) => !gone.includes(name)) },
    };
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const fake: FakeParameters = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    kept: new Map(),
    reads: [],
    requests: 0,
    refusals: [],
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return fake;
}

export const SIGNED = {
  region: 'eu-west-1',
  credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
};
