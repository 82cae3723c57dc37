import { readFileSync } from 'node:fs';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../functions/adapters/aws4fetch/prices.ts';
import { aStage, FLAGS, templateOf } from '../support/hosts/stage.ts';

const template = templateOf();
const owned = templateOf(
  aStage(
    {},
    {
      hosting: { zone: 'paper.press', workers: 5, waf: true, dashboard: true },
      url: 'https://news.paper.press',
    },
  ),
);

/** Actions a function's own role allows, by the start of its logical id. */
function actionsOf(of: Template, role: string): string[] {
  const policies = Object.values(of.findResources('AWS::IAM::Policy'));
  const own = policies.filter(({ Properties }) =>
    (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref.startsWith(role)),
  );
  const statements = own.flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[],
  );
  return [...new Set(statements.flatMap(({ Action }) => Action))].sort();
}

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const WRITE = ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'].map((a) => `dynamodb:${a}`);
const TABLE = [...WRITE, 'dynamodb:Query', 'dynamodb:DeleteItem'];
const LISTEN = [
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ReceiveMessage',
].map((a) => `sqs:${a}`);
const SECRET = 'ssm:GetParameters';
const READ = ['s3:GetObject', 's3:ListBucket', SECRET];
const [QUOTA, ROOM] = ['ses:GetSendQuota', 'lambda:GetAccountSettings'];
const SEND = [QUOTA, 'ses:SendRawEmail'];
const FREEZE = 's3:PutObject';
const PAGE = 'sns:Publish';

describe('what a function may do', () => {
  it.each([
    ['WebRole', [...TABLE, ...LOGS, ...READ, 'sqs:SendMessage']],
    [
      'DeliveryTickRole',
      [...TABLE, ...LOGS, ...READ, 'ses:GetEmailIdentity', QUOTA, ROOM, FREEZE, PAGE, 'sqs:SendMessage'],
    ],
    [
      'DeliveryplanRole',
      [
        ...['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        ...[...LOGS, SECRET, ...LISTEN, 'sqs:SendMessage'],
      ],
    ],
    ['DeliverydeliverRole', [...TABLE, ...LOGS, ...READ, ...LISTEN, ...SEND, PAGE, 'sqs:SendMessage']],
    [
      'DeliverynoticesRole',
      [...TABLE, ...LOGS, ...READ, ...LISTEN, ...SEND, FREEZE, PAGE, 'sqs:SendMessage'],
    ],
    ['FeedbackRole', [...WRITE, 'dynamodb:Query', ...LOGS, ...READ, ...LISTEN, PAGE, 'sqs:SendMessage']],
    ['SecretsMakerRole', [...LOGS, 'ssm:GetParameters', 'ssm:PutParameter']],
    ['LivePublisherRole', [...LOGS, 's3:GetObject', 's3:ListBucket', 's3:PutObject']],
  ])('%s is this and nothing more', (role, actions) => {
    expect(actionsOf(template, role)).toEqual([...actions].sort());
  });

  it('ends at its own table, bucket, queues and parameters', () => {
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    const anywhere = [...policies.matchAll(/"Action":"([^"]+)","Effect":"Allow","Resource":"\*"/g)].map(
      (m) => m[1],
    );
    expect([...new Set(anywhere)]).toEqual(['ses:GetSendQuota']);
  });
});

describe('the sender', () => {
  it('is an address where there is no domain, and the domain with all its records where there is', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'news@paper.press' });
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    owned.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'paper.press',
      MailFromAttributes: { MailFromDomain: 'bounce.paper.press' },
    });
    // 3 of DKIM, MX and TXT of MAIL FROM, A and AAAA of the site.
    owned.resourceCountIs('AWS::Route53::RecordSet', 7);
  });

  it('keeps letters and notices apart, suppresses a second time, and asks for no open and no click', () => {
    // A confirmation that bounces bars nobody's letters.
    const reasons = { 'prod-letters': ['BOUNCE', 'COMPLAINT'], 'prod-notices': ['COMPLAINT'] };
    for (const [name, SuppressedReasons] of Object.entries(reasons))
      template.hasResourceProperties('AWS::SES::ConfigurationSet', {
        Name: Match.stringLikeRegexp(name),
        SuppressionOptions: { SuppressedReasons },
        TrackingOptions: Match.absent(),
      });
    const asked = Object.values(template.findResources('AWS::SES::ConfigurationSetEventDestination')).map(
      ({ Properties }) => Properties.EventDestination.MatchingEventTypes as string[],
    );
    expect(asked).toEqual([
      ['send', 'bounce', 'complaint', 'reject'],
      ['send', 'bounce', 'complaint', 'reject'],
    ]);
  });

  it('leaves the identity to the stage that has it', () => {
    templateOf(aStage(), { sharedSender: true }).resourceCountIs('AWS::SES::EmailIdentity', 0);
  });
});

describe('a stage', () => {
  it('keeps table and bucket through anything, unless it is one to try things', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      }),
    });
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    templateOf(aStage({ keep: false })).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
    });
  });

  it('shows media and assets of the bucket, and nothing else of it', () => {
    const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
    const shown = (
      policy!.Properties.PolicyDocument.Statement as { Sid?: string; Principal: object; Resource: unknown }[]
    )
      .filter(({ Principal }) => JSON.stringify(Principal).includes('cloudfront'))
      .map(({ Resource }) => JSON.stringify(Resource));
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('/media/*');
    expect(shown[0]).toContain('/assets/*');
    expect(shown[0]).not.toMatch(/"\/\*"/);
  });

  it('holds no secret: what CloudFront must say comes from the maker when it is deployed', () => {
    const text = JSON.stringify(template.toJSON());
    expect(text).toMatch(
      /"HeaderName":"X-Broadsheet-Origin","HeaderValue":\{"Fn::GetAtt":\["SecretsMade[^"]*","Origin"\]\}/,
    );
    expect(text).not.toMatch(/SecretString|"identity":/);
  });

  it('ticks each minute, works with as many as it was told, and mails its editors', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' });
    owned.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ed@paper.press',
    });
    template.resourceCountIs('AWS::CloudWatch::Alarm', ALARMS);
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    owned.resourceCountIs('AWS::WAFv2::WebACL', 1);
    owned.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

describe('a table that was restored', () => {
  it('is used by everything, and the stack’s own stays where it is', () => {
    const restored = templateOf(aStage({ table: 'paper-restored' }));
    restored.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
    const told = Object.values(restored.findResources('AWS::Lambda::Function')).flatMap(
      ({ Properties }) => Properties.Environment?.Variables?.TABLE ?? [],
    );
    expect(new Set(told)).toEqual(new Set(['paper-restored']));
    const policies = JSON.stringify(restored.findResources('AWS::IAM::Policy'));
    expect(policies).toContain('table/paper-restored/index/live');
    expect(policies).not.toMatch(/"Ref":"Table/);
  });
});

describe('logs', () => {
  it('are kept for a month, those of the CDK’s own functions too', () => {
    const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(groups.map(() => 30));
    expect(groups.every(({ DeletionPolicy }) => DeletionPolicy === 'Delete')).toBe(true);
  });
});

describe('the CDK', () => {
  it('is told all flags that it recommends for a new project, and no other', () => {
    const recommended = new URL(
      '../../node_modules/aws-cdk-lib/recommended-feature-flags.json',
      import.meta.url,
    );
    expect(FLAGS).toEqual(JSON.parse(readFileSync(recommended, 'utf8')));
  });
});
