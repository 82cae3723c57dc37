/** Plays CloudFormation's part of a deployment: custom resources, and the release put into the bucket. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import type { createBucketBlobs } from '../../../functions/adapters/aws4fetch/blobs.ts';
import { assetOf, ofType, type Resolve, type Resource, raise } from '../probes/template.ts';
import type { Deployed } from './deployed-function.ts';

/** Returns a function that plays one custom resource. The secrets are played at once, because other resources need their values. */
export async function playCustomResources(
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

/** Plays CDK's BucketDeployment: uploads the files of its asset, without the excluded ones. */
export async function shipAssets(
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
