/** Alarms: what must not go on unseen reaches the editors by mail. What concerns one run, the tick tells them itself. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export type AlarmsProps = {
  /** Each confirms by a mail that AWS sends once. */
  editors: readonly string[];
  functions: Readonly<Record<string, IFunction>>;
  dead: Queue;
  tick: IFunction;
  dashboard: boolean;
};

const FIVE_MINUTES = Duration.minutes(5);

/** SES reviews an account at 5 % and 0.1 %: there is time to act. https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html */
const REPUTATION = { 'Reputation.BounceRate': 0.02, 'Reputation.ComplaintRate': 0.0008 };

type Watch = { metric: IMetric; above: number; says: string; missing?: TreatMissingData; below?: boolean };

export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Editors', { enforceSSL: true });
    for (const email of props.editors) this.topic.addSubscription(new EmailSubscription(email));
    const watched = {
      ...deadLetters(props.dead),
      ...failures(props.functions),
      ...reputation(),
      ...still(props.tick),
    };
    for (const [name, watch] of Object.entries(watched)) this.watch(name, watch);
    if (props.dashboard) this.show(watched);
  }

  private watch(name: string, { metric, above, says, missing, below }: Watch): void {
    const alarm = new Alarm(this, name, {
      metric,
      threshold: above,
      evaluationPeriods: 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: says,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private show(watched: Readonly<Record<string, Watch>>): void {
    const widgets = Object.entries(watched).map(
      ([title, { metric }]) => new GraphWidget({ title, left: [metric], width: 8 }),
    );
    new Dashboard(this, 'Dashboard', { widgets: [widgets] });
  }
}

const deadLetters = (queue: Queue): Record<string, Watch> => ({
  DeadLetters: {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: 'Maximum' }),
    above: 0,
    says: 'Messages failed again and again. See docs/operate-aws.md: the dead-letter queue fills.',
  },
});

/** Throttles are the account's: an alarm is charged by its metrics, and ten are free. */
const failures = (functions: AlarmsProps['functions']): Record<string, Watch> => ({
  ...Object.fromEntries(
    Object.entries(functions).map(([name, fn]): [string, Watch] => [
      `Errors${name}`,
      {
        metric: fn.metricErrors({ period: FIVE_MINUTES }),
        above: 0,
        says: `The ${name} function failed. Its log says why.`,
      },
    ]),
  ),
  Throttles: {
    metric: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Throttles',
      period: FIVE_MINUTES,
      statistic: 'Sum',
    }),
    above: 0,
    says: 'The account has no room to run a function: ask AWS for more concurrency.',
  },
});

const reputation = (): Record<string, Watch> =>
  Object.fromEntries(
    Object.entries(REPUTATION).map(([metricName, above]) => [
      metricName.replace('Reputation.', ''),
      {
        metric: new Metric({
          namespace: 'AWS/SES',
          metricName,
          period: Duration.hours(1),
          statistic: 'Maximum',
        }),
        above,
        says: `${metricName} of the account is above ${above * 100} %. See docs/operate-aws.md: a paused account.`,
        missing: TreatMissingData.IGNORE,
      },
    ]),
  );

/** Nothing starts by itself while it does not tick. */
const still = (tick: IFunction): Record<string, Watch> => ({
  Still: {
    metric: tick.metricInvocations({ period: Duration.minutes(15) }),
    above: 1,
    below: true,
    missing: TreatMissingData.BREACHING,
    says: 'The tick has not run for a quarter of an hour: nothing is sent by itself.',
  },
});
