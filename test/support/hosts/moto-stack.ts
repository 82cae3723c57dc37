/** Deploys a template by moto's CloudFormation, without the types that moto lacks; references to those get placeholder values. */
import type { Emulator } from './moto.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
/** An empty zip (the end of a central directory): moto demands a zip, but runs no function here. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

type Resource = { Type: string; Properties?: Record<string, unknown> };
type Template = { Resources?: Record<string, Resource> };
type Counts = Record<string, number>;
/** Resources by type: `wanted` and `made`; `left`: the types that were left out. */
export type Stack = { status: string; wanted: Counts; made: Counts; left: string[] };

export async function deployIn(moto: Emulator, whole: Template, unknown: readonly string[]): Promise<Stack> {
  const { Resources, left } = known(whole, unknown);
  const text = JSON.stringify(Resources);
  // The bucket that `cdk bootstrap` creates for assets.
  const [, assets = ''] = /"S3Bucket":"([^"]+)"/.exec(text)!;
  await moto.createBucket(assets);
  for (const [, key] of text.matchAll(/"S3Key":"([^"]+)"/g))
    await fetch(`${moto.url}/${assets}/${key}`, { method: 'PUT', headers: signedFor('s3'), body: EMPTY_ZIP });
  const about = { StackName: 'stage', Version: '2010-05-15' };
  await ask(moto, { Action: 'CreateStack', TemplateBody: JSON.stringify({ Resources }), ...about });
  const listed = await ask(moto, { Action: 'DescribeStackResources', ...about });
  const [, status = ''] = /<StackStatus>([^<]+)/.exec(
    await ask(moto, { Action: 'DescribeStacks', ...about }),
  )!;
  return {
    ...{ status, left },
    wanted: countsOf(Object.values(Resources).map(({ Type }) => Type)),
    made: countsOf([...listed.matchAll(/<ResourceType>([^<]+)/g)].map(([, type]) => type!)),
  };
}

/** True for custom resources, whose code rehearsal.ts plays, and for CDK's own metadata. */
const isElsewhere = (type: string): boolean => type.startsWith('Custom::') || type === 'AWS::CDK::Metadata';

function known({ Resources = {} }: Template, unknown: readonly string[]) {
  const gone = Object.entries(Resources).filter(
    ([, { Type }]) => isElsewhere(Type) || unknown.includes(Type),
  );
  const ids = new Set(gone.map(([id]) => id));
  const kept = Object.entries(Resources).filter(([id]) => !ids.has(id));
  const left = new Set(gone.map(([, { Type }]) => Type).filter((type) => !isElsewhere(type)));
  return {
    Resources: Object.fromEntries(kept.map(([id, one]) => [id, standIn(mended(one), ids)])),
    left: [...left],
  };
}

/** Drops the tags of a parameter: moto expects a list of them, CloudFormation a map. */
function mended(resource: Resource): Resource {
  if (resource.Type !== 'AWS::SSM::Parameter') return resource;
  const { Tags, ...Properties } = resource.Properties!;
  return { ...resource, Properties };
}

/** Replaces references to left-out resources by their names or by a placeholder ARN. */
function standIn<T>(value: T, gone: ReadonlySet<string>): T {
  if (Array.isArray(value)) return value.map((one) => standIn(one, gone)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  if (Ref !== undefined && gone.has(Ref)) return Ref as T;
  if (attribute && gone.has(attribute[0])) return `arn:aws:none:${REGION}:${ACCOUNT}:${attribute[0]}` as T;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) =>
      name === 'DependsOn'
        ? [name, [part].flat().filter((id) => !gone.has(id))]
        : [name, standIn(part, gone)],
    ),
  ) as T;
}

const countsOf = (types: readonly string[]): Counts =>
  Object.fromEntries([...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length]));

const signedFor = (service: string) => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request`,
});

async function ask({ url }: Emulator, form: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: signedFor('cloudformation'),
    body: new URLSearchParams(form),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`moto: ${answer.status} ${text}`);
  return text;
}
