import { describe, expect, it } from 'vitest';
import { templateOf } from '../support/hosts/stage.ts';

const template = templateOf();
const [[, policy] = []] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy'));
type Statement = { Effect: string; Action: string | string[]; Resource: unknown };
const statements = policy!.Properties.PolicyDocument.Statement as Statement[];
const actionsOn = (resource: RegExp): string[] =>
  statements
    .filter(({ Resource }) => resource.test(JSON.stringify(Resource)))
    .flatMap(({ Action }) => Action)
    .toSorted();

describe('the policy of an editor’s laptop', () => {
  it('is made once, attached to nobody, and told', () => {
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    expect(policy!.Properties).not.toHaveProperty('Roles');
    template.hasOutput('EditorPolicy', {});
  });

  it('reads the keys that commands need, and replaces that of links alone', () => {
    const parameters = (name: string) => actionsOn(new RegExp(`parameter/broadsheet/[^"/]+/prod/${name}"`));
    for (const name of ['stage', 'base', 'identity']) expect(parameters(name)).toEqual(['ssm:GetParameters']);
    expect(parameters('links')).toEqual(['ssm:GetParameters', 'ssm:PutParameter']);
    expect(parameters('origin')).toEqual([]);
  });

  it('reads and writes readers, runs and releases, and deletes neither table nor file', () => {
    expect([...new Set(actionsOn(/:table\//))]).toEqual(
      [...['BatchGetItem', 'DeleteItem', 'DescribeTable', 'GetItem', 'PutItem', 'Query', 'UpdateItem']].map(
        (action) => `dynamodb:${action}`,
      ),
    );
    expect(actionsOn(/StoreBucket/)).toEqual(['s3:GetObject', 's3:ListBucket', 's3:PutObject']);
  });

  it('rings, and sends as the publication', () => {
    expect(actionsOn(/Doorbells/)).toContain('sqs:SendMessage');
    expect(actionsOn(/configuration-set/)).toContain('ses:SendRawEmail');
  });

  it('asks of the whole account only what belongs to no resource', () => {
    const anywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(anywhere.toSorted()).toEqual([
      'acm:DescribeCertificate',
      'acm:ListCertificates',
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'lambda:GetAccountSettings',
      'ses:DeleteSuppressedDestination',
      'ses:GetAccount',
      'ses:GetConfigurationSet',
      'ses:GetConfigurationSetEventDestinations',
      'ses:GetEmailIdentity',
      'ses:GetSendQuota',
    ]);
  });

  it('changes nothing of the stack: no right to make, delete or configure', () => {
    const all = statements.flatMap(({ Action }) => Action).join();
    expect(all).not.toMatch(/iam:|cloudformation:|:Create|:DeleteTable|:DeleteBucket|:UpdateFunction|\*/);
    expect(JSON.stringify(policy!.Properties.PolicyDocument).length).toBeLessThan(6144);
  });
});
