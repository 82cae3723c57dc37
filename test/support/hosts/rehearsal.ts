/**
 * A rehearsal of a stage on this machine: the synthesized template with its real bundles, environments, event sources, routes and
 * schedule, on emulators. CloudFormation, Lambda and CloudFront are played here; the functions are the real ones.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createBucketBlobs } from '../../../functions/adapters/aws4fetch/blobs.ts';
import { openBucket } from '../../../functions/adapters/aws4fetch/bucket.ts';
import { createTable } from '../../../functions/adapters/dynamodb/create-table.ts';
import { openCallRecorder } from '../fakes/call-recorder.ts';
import { aDomainIdentity, anAccount, fakeAccount } from '../fakes/fake-account.ts';
import { fakeSes } from '../fakes/fake-ses.ts';
import { openQueues } from '../fakes/queues.ts';
import {
  type OwnFunction,
  ofType,
  onlyOne,
  ownFunctions,
  type Resolve,
  type Resource,
  raise,
  readTemplate,
  resolverOf,
} from '../probes/template.ts';
import { type Deployed, deployFunction } from './deployed-function.ts';
import { playCustomResources, shipAssets } from './deployment.ts';
import { type Emulator, startMoto } from './moto.ts';
import { FLAGS } from './stage.ts';

const REGION = 'eu-west-1';
/** The SNS topic of alarms. */
export const TOPIC = 'arn:aws:sns:eu-west-1:1:editors';
/** The account number of moto. */
const ACCOUNT = '123456789012';
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: REGION };
const NOBODY = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The first half of `cdk deploy`: synthesizes the app with the content. */
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

/** `dynamodb`: the URL of the engine or of a proxy before it. */
export const rehearse = (
  folder: string,
  stack: string,
  dynamodb: string,
  options: { perSecond?: number } = {},
) => rehearseOn(deployFunction, folder, stack, dynamodb, options);

/** `deploy` starts a host for a function. */
export async function rehearseOn<F extends Deployed>(
  deploy: (own: OwnFunction) => F,
  folder: string,
  stack: string,
  dynamodb: string,
  { perSecond = 50 } = {},
) {
  const resources = readTemplate(folder, stack);
  const [moto, ses] = [await startMoto(), await fakeSes({ perSecond })];
  const account = await fakeAccount(anAccount({ identities: { 'paper.press': aDomainIdentity() } }));
  const emulators = { dynamodb, ses: ses.url, s3: moto.url, sqs: moto.url, ssm: moto.url };
  const witness = await openCallRecorder(emulators);
  const known = nameResources(resources, witness.url);
  const resolve = resolverOf(known);
  await makeResources(resources, resolve, moto, dynamodb);
  const clock = openClock(folder);
  const endpoints = endpointsAt(witness.url);
  const shared = { ...KEYS, ...endpoints, STAGE_CLOCK: clock.file };
  const functions = new Map(
    ownFunctions(folder, resources, resolve).map((own): [string, F] => {
      const env = { ...shared, ...own.env, AWS_LAMBDA_FUNCTION_NAME: own.id };
      return [own.id, deploy({ ...own, env })];
    }),
  );
  const called = (id: string): F => functions.get(id) ?? raise(`no function ${id}`);
  const named = (start: string) => called([...functions.keys()].find((id) => id.startsWith(start)) ?? start);
  const queues = await openQueues(resources, resolve, moto, called);
  const custom = await playCustomResources(resources, resolve, known, called);
  const bucket = known.get(onlyOne(resources, 'AWS::S3::Bucket'))!;
  const store = openBucket({ bucket, region: REGION, endpoint: moto.url, credentials: () => NOBODY });
  await shipAssets(folder, resources, createBucketBlobs(store));
  await custom('Custom::BroadsheetRelease');
  const originHeader = originOf(resources, resolve);
  return {
    ...{ ses, account, resources, resolve, functions, named, witness, queues, clock, store },
    /** The environment of an operator's laptop that is logged in to this account. */
    laptop: { ...KEYS, ...endpoints, ...account.endpoints },
    blobs: createBucketBlobs(store),
    tick: () => named('DeliveryTick').invoke({}, 55),
    ask: (path: string, about: Partial<Asked> = {}, web: Deployed = named('Web')) =>
      ask(web, originHeader, { path, ...about }),
    async [Symbol.asyncDispose]() {
      for (const deployed of functions.values()) await deployed[Symbol.asyncDispose]();
      await witness[Symbol.asyncDispose]();
      await ses.close();
      await account.close();
      await moto[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const endpointsAt = (url: string) => ({
  AWS_ENDPOINT_URL_DYNAMODB: url,
  AWS_ENDPOINT_URL_SES: url,
  AWS_ENDPOINT_URL_S3: url,
  AWS_ENDPOINT_URL_SSM: `${url}/`,
});

/** The stage's clock: this machine's clock plus a difference that a test sets. */
function openClock(folder: string) {
  const file = join(folder, 'clock');
  let ahead = 0;
  const set = () => writeFileSync(file, String(ahead).padEnd(16));
  set();
  return {
    file,
    now: () => Date.now() + ahead,
    pass(milliseconds: number): void {
      ahead += Math.max(0, Math.round(milliseconds));
      set();
    },
  };
}

/** The values of `Ref` and `Fn::GetAtt`; URLs of queues lead through `door`. */
function nameResources(resources: Readonly<Record<string, Resource>>, door: string): Map<string, string> {
  const known = new Map<string, string>([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', REGION],
    ['AWS::AccountId', ACCOUNT],
  ]);
  const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
  const table = onlyOne(resources, 'AWS::DynamoDB::GlobalTable');
  known.set(table, 'rehearsal').set(`${table}.Arn`, arn('dynamodb', 'table/rehearsal'));
  const bucket = onlyOne(resources, 'AWS::S3::Bucket');
  known.set(bucket, 'rehearsal-store').set(`${bucket}.Arn`, 'arn:aws:s3:::rehearsal-store');
  for (const [id] of ofType(resources, 'AWS::SQS::Queue'))
    known.set(id, `${door}/${ACCOUNT}/${id}`).set(`${id}.Arn`, arn('sqs', id));
  for (const [id, { Properties }] of ofType(resources, 'AWS::SES::ConfigurationSet'))
    known.set(id, String(Properties.Name));
  for (const [id] of ofType(resources, 'AWS::SNS::Topic')) known.set(id, TOPIC);
  for (const [id] of ofType(resources, 'AWS::CloudFront::Distribution'))
    known.set(`${id}.DomainName`, 'd1.example.net');
  for (const [id] of ofType(resources, 'AWS::Lambda::Function')) known.set(id, id).set(`${id}.Arn`, id);
  return known;
}

async function makeResources(
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  moto: Emulator,
  dynamodb: string,
): Promise<void> {
  const client = new DynamoDBClient({ endpoint: dynamodb, region: REGION, credentials: NOBODY });
  await createTable(client, 'rehearsal');
  client.destroy();
  await moto.createBucket('rehearsal-store');
  for (const [, { Properties }] of ofType(resources, 'AWS::SSM::Parameter'))
    await moto.call(
      'ssm',
      'AmazonSSM.PutParameter',
      resolve({ Name: Properties.Name, Value: Properties.Value, Type: 'String' }),
    );
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

/** A form's body is base64, because API Gateway does not take it for text (https://github.com/ministackorg/ministack/pull/766). */
const ask = (web: Deployed, origin: Record<string, string>, about: Partial<Asked>): Promise<Answered> => {
  const [rawPath = '/', rawQueryString = ''] = (about.path ?? '/').split('?');
  const { method = 'GET', headers = {}, body } = about;
  const event = {
    ...{ rawPath, rawQueryString, requestContext: { http: { method, sourceIp: '10.0.0.1' } } },
    headers: { ...origin, 'cloudfront-viewer-address': '192.0.2.7:4711', accept: 'text/html', ...headers },
    ...(body === undefined ? {} : { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
  };
  return web.invoke(event, 15) as Promise<Answered>;
};
