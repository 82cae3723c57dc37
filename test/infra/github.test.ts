import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aPublication } from '../support/builders/small-publication.ts';
import { aStage, ENV, templateOf } from '../support/hosts/stage.ts';

const hosting = { ...aPublication().hosting, github: 'owner/repo' };
const trusted = templateOf(aStage({}, { hosting }));
const untrusted = templateOf();
const PROVIDER = 'AWS::IAM::OIDCProvider';

const roleOf = (template: typeof trusted) =>
  Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Github'));
const [, role] = roleOf(trusted)[0]!;

describe('a repository of GitHub', () => {
  it('is trusted by no role where none is named, and by a stage other than prod never', () => {
    for (const template of [untrusted, templateOf(aStage({ name: 'test' }, { hosting }))]) {
      expect(roleOf(template)).toEqual([]);
      template.resourceCountIs(PROVIDER, 0);
      expect(Object.keys(template.findOutputs('AwsRole'))).toEqual([]);
    }
  });

  it('is trusted for its environment of production alone: by equality, in audience and subject', () => {
    const [statement, ...more] = role!.Properties.AssumeRolePolicyDocument.Statement;
    expect(more).toEqual([]);
    expect(statement).toMatchObject({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': 'repo:owner/repo:environment:production',
        },
      },
    });
    expect(Object.keys(statement.Condition)).toEqual(['StringEquals']);
    trusted.hasOutput('AwsRole', {});
  });

  it('that has its number in its tokens is trusted by it', () => {
    const numbered = templateOf(aStage({}, { hosting: { ...hosting, github: 'owner@12/repo@34' } }));
    expect(JSON.stringify(roleOf(numbered))).toContain('"repo:owner@12/repo@34:environment:production"');
  });

  it('comes with GitHub’s provider, which stays when the stack goes', () => {
    trusted.hasResource(PROVIDER, {
      Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  it('is trusted through the provider that the account has, where it has one', () => {
    const existing = templateOf(aStage({}, { hosting: { ...hosting, githubProvider: 'existing' } }));
    existing.resourceCountIs(PROVIDER, 0);
    const { Federated } = roleOf(existing)[0]![1]!.Properties.AssumeRolePolicyDocument.Statement[0].Principal;
    expect(JSON.stringify(Federated)).toContain(
      `:iam::${ENV.account}:oidc-provider/token.actions.githubusercontent.com`,
    );
  });

  it('deploys by the roles of cdk bootstrap, and by no other', () => {
    const [{ PolicyDocument }] = role!.Properties.Policies;
    expect(PolicyDocument.Statement).toHaveLength(1);
    const { Action, Resource } = PolicyDocument.Statement[0];
    expect(Action).toBe('sts:AssumeRole');
    const names = (Resource as object[]).map((one) => /:role\/([\w-]+)/.exec(JSON.stringify(one))![1]);
    expect(names).toEqual(
      ['deploy', 'file-publishing', 'lookup'].map(
        (name) => `cdk-hnb659fds-${name}-role-${ENV.account}-us-east-1`,
      ),
    );
  });

  it('asks at synth which certificates there are, as a host whose DNS is elsewhere needs, and nothing else of ACM', () => {
    const [, { PolicyDocument }, ...more] = role!.Properties.Policies;
    expect(more).toEqual([]);
    expect(PolicyDocument.Statement).toMatchObject([{ Action: 'acm:ListCertificates', Resource: '*' }]);
  });

  it('publishes: reads what a command reads of the stage, and writes the bucket', () => {
    const [own] = Object.values(trusted.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('Github'),
    );
    const statements = own!.Properties.PolicyDocument.Statement as {
      Action: string | string[];
      Resource: unknown;
    }[];
    expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual(
      ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 'ssm:GetParameters'].toSorted(),
    );
    expect(JSON.stringify(statements)).not.toMatch(/\/origin"|"Resource":"\*"/);
  });
});

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: object;
};
const { Statement: statements } = JSON.parse(
  readFileSync(new URL('../../docs/deploy-policy.json', import.meta.url), 'utf8'),
) as { Statement: Statement[] };
const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
/** AWS::ApiGatewayV2::Api → apigateway */
const SERVICES: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigateway',
  certificatemanager: 'acm',
};

describe('the policy that a deployment may have in place of an administrator’s', () => {
  const actions = allowed.flatMap(({ Action }) => Action);

  it('covers each service of the stack, with a domain, a firewall and a role for GitHub', () => {
    const whole = templateOf(
      aStage(
        {},
        {
          hosting: { ...hosting, zone: 'paper.press', waf: true, dashboard: true },
          url: 'https://news.paper.press',
        },
      ),
    );
    const types = Object.values(whole.toJSON().Resources as Record<string, { Type: string }>);
    const services = new Set(
      types.flatMap(({ Type }) => /^AWS::(\w+)::/.exec(Type)?.[1]?.toLowerCase() ?? []),
    );
    const missing = [...services].filter(
      (name) => name !== 'cdk' && !actions.some((action) => action.startsWith(`${SERVICES[name] ?? name}:`)),
    );
    expect(missing).toEqual([]);
  });

  it('makes no role that is stronger than itself, and no user', () => {
    expect(actions).not.toContain('*');
    expect(
      actions.filter((action) => /^iam:(\*|.*(User|Group|AccessKey|LoginProfile))/.test(action)),
    ).toEqual([]);
    const strengthens = /^iam:(CreateRole|PutRolePolicy|AttachRolePolicy|PutRolePermissionsBoundary)$/;
    const makers = allowed.filter(({ Action }) => [Action].flat().some((action) => strengthens.test(action)));
    expect(makers).toHaveLength(1);
    expect(makers[0]!.Condition).toEqual({
      StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::*:policy/broadsheet-deploy' },
    });
    expect(actions).not.toContain('iam:DeleteRolePermissionsBoundary');
    for (const { Action, Resource } of allowed)
      if ([Action].flat().some((action) => action.startsWith('iam:')))
        expect(Resource).toMatch(/PAPER-\*$|oidc-provider/);
  });

  it('fits into a managed policy, whose spaces do not count', () => {
    expect(JSON.stringify({ Version: '2012-10-17', Statement: statements }).length).toBeLessThan(6144);
  });
});
