/** A proxy before all emulators: records which session calls which action, as the requests are signed. A call can be delayed or cut. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Service = 'dynamodb' | 's3' | 'ses' | 'sqs' | 'ssm';

/** `who`: the session's token; a laptop has none. `from`: ses:FromAddress of the request; `keys`: dynamodb:LeadingKeys. `resources`: ARNs without partition, region and account, as IAM looks at them. */
export type Called = {
  who: string;
  service: Service;
  action: string;
  resources: string[];
  body: string;
  from?: string;
  keys?: string[];
};

/** Called before a request is forwarded, and again before its answer is. False if that side of the connection is dead. */
export type Interrupt = (called: Called, edge: 'before' | 'after') => boolean | Promise<boolean>;

export type CallRecorder = AsyncDisposable & {
  url: string;
  called: Called[];
  interrupt: Interrupt;
};

const through: Interrupt = () => true;

export async function openCallRecorder(targets: Readonly<Record<Service, string>>): Promise<CallRecorder> {
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const called = readCall(incoming, body);
    witness.called.push(called);
    if (!(await witness.interrupt(called, 'before'))) return void incoming.socket.destroy();
    const answer = await forward(targets[called.service], incoming, body).catch(() => undefined);
    if (!answer || !(await witness.interrupt(called, 'after'))) return void incoming.socket.destroy();
    // Only a session that may list learns that an object is missing: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    if (called.service === 's3' && answer.status === 404)
      witness.called.push({
        ...called,
        action: 's3:ListBucket',
        resources: [bucketOf(called.resources[0]!)],
      });
    respond(incoming, outgoing, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const witness: CallRecorder = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    called: [],
    interrupt: through,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return witness;
}

const bucketOf = (object: string): string => object.replace(/\/.*/, '');

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html: the scope of the credential names the service. */
function readCall({ headers, method, url = '/' }: IncomingMessage, bytes: Buffer): Called {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(String(headers.authorization))?.[1];
  const who = String(headers['x-amz-security-token'] ?? 'laptop');
  const [body, path] = [service === 's3' ? '' : bytes.toString('utf8'), url.split('?')[0]!.slice(1)];
  if (service === 's3') {
    const action = method === 'PUT' ? 's3:PutObject' : 's3:GetObject';
    return { who, service, action, resources: [`s3:${decodeURIComponent(path)}`], body };
  }
  const [, identity] = /^v2\/email\/identities\/(.+)$/.exec(path) ?? [];
  if (service === 'ses' && identity)
    return {
      ...{ who, service, body, action: 'ses:GetEmailIdentity' },
      resources: [`ses:identity/${decodeURIComponent(identity)}`],
    };
  if (service === 'ses') return { who, service, ...readSes(new URLSearchParams(body)), body };
  const action = String(headers['x-amz-target']).split('.')[1] ?? '';
  const known = service as 'dynamodb' | 'sqs' | 'ssm';
  const input = JSON.parse(body) as Input;
  return {
    who,
    service: known,
    action: `${known}:${action}`,
    resources: RESOURCES[known](input),
    ...(known === 'dynamodb' && { keys: leadingKeys(input) }),
    body,
  };
}

/** As strict as the sandbox, where SES tests the recipient's identity, too: https://github.com/aws/aws-sdk-js/issues/3641 */
function readSes(form: URLSearchParams): Pick<Called, 'action' | 'resources' | 'from'> {
  const action = form.get('Action') ?? '';
  if (action === 'GetSendQuota') return { action: `ses:${action}`, resources: ['*'] };
  const resources = [
    `identity/${form.get('Source')}`,
    `identity/${form.get('Destinations.member.1')}`,
    `configuration-set/${form.get('ConfigurationSetName')}`,
  ];
  const from = form.get('Source') ?? '';
  return { action: `ses:${action}`, resources: resources.map((resource) => `ses:${resource}`), from };
}

type Attributes = Record<string, { S?: string }>;
type Input = {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Record<string, { Keys: Attributes[] }>;
  Key?: Attributes;
  Item?: Attributes;
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: Attributes;
  QueueUrl?: string;
  Name?: string;
  Names?: string[];
};

const RESOURCES: Readonly<Record<'dynamodb' | 'sqs' | 'ssm', (input: Input) => string[]>> = {
  dynamodb: ({ TableName, IndexName, RequestItems }) => {
    const tables = TableName ? [TableName] : Object.keys(RequestItems ?? {});
    return tables.map((name) => `dynamodb:table/${name}${IndexName ? `/index/${IndexName}` : ''}`);
  },
  sqs: ({ QueueUrl = '' }) => [`sqs:${QueueUrl.split('/').at(-1)}`],
  ssm: ({ Name, Names = [Name ?? ''] }) => Names.map((name) => `ssm:parameter${name}`),
};

/** The partition keys of a call: of the item, of each of many, or of the partition that is searched. */
function leadingKeys({ RequestItems = {}, Key, Item, ...query }: Input): string[] {
  const [, name = ''] = /\bpk = (:\w+)/.exec(query.KeyConditionExpression ?? '') ?? [];
  const many = Object.values(RequestItems).flatMap(({ Keys }) => Keys);
  const found = [...many.map(({ pk }) => pk), Key?.pk, Item?.pk, query.ExpressionAttributeValues?.[name]];
  return found.flatMap((value) => value?.S ?? []);
}

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** Forwards a request. If the emulator cuts the connection, the proxy cuts the client's. */
async function forward(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { host: _, ...rest } = headers;
  const options = { method: method ?? 'POST', headers: { ...rest, 'content-length': body.length } };
  const asking = request(new URL(url ?? '/', target), options);
  asking.end(body);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 500, headers: response.headers, body: await readAll(response) };
}

function respond(
  { method }: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body }: Answer,
): void {
  const { 'transfer-encoding': _, connection: __, ...rest } = headers;
  // An answer to HEAD has the length of a body that it does not send.
  const length = method === 'HEAD' ? {} : { 'content-length': body.length };
  outgoing.writeHead(status, { ...rest, ...length }).end(body);
}
