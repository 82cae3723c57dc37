import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../../functions/adapters/aws4fetch/prices.ts';
import { METRICS } from '../../../functions/domain/account/metrics.ts';
import { aStage, templateOf } from '../../support/hosts/stage.ts';
import { alarmsOf, muteActions, nameOfAlarm } from '../../support/probes/alarms.ts';

const template = templateOf();
const other = templateOf(aStage({ name: 'test' }));
type Watched = { Namespace: string; MetricName: string; Dimensions?: { Name: string; Value: unknown }[] };
const metricsOf = (of = template): Watched[] =>
  Object.values(alarmsOf(of)).map(({ Properties }) => Properties as unknown as Watched);
const watched = (metric: string, of = template) => metricsOf(of).filter((m) => m.MetricName === metric);

describe('alarms', () => {
  it('are heard: each action, and each OK action, is a topic whose policy lets CloudWatch publish', () => {
    expect(Object.keys(alarmsOf(template))).toHaveLength(ALARMS);
    expect(muteActions(template)).toEqual([]);
    expect(muteActions(other)).toEqual([]);
  });

  it('come once to an editor who is named twice, and a budget does', () => {
    const emails = ['Ed@paper.press', 'ed@paper.press', 'Ed@paper.press', 'eva@paper.press'];
    const editors = emails.map((email) => ({ name: '', email }));
    const hosting = { ...aStage().publication.hosting, budget: 20 };
    const twice = templateOf(aStage({}, { editors, hosting }));
    const subscribed = Object.values(twice.findResources('AWS::SNS::Subscription'));
    const told = ['Ed@paper.press', 'eva@paper.press'];
    expect(subscribed.map(({ Properties }) => Properties.Endpoint)).toEqual(told);
    const [budget] = Object.values(twice.findResources('AWS::Budgets::Budget'));
    for (const { Subscribers } of budget!.Properties.NotificationsWithSubscribers)
      expect((Subscribers as { Address: string }[]).map(({ Address }) => Address)).toEqual(told);
  });

  it('would not be heard by a topic that enforces TLS and says nothing of CloudWatch', () => {
    const stack = new Stack();
    const metric = new Metric({ namespace: 'n', metricName: 'm' });
    const alarm = new Alarm(stack, 'A', { metric, threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new SnsAction(new Topic(stack, 'T', { enforceSSL: true })));
    expect(muteActions(Template.fromStack(stack))).toHaveLength(2);
  });

  it('see what functions answer themselves: the 5xx of this stage’s API, which no function throws', () => {
    const [api, ...more] = watched('5xx');
    expect(more).toEqual([]);
    const [id] = Object.keys(template.findResources('AWS::ApiGatewayV2::Api'));
    expect(api).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      Dimensions: [{ Name: 'ApiId', Value: { Ref: id } }],
      Threshold: 0,
    });
  });

  it('see a function behind a queue that hands its messages back: the age of the oldest', () => {
    const queues = watched('ApproximateAgeOfOldestMessage').map(({ Dimensions }) =>
      JSON.stringify(Dimensions?.[0]?.Value),
    );
    expect(queues).toEqual([expect.stringContaining('Events'), expect.stringContaining('notices')]);
  });

  it('go off while SQS still counts the age: before a message was received for the third time', () => {
    const queues = template.findResources('AWS::SQS::Queue');
    for (const age of watched('ApproximateAgeOfOldestMessage')) {
      const { Threshold, Dimensions } = age as Watched & { Threshold: number };
      const [id] = (Dimensions![0]!.Value as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
      const { VisibilityTimeout } = queues[id]!.Properties as { VisibilityTimeout: number };
      expect(Threshold, id).toBeGreaterThan(VisibilityTimeout);
      expect(Threshold, id).toBeLessThan(2 * VisibilityTimeout);
    }
  });

  it('hear a tick that does not run at the end of one period, and not when CloudWatch finds no older value', () => {
    const [still] = metricsOf().filter((one) => JSON.stringify(one).includes('"Invocations"'));
    expect(still).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 1,
    });
    const { Metrics } = still as unknown as { Metrics: Record<string, unknown>[] };
    expect(Metrics.filter(({ MetricStat }) => MetricStat)).toMatchObject([
      { Id: 'ticks', ReturnData: false, MetricStat: { Period: 900, Stat: 'Sum' } },
    ]);
    expect(Metrics.filter(({ Expression }) => Expression)).toMatchObject([{ Expression: 'FILL(ticks, 0)' }]);
  });

  it('count halted notices and paused runs of their own stage, and of no other', () => {
    for (const name of [METRICS.noticesHalted, METRICS.runsPaused])
      for (const [of, stage] of [
        [template, 'prod'],
        [other, 'test'],
      ] as const)
        expect(watched(name, of)).toMatchObject([
          {
            Namespace: 'Broadsheet',
            Dimensions: [{ Name: 'service', Value: expect.stringMatching(`-${stage}$`) }],
          },
        ]);
  });

  it('that look at the whole account say so, and blame no stage', () => {
    const general = Object.values(alarmsOf(template)).filter(
      ({ Properties }) => !JSON.stringify(Properties).includes('"Dimensions"'),
    );
    expect(general).toHaveLength(3);
    for (const { Properties } of general)
      expect(Properties.AlarmDescription).toMatch(/whole account.*another stage or project may be the cause/);
  });

  it('stand each in docs/alarms.md, where their mail says to look, and nothing else does', () => {
    const docs = readFileSync(new URL('../../../docs/alarms.md', import.meta.url), 'utf8');
    const described = [...docs.matchAll(/^### (\w+)$/gm)].map((found) => found[1]);
    const told = Object.entries(alarmsOf(template)).map(([id, { Properties }]) => {
      expect(Properties.AlarmDescription).toContain(`See docs/alarms.md: ${nameOfAlarm(id)}.`);
      return nameOfAlarm(id);
    });
    expect(described.sort()).toEqual(told.sort());
  });

  it('are published to by the functions that stop runs or send notices, on this topic alone', () => {
    const allowed = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('sns:Publish'),
    );
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    const grants = allowed.map(({ Properties }) => ({
      role: (Properties.Roles as { Ref: string }[])[0]!.Ref.replace(/Role[0-9A-F]+$/, ''),
      on: (Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[]).find(
        ({ Action }) => Action === 'sns:Publish',
      )?.Resource,
    }));
    expect(grants.map(({ role }) => role).sort()).toEqual([
      'DeliveryTick',
      'Deliverydeliver',
      'Deliverynotices',
      'Feedback',
    ]);
    expect(grants.every(({ on }) => JSON.stringify(on) === JSON.stringify({ Ref: topic }))).toBe(true);
  });
});
