/**
 * Suppressions of cdk-nag: findings of its AwsSolutions rules that are accepted, each with its reason. Any other finding fails `cdk synth`.
 */
import { DefaultStackSynthesizer, type Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { FOLDERS } from '../stage/store.ts';

const KEYS = 'Keys below a prefix of the one bucket: their names are hashes, so they cannot be listed.';
const SHIP = 'CDK’s own function that ships a release; what it may do is written by CDK.';
const LOGS = 'Access logs hold readers’ addresses. The publication keeps none; CloudWatch has the counts.';

const SENDERS =
  'Held by ses:FromAddress: in the sandbox SES asks for the identity of each recipient as well.';

const wildcard = (what: string): string => `IAM5[${what}]`;

/** CDK's assets bucket as cdk-nag writes it: with the stack's account and region if they are known, else with placeholders. */
function assets({ account, region, partition, synthesizer }: Stack): string[] {
  const written = (value: string, mark: string) => (Token.isUnresolved(value) ? mark : value);
  const { bootstrapQualifier: qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER } = synthesizer;
  const bucket = `cdk-${qualifier}-assets-${written(account, '<AWS::AccountId>')}-${written(region, '<AWS::Region>')}`;
  return ['<AWS::Partition>', written(partition, 'aws')].map((p) => `arn:${p}:s3:::${bucket}/*`);
}

/** Every SES identity of the account, as cdk-nag writes it. */
function identities({ account, region, partition }: Stack): string[] {
  const written = (value: string, mark: string) => (Token.isUnresolved(value) ? mark : value);
  const place = `${written(region, '<AWS::Region>')}:${written(account, '<AWS::AccountId>')}`;
  return ['<AWS::Partition>', written(partition, 'aws')].map((p) => `arn:${p}:ses:${place}:identity/*`);
}

/** `bucket`: the logical id of the store's bucket. */
const reasons = (stack: Stack, bucket: string, tick: string): Readonly<Record<string, string>> => ({
  S1: LOGS,
  APIG1: LOGS,
  CFR3: LOGS,
  APIG4: 'Anybody may read a publication. The API answers CloudFront alone, which knows the origin’s secret.',
  CFR1: 'A publication is for readers everywhere.',
  CFR2: 'A firewall is made where hosting.waf says so. It costs, and must not challenge feed readers.',
  CFR4: 'Without a domain CloudFront’s own certificate decides; with one, TLS 1.2 of 2021 is the least.',
  [wildcard(`Resource::<${bucket}.Arn>/*`)]: KEYS,
  ...Object.fromEntries(FOLDERS.map((folder) => [wildcard(`Resource::<${bucket}.Arn>/${folder}/*`), KEYS])),
  [wildcard('Resource::*')]:
    'What is the account’s (quota, SES’s own lists, limits of Lambda, ACM’s certificates) knows no resource; a certificate to be asked for has no ARN yet.',
  [wildcard(`Resource::<${tick}.Arn>:*`)]: 'CDK’s grant of the schedule, for versions of the one function.',
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]': SHIP,
  ...Object.fromEntries(identities(stack).map((arn) => [wildcard(`Resource::${arn}`), SENDERS])),
  ...Object.fromEntries(assets(stack).map((arn) => [wildcard(`Resource::${arn}`), SHIP])),
  ...Object.fromEntries(
    ['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => [
      wildcard(`Action::s3:${action}`),
      SHIP,
    ]),
  ),
  L1: SHIP,
});

export function acknowledge(stack: Stack, parts: { bucket: IConstruct; tick: IConstruct }): void {
  const idOf = (part: IConstruct): string => stack.getLogicalId(part.node.defaultChild as never);
  for (const [rule, reason] of Object.entries(reasons(stack, idOf(parts.bucket), idOf(parts.tick))))
    Validations.of(stack).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
  Validations.of(stack).acknowledge({
    id: 'Annotation::@aws-cdk/aws-cloudfront:minimumProtocolVersionWithoutCertificate',
    reason: 'It has its effect as soon as there is a domain.',
  });
}
