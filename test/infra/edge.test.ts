import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { PERSONAL_PARTS } from '../../functions/domain/site/public-paths.ts';
import { securityHeaders } from '../../functions/web/http/headers.ts';
import { aStage, templateOf } from '../support/hosts/stage.ts';

const template = templateOf();
const only = <T>(type: string, from: Template = template): T =>
  Object.values(from.findResources(type))[0]!.Properties as T;

const EVERYTHING = { zone: undefined, workers: 2, waf: false, dashboard: true, budget: 20 };

type Behavior = {
  CachePolicyId: { Ref: string };
  PathPattern: string;
  ViewerProtocolPolicy: string;
  TargetOriginId: string;
};
type Site = {
  CacheBehaviors: Behavior[];
  CustomErrorResponses: { ErrorCode: number; ErrorCachingMinTTL: number; ResponsePagePath?: string }[];
  OriginGroups: { Items: { Id: string; FailoverCriteria: { StatusCodes: { Items: number[] } } }[] };
};
const { DistributionConfig: distribution } = only<{ DistributionConfig: Site }>(
  'AWS::CloudFront::Distribution',
);

describe('CloudFront', () => {
  it('keeps no fault longer than a second, no 404 longer than it is told, and has no page of its own', () => {
    const kept = Object.fromEntries(
      distribution.CustomErrorResponses.map((one) => [one.ErrorCode, one.ErrorCachingMinTTL]),
    );
    expect(kept).toEqual({ 400: 0, 403: 0, 404: 0, 405: 0, 500: 1, 502: 1, 503: 1, 504: 1 });
    expect(distribution.CustomErrorResponses.every((one) => one.ResponsePagePath === undefined)).toBe(true);
  });

  it('has a behaviour for everything that is one reader’s, and leads http to https', () => {
    const paths = distribution.CacheBehaviors.map(({ PathPattern }) => PathPattern);
    for (const part of PERSONAL_PARTS)
      expect(paths).toContain(part === 'subscribe' ? '/subscribe' : `/${part}/*`);
    expect(new Set(distribution.CacheBehaviors.map((one) => one.ViewerProtocolPolicy))).toEqual(
      new Set(['redirect-to-https']),
    );
  });

  it('keeps one search for each query and page, and no other field of a query reaches the application', () => {
    type Policy = { CachePolicyConfig: { ParametersInCacheKeyAndForwardedToOrigin: Record<string, object> } };
    const policies = template.findResources('AWS::CloudFront::CachePolicy');
    const search = distribution.CacheBehaviors.find((one) => one.PathPattern === '/search');
    const { CachePolicyConfig: policy } = policies[search!.CachePolicyId.Ref]!.Properties as Policy;
    const { QueryStringsConfig } = policy.ParametersInCacheKeyAndForwardedToOrigin;
    expect(QueryStringsConfig).toEqual({ QueryStringBehavior: 'whitelist', QueryStrings: ['q', 'page'] });
  });

  it('asks the application for a picture that the store does not have', () => {
    const [group] = distribution.OriginGroups.Items;
    expect(group!.FailoverCriteria.StatusCodes.Items).toEqual([403, 404]);
    for (const path of ['/media/*', '/assets/*'])
      expect(distribution.CacheBehaviors.find((one) => one.PathPattern === path)?.TargetOriginId).toBe(
        group!.Id,
      );
  });

  it('says of pictures what the application says of pages', () => {
    const { ResponseHeadersPolicyConfig: guard } = only<{
      ResponseHeadersPolicyConfig: Record<'SecurityHeadersConfig' | 'CustomHeadersConfig', object>;
    }>('AWS::CloudFront::ResponseHeadersPolicy');
    expect(guard.CustomHeadersConfig).toEqual({
      Items: [
        {
          Header: 'Permissions-Policy',
          Value: securityHeaders('https:', false)['Permissions-Policy'],
          Override: true,
        },
      ],
    });
    expect(Object.keys(guard.SecurityHeadersConfig)).toHaveLength(5);
    // But the page that says 404 in a picture's place has a style.
    expect(guard.SecurityHeadersConfig).toMatchObject({ ContentSecurityPolicy: { Override: false } });
  });

  it('never gets another logical id: without a domain its name is in every letter', () => {
    for (const one of [template, templateOf(aStage({ name: 'test' }))])
      expect(Object.keys(one.findResources('AWS::CloudFront::Distribution'))).toEqual([
        'SiteDistribution390DED28',
      ]);
  });
});

describe('the API', () => {
  type Throttle = { ThrottlingRateLimit: number; ThrottlingBurstLimit: number };
  const stage = only<{ DefaultRouteSettings: Throttle; RouteSettings: Record<string, Throttle> }>(
    'AWS::ApiGatewayV2::Stage',
  );

  it('lets through what a site behind CloudFront needs, and no more', () => {
    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
  });

  it('leaves a tick and a delivery room among the ten runs of a new account, whoever signs up', () => {
    // Little's law: what waits a quarter of a second, and what comes at one instant.
    const runs = Object.values(stage.RouteSettings).reduce(
      (all, one) => all + one.ThrottlingRateLimit * 0.25 + one.ThrottlingBurstLimit,
      0,
    );
    expect(runs).toBeLessThanOrEqual(9);
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } =
      stage.RouteSettings['POST /subscribe']!;
    expect(rate * 0.25 + burst).toBeLessThan(6);
  });

  it('has a route for each path that it slows, made before the stage that names it', () => {
    const routes = template.findResources('AWS::ApiGatewayV2::Route');
    const keys = Object.values(routes).map(({ Properties }) => Properties.RouteKey as string);
    const named = Object.keys(stage.RouteSettings);
    expect(keys.toSorted()).toEqual(['$default', ...named].toSorted());
    expect(named.every((key) => key.startsWith('POST /'))).toBe(true);
    const [made] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const slowed = Object.entries(routes).filter(([, { Properties }]) => named.includes(Properties.RouteKey));
    for (const [id] of slowed) expect(made!.DependsOn).toContain(id);
  });

  it('slows no one-click leaving, which mail services post many of at once', () => {
    expect(Object.keys(stage.RouteSettings).join()).not.toContain('unsubscribe');
  });
});

describe('logs', () => {
  const kinds = {
    plain: templateOf(),
    everything: templateOf(
      aStage(
        { keep: false },
        { hosting: { ...EVERYTHING, waf: true, github: 'paper/site' } as typeof EVERYTHING },
      ),
    ),
  };

  it.each(Object.entries(kinds))(
    'of every function, CDK’s own too, end in a group that expires: %s',
    (_, all) => {
      const groups = all.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 } });
      for (const [id, { Properties }] of Object.entries(all.findResources('AWS::Lambda::Function')))
        expect([id, Object.keys(groups)]).toEqual([
          id,
          expect.arrayContaining([Properties.LoggingConfig?.LogGroup.Ref]),
        ]);
    },
  );
});

describe('a second region', () => {
  /** Of the account, whatever the region. https://docs.aws.amazon.com/AmazonCloudFront/latest/APIReference */
  const GLOBAL = [
    ['AWS::CloudFront::OriginRequestPolicy', 'OriginRequestPolicyConfig'],
    ['AWS::CloudFront::CachePolicy', 'CachePolicyConfig'],
    ['AWS::CloudFront::ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig'],
    ['AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig'],
  ] as const;
  /** As CloudFormation would write it in a stack of this id. */
  const written = (name: unknown, stackId: string): unknown => {
    if (typeof name !== 'object') return name;
    const [[call, given]] = Object.entries(name as Record<string, unknown>) as [[string, unknown[]]];
    if (call === 'Ref') return stackId;
    const [first, second] = given.map((one) =>
      Array.isArray(one) ? one.map((part) => written(part, stackId)) : written(one, stackId),
    );
    if (call === 'Fn::Join') return (second as string[]).join(String(first));
    return call === 'Fn::Split' ? String(second).split(String(first)) : (second as string[])[Number(first)];
  };
  const namesOf = (from: Template, stackId: string): unknown[] =>
    GLOBAL.flatMap(([type, config]) =>
      Object.values(from.findResources(type)).map(({ Properties }) =>
        written(Properties[config].Name, stackId),
      ),
    );

  it('has the same stage under other names wherever they are the account’s, and so has one that is made again', () => {
    const stack = (region: string, number: string) =>
      namesOf(
        templateOf(aStage(), { region }),
        `arn:aws:cloudformation:${region}:1:stack/paper-prod/${number}`,
      );
    const all = [
      stack('eu-west-1', '5a1c9f30-cd02-11f0-9a4d-0a3b5c7d9e1f'),
      stack('ap-southeast-2', '6b2d0a41-cd02-11f0-8b5e-0a3b5c7d9e1f'),
      stack('eu-west-1', '7c3e1b52-cd02-11f0-7c6f-0a3b5c7d9e1f'),
    ];
    expect(all[0]).toHaveLength(6);
    expect(new Set(all.flat()).size).toBe(18);
    for (const name of all.flat()) expect(name).toMatch(/^[\w-]{1,64}$/);
  });

  it('has no name of a role, a function or a budget in it either', () => {
    const named = ['AWS::IAM::Role', 'AWS::Budgets::Budget', 'AWS::S3::Bucket', 'AWS::CloudWatch::Dashboard'];
    const all = templateOf(aStage({}, { hosting: EVERYTHING }));
    for (const type of named)
      for (const { Properties } of Object.values(all.findResources(type)))
        expect(Properties).not.toHaveProperty(type.includes('Budgets') ? 'Budget.BudgetName' : 'RoleName');
  });
});

describe('hosting.budget', () => {
  it('tells the editors before a month costs more', () => {
    const { Budget, NotificationsWithSubscribers } = only<{
      Budget: object;
      NotificationsWithSubscribers: { Subscribers: object[]; Notification: object }[];
    }>('AWS::Budgets::Budget', templateOf(aStage({}, { hosting: EVERYTHING })));
    expect(Budget).toEqual({
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 20, Unit: 'USD' },
    });
    expect(NotificationsWithSubscribers).toHaveLength(3);
    for (const { Subscribers } of NotificationsWithSubscribers)
      expect(Subscribers).toEqual([{ SubscriptionType: 'EMAIL', Address: 'ed@paper.press' }]);
    template.resourceCountIs('AWS::Budgets::Budget', 0);
  });
});

describe('hosting.pool', () => {
  it('is where letters leave, and nothing else', () => {
    const sets = (pool?: string) =>
      Object.values(
        templateOf(aStage({}, { hosting: { ...EVERYTHING, ...(pool && { pool }) } })).findResources(
          'AWS::SES::ConfigurationSet',
        ),
      ).map(({ Properties }) => [Properties.Name.split('-').at(-1), Properties.DeliveryOptions]);
    expect(sets('news')).toEqual([
      ['letters', { SendingPoolName: 'news' }],
      ['notices', undefined],
    ]);
    expect(sets()).toEqual([
      ['letters', undefined],
      ['notices', undefined],
    ]);
  });
});

describe('the origin’s secret', () => {
  const generationOf = (origin?: number) =>
    only<Record<string, unknown>>(
      'Custom::BroadsheetSecrets',
      templateOf(aStage(origin === undefined ? {} : { origin })),
    ).Generation;

  it('has a number that the maker is told, and nothing else of the template holds', () => {
    expect([generationOf(), generationOf(2)]).toEqual([undefined, '2']);
  });
});
