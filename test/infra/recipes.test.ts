import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aStage, templateOf } from '../support/hosts/stage.ts';

// Recipes for a stage on AWS, as far as the template can contradict them.
const DOCS = new URL('../../docs/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, DOCS), 'utf8');
const PAGES = readdirSync(DOCS).filter((file) => file.endsWith('.md'));
const ALL = PAGES.map(read).join('\n');
/** Of AWS's own answers, not of the stack. */
const ANSWERED = ['ReceiptHandle', 'Value', 'VersionId'];

type Resource = { Type: string; DeletionPolicy?: string; Properties: Record<string, unknown> };
const template = templateOf(
  aStage({}, { hosting: { zone: undefined, waf: true, dashboard: false, workers: undefined } }),
).toJSON() as {
  Outputs: Record<string, unknown>;
  Resources: Record<string, Resource>;
};

describe('recipes for a stage on AWS', () => {
  it('name no output that the stack does not have', () => {
    const named = new Set(
      [...ALL.matchAll(/<([A-Z][a-z]+[A-Z]?[A-Za-z]*)(?: of before)?>/g)].map(([, name]) => name!),
    );
    const outputs = Object.keys(template.Outputs);
    expect([...named].filter((name) => !outputs.includes(name) && !ANSWERED.includes(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(6);
  });

  it('say no word of a deployment that the app does not read, and describe each that it does', () => {
    const app = readFileSync(new URL('../../infra/app.ts', import.meta.url), 'utf8');
    const words = new Set([...app.matchAll(/contextValue\('(\w+)'\)/g)].map(([, word]) => word!));
    const said = new Set([...ALL.matchAll(/-c (\w+)=/g)].map(([, word]) => word!));
    expect([...said].toSorted()).toEqual([...words].toSorted());
    const described = [...read('stages.md').matchAll(/^\| `-c (\w+)=/gm)].map(([, word]) => word!);
    expect(described.toSorted()).toEqual([...words].toSorted());
  });

  it('say how to delete every kind of thing that a kept stage leaves', () => {
    const recipe = read('stages.md').split('## Deleting by hand what stayed')[1]!.split('\n## ')[0]!;
    const words: Readonly<Record<string, RegExp>> = {
      'AWS::S3::Bucket': /delete-objects/,
      'AWS::DynamoDB::GlobalTable': /delete-table/,
      'AWS::CloudFront::Distribution': /delete-distribution/,
      'AWS::CloudFront::CachePolicy': /\*Policies\*/,
      'AWS::CloudFront::OriginRequestPolicy': /\*Policies\*/,
      'AWS::CloudFront::ResponseHeadersPolicy': /\*Policies\*/,
      'AWS::CloudFront::OriginAccessControl': /\*Origin access\*/,
      'AWS::WAFv2::WebACL': /web ACL/,
      'Custom::BroadsheetSecrets': /delete-parameters/,
    };
    const left = Object.values(template.Resources).filter(({ DeletionPolicy = '' }) =>
      DeletionPolicy.startsWith('Retain'),
    );
    expect([...new Set(left.map(({ Type }) => Type))].toSorted()).toEqual(Object.keys(words).toSorted());
    for (const pattern of Object.values(words)) expect(recipe).toMatch(pattern);
  });

  it('lead an old distribution to a new stage: origins have the same ids in both', () => {
    const idsOf = (stage: ReturnType<typeof aStage>): string[] => {
      const all = Object.values(templateOf(stage).toJSON().Resources as Record<string, Resource>);
      const { Properties } = all.find(({ Type }) => Type === 'AWS::CloudFront::Distribution')!;
      return (Properties.DistributionConfig as { Origins: { Id: string }[] }).Origins.map(({ Id }) => Id);
    };
    expect(idsOf(aStage())).toHaveLength(2);
    expect(idsOf(aStage({ table: 'of-before', origin: 2 }))).toEqual(idsOf(aStage()));
  });

  it('say how many of the account’s origin request policies a stage takes', () => {
    const policies = Object.values(template.Resources).filter(({ Type }) =>
      Type.endsWith('OriginRequestPolicy'),
    );
    expect(policies).toHaveLength(2);
    expect(read('stages.md')).toMatch(/origin request policies\s+of its own, and a stage has two/);
  });
});
