/**
 * A stage played on this machine: its synthesized template, its bundles, its environments, event sources, routes and schedule, on
 * emulators. CloudFormation, Lambda and CloudFront are played here; what the functions do is done by the functions.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createBucketBlobs } from '../../functions/adapters/aws4fetch/blobs.ts';
import { openBucket } from '../../functions/adapters/aws4fetch/bucket.ts';
import { createTable } from '../../functions/adapters/dynamodb/create-table.ts';
import { type Deployed, startFunction } from './deployed-function.ts';
import { fakeAccount } from './fake-account.ts';
import { fakeSes } from './fake-ses.ts';
import { type Emulator, startMoto } from './moto.ts';
import { FLAGS } from './stage.ts';
import { ofType, type Resolve, type Resource, readTemplate, resolverOf } from './template.ts';

const REGION = 'eu-west-1';
/** Of alarms. */
export const TOPIC = 'arn:aws:sns:eu-west-1:1:editors';
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: REGION };

/** `cdk deploy`'s first half: the app itself, with its content. */
export function synthesize(contentDir: string, context: Record<string, unknown> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-'));
  execFileSync(process.execPath, ['infra/app.ts'], {
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...FLAGS, ...context }),
      CONTENT_DIR: contentDir,
      DATA_DIR: join(folder, 'data'),
      BASE_URL: '',
    },
    stdio: 'pipe',
  });
  return folder;
}

export type Rehearsal = Awaited<ReturnType<typeof rehearse>>;

export async function rehearse(folder: string, stack: string, dynamodb: string) {
  const resources = readTemplate(folder, stack);
  const moto = await startMoto();
  const ses = await fakeSes({ perSecond: 50 });
  const account = await fakeAccount();
  const known = new Map<string, string>([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', REGION],
    ['AWS::AccountId', '1'],
  ]);
  const resolve = resolverOf(known);
  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_SES: ses.url,
    AWS_ENDPOINT_URL_S3: moto.url,
    AWS_ENDPOINT_URL_SSM: `${moto.url}/`,
  };
  await makeResources(resources, known, moto, dynamodb);
  const functions = await startFunctions(folder, resources, resolve, { ...KEYS, ...endpoints });
  const called = (id: string): Deployed => functions.get(id) ?? raise(`no function ${id}`);
  const named = (start: string) => called([...functions.keys()].find((id) => id.startsWith(start)) ?? start);
  const custom = await playCustomResources(resources, resolve, known, called);
  const bucket = known.get(onlyOne(resources, 'AWS::S3::Bucket'))!;
  const store = openBucket({
    bucket,
    region: REGION,
    endpoint: moto.url,
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  });
  await shipAssets(folder, resources, createBucketBlobs(store));
  await custom('Custom::BroadsheetRelease');
  const originHeader = originOf(resources, resolve);
  return {
    ses,
    account,
    /** Of a laptop that is logged in to this account. */
    laptop: { ...KEYS, ...endpoints, ...account.endpoints },
    functions,
    store,
    blobs: createBucketBlobs(store),
    tick: () => named('DeliveryTick').invoke({}, 55),
    ask: (path: string, about: Partial<Asked> = {}) => ask(named('Web'), originHeader, { path, ...about }),
    /** Every queue once: what waits goes to its function, what did not fail is gone. Returns how many messages there were. */
    poll: () => poll(resources, resolve, moto, called),
    /** What a rule makes of an event of SES, in the queue it goes to. */
    tell: (detailType: string, detail: object) => tell(resources, resolve, moto, detailType, detail),
    async [Symbol.asyncDispose]() {
      for (const deployed of functions.values()) await deployed[Symbol.asyncDispose]();
      await ses.close();
      await account.close();
      await moto[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const raise = (message: string): never => {
  throw new Error(message);
};
const onlyOne = (resources: Readonly<Record<string, Resource>>, type: string): string => {
  const [[id] = [''], ...others] = ofType(resources, type);
  return others.length === 0 && id !== '' ? id : raise(`not one ${type}`);
};

async function makeResources(
  resources: Readonly<Record<string, Resource>>,
  known: Map<string, string>,
  moto: Emulator,
  dynamodb: string,
): Promise<void> {
  const table = onlyOne(resources, 'AWS::DynamoDB::GlobalTable');
  const client = new DynamoDBClient({
    endpoint: dynamodb,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await createTable(client, 'rehearsal');
  client.destroy();
  known.set(table, 'rehearsal');
  const bucket = onlyOne(resources, 'AWS::S3::Bucket');
  known.set(bucket, 'rehearsal-store');
  await moto.createBucket('rehearsal-store');
  for (const [id] of ofType(resources, 'AWS::SQS::Queue')) {
    const { QueueUrl } = (await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: id })) as {
      QueueUrl: string;
    };
    known.set(id, QueueUrl).set(`${id}.Arn`, QueueUrl);
  }
  for (const [id, { Properties }] of ofType(resources, 'AWS::SES::ConfigurationSet'))
    known.set(id, String(Properties.Name));
  for (const [id] of ofType(resources, 'AWS::SNS::Topic')) known.set(id, TOPIC);
  for (const [id] of ofType(resources, 'AWS::CloudFront::Distribution'))
    known.set(`${id}.DomainName`, 'd1.example.net');
  for (const [id] of ofType(resources, 'AWS::Lambda::Function')) known.set(id, id).set(`${id}.Arn`, id);
  const resolve = resolverOf(known);
  for (const [, { Properties }] of ofType(resources, 'AWS::SSM::Parameter'))
    await moto.call(
      'ssm',
      'AmazonSSM.PutParameter',
      resolve({ Name: Properties.Name, Value: Properties.Value, Type: 'String' }),
    );
}

/** Ours: they are bundled from functions/; CDK's own are not played. */
async function startFunctions(
  folder: string,
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  shared: Record<string, string>,
): Promise<Map<string, Deployed>> {
  const started = new Map<string, Deployed>();
  for (const [id, { Properties }] of ofType(resources, 'AWS::Lambda::Function')) {
    const { S3Key } = Properties.Code as { S3Key: string };
    const bundle = join(folder, assetOf(S3Key), 'index.mjs');
    if (Properties.Runtime !== 'nodejs24.x' || !isThere(bundle)) continue;
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const own = resolve(Variables) as Record<string, string>;
    started.set(id, await startFunction(bundle, { ...shared, ...own, AWS_LAMBDA_FUNCTION_NAME: id }));
  }
  return started;
}

/** Where the assembly has what CDK would upload under a key. */
const assetOf = (key: string): string => `asset.${key.replace(/\.zip$/, '')}`;

const isThere = (file: string): boolean => {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
};

/** Returns how one is played; the secrets are, at once: others need what they answer. */
async function playCustomResources(
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  known: Map<string, string>,
  called: (id: string) => Deployed,
) {
  const play = async (type: string): Promise<void> => {
    const [[id, { Properties }] = raise(`no ${type}`)] = ofType(resources, type);
    const { ServiceToken, ...own } = resolve(Properties) as Record<string, string>;
    const answer = await answered((ResponseURL) =>
      called(ServiceToken!).invoke(
        {
          RequestType: 'Create',
          ResponseURL,
          StackId: 's',
          RequestId: 'r',
          LogicalResourceId: id,
          ResourceProperties: own,
        },
        60,
      ),
    );
    if (answer.Status !== 'SUCCESS') throw new Error(`${type}: ${answer.Reason}`);
    for (const [name, value] of Object.entries(answer.Data)) known.set(`${id}.${name}`, value);
  };
  await play('Custom::BroadsheetSecrets');
  return play;
}

type CloudFormationAnswer = { Status: string; Reason?: string; Data: Record<string, string> };

async function answered(work: (url: string) => Promise<unknown>): Promise<CloudFormationAnswer> {
  const told = Promise.withResolvers<CloudFormationAnswer>();
  const server = createServer(async (request, response) => {
    told.resolve(JSON.parse(await textOf(request)));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await told.promise;
  } finally {
    server.close();
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** CDK's BucketDeployment: what is in its asset, but for what it leaves out. */
async function shipAssets(
  folder: string,
  resources: Readonly<Record<string, Resource>>,
  blobs: ReturnType<typeof createBucketBlobs>,
): Promise<void> {
  const [[, { Properties }] = raise('nothing is shipped')] = ofType(resources, 'Custom::CDKBucketDeployment');
  const [key] = Properties.SourceObjectKeys as string[];
  const root = join(folder, assetOf(key!));
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(root, file);
    if (entry.isFile() && !name.startsWith('state/')) await blobs.put(name, readFileSync(file));
  }
}

function originOf(resources: Readonly<Record<string, Resource>>, resolve: Resolve): Record<string, string> {
  const text = JSON.stringify(ofType(resources, 'AWS::CloudFront::Distribution')[0]![1].Properties);
  const header = /\{"HeaderName":"([^"]+)","HeaderValue":(\{[^}]*\})\}/.exec(text)!;
  return { [header[1]!.toLowerCase()]: String(resolve(JSON.parse(header[2]!))) };
}

export type Asked = { path: string; method: string; headers: Record<string, string>; body: string };
export type Answered = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
};

const ask = (web: Deployed, origin: Record<string, string>, about: Partial<Asked>): Promise<Answered> => {
  const [rawPath = '/', rawQueryString = ''] = (about.path ?? '/').split('?');
  const { method = 'GET', headers = {}, body } = about;
  const event = {
    ...{ rawPath, rawQueryString, requestContext: { http: { method, sourceIp: '10.0.0.1' } } },
    headers: { ...origin, 'cloudfront-viewer-address': '192.0.2.7:4711', accept: 'text/html', ...headers },
    ...(body === undefined ? {} : { body }),
  };
  return web.invoke(event, 15) as Promise<Answered>;
};

async function poll(
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  moto: Emulator,
  called: (id: string) => Deployed,
): Promise<number> {
  let count = 0;
  for (const [, { Properties }] of ofType(resources, 'AWS::Lambda::EventSourceMapping')) {
    const QueueUrl = resolve(Properties.EventSourceArn);
    const input = { QueueUrl, MaxNumberOfMessages: Math.min(10, Properties.BatchSize as number) };
    const { Messages = [] } = (await moto.call('sqs', 'AmazonSQS.ReceiveMessage', input)) as {
      Messages?: { MessageId: string; Body: string; ReceiptHandle: string }[];
    };
    if (Messages.length === 0) continue;
    count += Messages.length;
    const Records = Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
    const answer = await called(String(resolve(Properties.FunctionName))).invoke({ Records }, 120);
    const { batchItemFailures } = answer as { batchItemFailures: { itemIdentifier: string }[] };
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { MessageId, ReceiptHandle } of Messages)
      if (!failed.has(MessageId))
        await moto.call('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
  }
  return count;
}

async function tell(
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  moto: Emulator,
  detailType: string,
  detail: object,
): Promise<void> {
  for (const [, { Properties }] of ofType(resources, 'AWS::Events::Rule')) {
    const pattern = Properties.EventPattern as { 'detail-type'?: string[] };
    if (!pattern['detail-type']?.includes(detailType)) continue;
    const [target] = Properties.Targets as { Arn: unknown; InputTransformer: InputTransformer }[];
    const MessageBody = transformed(target!.InputTransformer, { detail });
    await moto.call('sqs', 'AmazonSQS.SendMessage', { QueueUrl: resolve(target!.Arn), MessageBody });
  }
}

export type InputTransformer = { InputPathsMap: Record<string, string>; InputTemplate: string };

/** What EventBridge makes of an event: paths of names and indices, nothing for what is not there. */
export const transformed = ({ InputPathsMap, InputTemplate }: InputTransformer, event: object): string =>
  InputTemplate.replace(/<([^>]+)>/g, (_, name: string) => {
    const path = InputPathsMap[name]!.replace(/^\$\./, '')
      .split(/[.[\]]+/)
      .filter(Boolean);
    return String(
      path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event) ?? '',
    );
  });
