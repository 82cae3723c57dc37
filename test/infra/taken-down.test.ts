import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { PublicationStack } from '../../infra/stack.ts';
import { aStage, stackOf, templateOf } from '../support/hosts/stage.ts';

type Resource = {
  Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties?: Record<string, unknown>;
};
const resourcesOf = (template: Template): [string, Resource][] =>
  Object.entries(template.toJSON().Resources as Record<string, Resource>);

const HOSTING = { zone: undefined, workers: undefined, waf: true, dashboard: true, budget: 20 } as const;
const release = { hash: 'abc', folder: import.meta.dirname, commit: undefined };
const EUROPE = 'eu-west-1';
const WITH_ZONE = { url: 'https://paper.press', hosting: { ...HOSTING, zone: 'paper.press' } };

const kept = resourcesOf(templateOf(aStage({}, { hosting: HOSTING })));
const tried = resourcesOf(templateOf(aStage({ keep: false }, { hosting: HOSTING })));

/** Logical ids that a value names. */
const named = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"(?:Ref|Fn::GetAtt)":(?:\[)?"(\w+)"/g)].map(([, id]) => id!);

describe('a stage that is kept', () => {
  it('cannot be destroyed before its protection is taken off, certificate and all', () => {
    const stack = stackOf(aStage({}, WITH_ZONE), release, false, EUROPE);
    const edge = stack.node.findChild('Edge') as PublicationStack;
    expect([stack.terminationProtection, edge.terminationProtection]).toEqual([true, true]);
  });

  it('leaves the distribution, whose name is in every letter, and what CloudFront deletes only after it', () => {
    const [[, distribution]] = kept.filter(([, { Type }]) => Type === 'AWS::CloudFront::Distribution') as [
      [string, Resource],
    ];
    expect(distribution).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    const used = new Set(named(distribution.Properties));
    const inUse = kept.filter(([id, { Type }]) => used.has(id) && /CloudFront|WAF|Certificate/.test(Type));
    expect(inUse).toHaveLength(7);
    for (const [, { DeletionPolicy }] of inUse) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('leaves the certificate in us-east-1 that the distribution shows', () => {
    const stack = stackOf(aStage({}, WITH_ZONE), release, false, EUROPE);
    const edge = stack.node.findChild('Edge').node.findAll();
    const policies = edge.flatMap((one) =>
      'cfnOptions' in one && (one as { cfnResourceType?: string }).cfnResourceType?.includes('Certificate')
        ? [(one.cfnOptions as { deletionPolicy?: string }).deletionPolicy]
        : [],
    );
    expect(policies).toEqual(['RetainExceptOnCreate']);
  });

  it('keeps what was overwritten or deleted in its bucket for 30 days', () => {
    for (const all of [kept, tried])
      expect(all.find(([, { Type }]) => Type === 'AWS::S3::Bucket')![1].Properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }] },
      });
  });

  it('has secrets that nothing takes along', () => {
    expect(kept.find(([, { Type }]) => Type === 'Custom::BroadsheetSecrets')![1].DeletionPolicy).toBe(
      'Retain',
    );
    expect(JSON.stringify(kept)).not.toContain('ssm:DeleteParameters');
  });
});

describe('a stage with -c keep=false', () => {
  it('leaves nothing when it is destroyed: no resource is retained or protected', () => {
    const left = tried.filter(
      ([, { DeletionPolicy, Properties }]) =>
        /Retain|Snapshot/.test(DeletionPolicy ?? '') ||
        JSON.stringify(Properties ?? {}).includes('"DeletionProtectionEnabled":true'),
    );
    expect(left).toEqual([]);
    expect(stackOf(aStage({ keep: false }, WITH_ZONE), release, false, EUROPE).terminationProtection).toBe(
      false,
    );
  });

  it('empties its bucket first, and takes its secrets along', () => {
    const [[, emptied]] = tried.filter(([, { Type }]) => Type === 'Custom::S3AutoDeleteObjects') as [
      [string, Resource],
    ];
    const [[bucket]] = tried.filter(([, { Type }]) => Type === 'AWS::S3::Bucket') as [[string, Resource]];
    expect(emptied.Properties?.BucketName).toEqual({ Ref: bucket });
    const made = tried.find(([, { Type }]) => Type === 'Custom::BroadsheetSecrets')![1];
    expect(made).toMatchObject({ DeletionPolicy: 'Delete', Properties: { Keep: 'false' } });
  });
});

describe('the log of every function', () => {
  it.each([
    ['kept', kept],
    ['tried', tried],
  ])('expires, and goes with a stage that is %s: CDK’s own functions’ too', (_, all) => {
    const groups = new Map(all.filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup'));
    const functions = all.filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(9);
    for (const [id, { Properties }] of functions) {
      const group = (Properties!.LoggingConfig as { LogGroup: { Ref: string } } | undefined)?.LogGroup.Ref;
      expect(groups.get(group!), id).toMatchObject({
        DeletionPolicy: 'Delete',
        Properties: { RetentionInDays: 30 },
      });
    }
  });
});

describe('a tick that failed or found no room', () => {
  it('is not tried again by Lambda: the next one is a minute away', () => {
    const [[, config]] = kept.filter(([, { Type }]) => Type === 'AWS::Lambda::EventInvokeConfig') as [
      [string, Resource],
    ];
    expect(config.Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect(named(config.Properties).some((id) => id.startsWith('DeliveryTick'))).toBe(true);
  });
});
