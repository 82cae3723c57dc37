import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { configurationSetName, type Stage, stageId } from '../../infra/stage/stage.ts';
import { aStage, templateOf } from '../support/hosts/stage.ts';

const [newsletter] = aStage().publication.newsletters;
const sentBy = (...emails: string[]) =>
  emails.map((email, i) => ({ ...newsletter!, id: `n${i}`, from: { name: '', email }, retired: i > 0 }));

type Statement = {
  Action: string;
  Resource: unknown[];
  Condition?: Record<string, Record<string, string[]>>;
};
const sendingIn = (template: Template): Statement[] =>
  Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .filter(({ Action }) => Action === 'ses:SendRawEmail');

const ODD = ['odd', '{x}@paper.press'];
const IAM_DOLLAR = ['$', '{$}'].join('');

describe('the right to send', () => {
  const publication = {
    from: { name: '', email: 'News@Paper.press' },
    newsletters: sentBy('alerts@paper.press', 'old@paper.press', 'NEWS@paper.press', ODD.join('$')),
  };
  it.each([
    ['an address', templateOf(aStage({}, publication))],
    ['an identity another stage has', templateOf(aStage({}, publication), { sharedSender: true })],
  ])('with %s is held by every sender of the publication, and no identity', (_, template) => {
    const statements = sendingIn(template);
    expect(statements).toHaveLength(2);
    for (const { Resource, Condition } of statements) {
      expect(JSON.stringify(Resource[0])).toContain(':identity/*');
      expect(JSON.stringify(Resource)).toMatch(/configuration-set/);
      expect(Condition).toEqual({
        StringEqualsIgnoreCase: {
          'ses:FromAddress': [
            ...['news@paper.press', 'alerts@paper.press', 'old@paper.press'],
            // IAM's way of writing a dollar.
            `${ODD[0]}${IAM_DOLLAR}${ODD[1]}`,
          ],
        },
      });
    }
  });
});

const called = (id: string, name = 'prod'): Stage => aStage({ name }, { id });
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;

describe('names made of an id', () => {
  const longest = 'stage-of-21-letters-x';
  it.each([...['a', '4th-estate', '7', 'n-', `${'x'.repeat(51)}`, `${'x'.repeat(52)}`, `${'9'.repeat(63)}`]])(
    '`%s` are ones that CloudFormation and SES take, in every stage',
    (id) => {
      for (const name of ['prod', 't', longest]) {
        expect(stageId(called(id, name))).toMatch(STACK);
        for (const stream of ['letters', 'notices'] as const)
          expect(configurationSetName(called(id, name), stream)).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      }
    },
  );

  it('stay what they were wherever they could be deployed before', () => {
    expect(stageId(called('quarter-hour'))).toBe('quarter-hour-prod');
    expect(configurationSetName(called('quarter-hour', 'test'), 'notices')).toBe('quarter-hour-test-notices');
    const id = 'x'.repeat(51);
    expect(configurationSetName(called(id), 'letters')).toBe(`${id}-prod-letters`);
  });

  it('are never the same for two publications', () => {
    expect(stageId(called('4th'))).not.toBe(stageId(called('paper-4th')));
    const sets = ['a', 'b'].map((end) => configurationSetName(called(`${'x'.repeat(62)}${end}`), 'letters'));
    expect(new Set(sets).size).toBe(2);
  });
});

type Resources = Readonly<Record<string, { Type: string; DependsOn?: string[]; DeletionPolicy?: string }>>;
const resources = (templateOf().toJSON() as { Resources: Resources }).Resources;
const idsOf = (pattern: RegExp): string[] => Object.keys(resources).filter((id) => pattern.test(id));
const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);

describe('a first deployment', () => {
  const needed = [...idsOf(/^Base[0-9A-F]{8}$/), ...idsOf(/^SecretsMade/)];

  it.each([
    ['AWS::Scheduler::Schedule', 1],
    ['AWS::Lambda::EventSourceMapping', 4],
    ['AWS::CloudWatch::Alarm', 11],
    ['Custom::Trigger', 1],
  ])('makes each %s after the base URL and the secrets', (type, atLeast) => {
    expect(needed).toHaveLength(2);
    const found = ofType(type);
    expect(found.length).toBeGreaterThanOrEqual(atLeast);
    for (const { DependsOn = [] } of found) expect(DependsOn).toEqual(expect.arrayContaining(needed));
  });

  it('that failed leaves nothing with a name that the second would want', () => {
    const kept = Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(kept.length).toBeGreaterThan(1);
    for (const one of kept) {
      const { TableName, BucketName, Name } = (one as unknown as { Properties: Record<string, unknown> })
        .Properties;
      expect([TableName, BucketName, Name]).toEqual([undefined, undefined, undefined]);
    }
  });
});
