import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { SenderStack } from '../../infra/stack.ts';
import { PUBLICATION, readFiles } from '../support/content.ts';

const { publication } = await readFiles({ 'content/publication.yaml': PUBLICATION });

const templateOf = (verify: 'domain' | 'address'): Template =>
  Template.fromStack(new SenderStack(new App(), 'sender', { publication: publication!, verify }));

const records = (template: Template): string[] =>
  Object.keys(template.toJSON().Outputs).filter((name) => name.startsWith('Dkim'));

describe('the sender of an account', () => {
  const template = templateOf('address');

  it('verifies the address, or with DNS the whole domain', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'editor@example.com' });
    const domain = templateOf('domain');
    domain.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'example.com' });
    expect(records(domain)).toHaveLength(3);
    expect(records(template)).toHaveLength(0);
  });

  it('keeps letters and notices in sets of their own, with a second barrier behind our suppressions', () => {
    template.resourceCountIs('AWS::SES::ConfigurationSet', 2);
    for (const Name of ['test-paper-letters', 'test-paper-notices'])
      template.hasResourceProperties('AWS::SES::ConfigurationSet', {
        Name,
        ReputationOptions: { ReputationMetricsEnabled: true },
        SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
        // No redirect domain for rewritten links.
        TrackingOptions: Match.absent(),
      });
  });

  it('asks for no opens and no clicks: then SES adds no pixel and rewrites no link', () => {
    template.resourceCountIs('AWS::SES::ConfigurationSetEventDestination', 0);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/"OPEN"|"CLICK"/i);
  });

  it('allows what the mailer calls, on its own identity and sets, and nothing else', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const statements = policy!.Properties.PolicyDocument.Statement as {
      Action: string;
      Effect: string;
      Resource: unknown;
    }[];
    expect(statements.map(({ Action, Effect }) => [Effect, Action])).toEqual([
      ['Allow', 'ses:SendRawEmail'],
      ['Allow', 'ses:GetSendQuota'],
    ]);
    expect(arns(statements[0]!.Resource)).toEqual([
      'identity/SenderIdentity',
      'configuration-set/SenderLetters',
      'configuration-set/SenderNotices',
    ]);
    expect(statements[1]!.Resource).toBe('*');
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });

  it('says which policy to attach', () => {
    template.hasOutput('PolicyArn', { Value: { Ref: Match.stringLikeRegexp('^Send') } });
  });
});

/** `kind/LogicalName`, without the hash; of this very account and region. */
function arns(resources: unknown): string[] {
  return (resources as { 'Fn::Join': [string, ({ Ref: string } | string)[]] }[]).map(
    ({ 'Fn::Join': [, parts] }) => {
      const text = parts.map((part) => (typeof part === 'string' ? part : `{${part.Ref}}`)).join('');
      const [, kind, name] =
        /^arn:\{AWS::Partition\}:ses:\{AWS::Region\}:\{AWS::AccountId\}:([a-z-]+)\/\{(\w+)\w{8}\}$/.exec(
          text,
        )!;
      return `${kind}/${name}`;
    },
  );
}
