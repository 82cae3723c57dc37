import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stageId } from '../../infra/stage/stage.ts';
import { aPublication } from '../support/builders/small-publication.ts';
import { aStage, templateOf } from '../support/hosts/stage.ts';

type Statement = {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string>>;
};
const TEXT = readFileSync(new URL('../../docs/deploy-policy.json', import.meta.url), 'utf8');
const BOUNDARY = 'arn:aws:iam::123456789012:policy/broadsheet-deploy';

const like = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(text);

/** As IAM decides: a denial stands before all else. `context`: what the call says, by condition key. */
function allows(paper: string, action: string, resource: string, context: Record<string, string> = {}) {
  const { Statement: statements } = JSON.parse(TEXT.replaceAll('PAPER', paper)) as { Statement: Statement[] };
  const matching = statements.filter(
    ({ Action, Resource, Condition = {} }) =>
      [Action].flat().some((one) => like(one, action)) &&
      [Resource].flat().some((one) => like(one, resource)) &&
      Object.entries(Condition.StringLike ?? {}).every(([key, one]) => like(one, context[key] ?? '')),
  );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}
const iam = (name: string) => `arn:aws:iam::123456789012:${name}`;
const bounded = { 'iam:PermissionsBoundary': BOUNDARY };

describe('the policy of a deployment', () => {
  it.each(['quarter-hour', 'broadsheet', 'cdk'])(
    'changes neither itself nor the bootstrap, for a paper %s',
    (paper) => {
      for (const action of [
        'CreatePolicyVersion',
        'SetDefaultPolicyVersion',
        'DeletePolicyVersion',
        'DeletePolicy',
      ])
        expect(allows(paper, `iam:${action}`, BOUNDARY)).toBe(false);
      const executes = iam('role/cdk-hnb659fds-cfn-exec-role-123456789012-eu-west-1');
      for (const action of ['UpdateAssumeRolePolicy', 'DetachRolePolicy', 'DeleteRole', 'AttachRolePolicy'])
        expect(allows(paper, `iam:${action}`, executes)).toBe(false);
      expect(allows(paper, 'iam:PutRolePermissionsBoundary', executes, bounded)).toBe(false);
      expect(
        allows(paper, 'ssm:PutParameter', 'arn:aws:ssm:eu-west-1:1:parameter/cdk-bootstrap/x/version'),
      ).toBe(false);
    },
  );

  it.each(['quarter-hour', '7days', 'broadsheet'])(
    'makes the roles of the stack %s, within itself alone',
    (id) => {
      const stack = stageId(aStage({}, { id }));
      const paper = stack.replace(/-prod$/, '');
      const role = iam(`role/${stack}-WebRoleCD6F4B98-x1`);
      for (const action of [
        'CreateRole',
        'PutRolePolicy',
        'AttachRolePolicy',
        'PutRolePermissionsBoundary',
      ]) {
        expect(allows(paper, `iam:${action}`, role, bounded)).toBe(true);
        expect(allows(paper, `iam:${action}`, role)).toBe(false);
      }
      expect(allows(paper, 'iam:PassRole', role)).toBe(true);
      expect(allows(paper, 'iam:CreatePolicy', iam(`policy/${stack}-EditorPolicyB58D8DB5-x1`))).toBe(true);
      expect(allows(paper, 'iam:PassRole', iam('role/somebody-else'))).toBe(false);
    },
  );

  it('reads the certificate’s stack in us-east-1, which the stack elsewhere refers to, and keys through Parameter Store alone', () => {
    const arn = 'arn:aws:cloudformation:us-east-1:123456789012:stack/paperprodEdge47DE42FA/1';
    expect(allows('paper', 'cloudformation:DescribeStacks', arn)).toBe(true);
    expect(allows('paper', 'cloudformation:DeleteStack', arn)).toBe(false);
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    expect(allows('paper', 'kms:Decrypt', key, { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' })).toBe(
      true,
    );
    expect(allows('paper', 'kms:Decrypt', key)).toBe(false);
  });

  it('allows every action that the roles of the stack have: as their boundary it must take nothing from them', () => {
    const hosting = { ...aPublication().hosting, github: 'owner/repo', zone: 'paper.press' };
    const template = templateOf(aStage({}, { hosting, url: 'https://news.paper.press' }));
    const documents = Object.values(
      template.toJSON().Resources as Record<string, { Properties?: object }>,
    ).map(({ Properties }) => Properties as { PolicyDocument?: { Statement: Statement[] }; Roles?: unknown });
    const actions = documents
      .filter((one) => one?.Roles)
      .flatMap((one) => one.PolicyDocument!.Statement.flatMap(({ Action }) => Action));
    expect(actions.length).toBeGreaterThan(30);
    const { Statement: statements } = JSON.parse(TEXT) as { Statement: Statement[] };
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !allowed.some((one) => like(one, action)))).toEqual([]);
  });
});
