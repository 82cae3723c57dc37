/**
 * The metrics and thresholds of the alarms: symptoms that readers notice (site errors, waiting mail), and faults that would stop a stage
 * silently.
 */
import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { METRIC_NAMESPACE, METRICS } from '../../functions/domain/account/metrics.ts';

/** A metric with its threshold. docs/alarms.md has a section for each, by its name. */
export type Watch = {
  metric: IMetric;
  above: number;
  says: string;
  missing?: TreatMissingData;
  below?: boolean;
};

export type Watched = {
  /** The stage's name in the metrics of its functions: `paper-prod`. */
  stage: string;
  api: HttpApi;
  queues: Readonly<Record<'Events' | 'Notices', IQueue>>;
  dead: IQueue;
  tick: IFunction;
};

const FIVE_MINUTES = Duration.minutes(5);
const FIFTEEN_MINUTES = Duration.minutes(15);

/**
 * CloudWatch charges an alarm by its metrics, also those within a sum, and ten are free (ALARMS in functions/domain/account/prices.ts
 * counts them). So a function has no alarm if its failure shows elsewhere: the web function's in the API, those of notices and events in
 * their queues, those of the planner and the deliver functions in a stuck run or in the dead letters.
 */
export const watchesOf = (watched: Watched): Readonly<Record<string, Watch>> => ({
  ...siteWatches(watched.api),
  ...queueWatches(watched.queues),
  ...countedWatches(watched.stage),
  ...tickWatches(watched.tick),
  ...deadLetterWatches(watched.dead),
  ...accountWatches(),
});

/**
 * The web function answers its own errors with 500 and 503 and throws none, so AWS/Lambda's Errors stay at 0 while every sign-up fails. API
 * Gateway counts these answers, and crashed or throttled functions too; the dimension is this stage's API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
const siteWatches = (api: HttpApi): Record<string, Watch> => ({
  SiteErrors: {
    metric: api.metricServerError({ period: FIVE_MINUTES, statistic: 'Sum' }),
    above: 0,
    says: `The site answered a reader with an error (5xx).`,
  },
});

/**
 * A function that fails hands its message back, and the message grows old. SQS leaves a message out of this metric once it was received
 * three times, which is after twice the visibility timeout: 12 min for events, 24 for notices. The alarm must go off before.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const MAX_MESSAGE_AGE_SECONDS = {
  events: Duration.minutes(10).toSeconds(),
  notices: Duration.minutes(15).toSeconds(),
};

const queueWatches = (queues: Watched['queues']): Record<string, Watch> => {
  const age = (queue: IQueue) =>
    queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: 'Maximum' });
  return {
    EventsWait: {
      metric: age(queues.Events),
      above: MAX_MESSAGE_AGE_SECONDS.events,
      says: `Events of SES have waited for ten minutes: bounces and complaints are not counted.`,
    },
    NoticesWait: {
      metric: age(queues.Notices),
      above: MAX_MESSAGE_AGE_SECONDS.notices,
      says: `A doorbell for confirmations has waited for a quarter of an hour.`,
    },
  };
};

/** Metrics that the functions count themselves (adapters/powertools/log.ts): in these cases AWS sees no failure. */
const countedWatches = (service: string): Record<string, Watch> => {
  const counted = (metricName: string, period: Duration): Metric =>
    new Metric({
      ...{ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { service } },
      ...{ period, statistic: 'Sum' },
    });
  return {
    NoticesHalted: {
      metric: counted(METRICS.noticesHalted, FIFTEEN_MINUTES),
      above: 1,
      says: `Confirmations or other notices cannot be sent, again and again; \`status\` says why. Perhaps nobody can subscribe.`,
    },
    RunsPaused: {
      metric: counted(METRICS.runsPaused, FIVE_MINUTES),
      above: 0,
      says: `A run was stopped and waits for you; a mail of its own says which. OK says that no other was since.`,
    },
  };
};

/**
 * A function that never runs has no metric, and CloudWatch looks for an older value before a value counts as missing: such an alarm is
 * three or four periods late. So the expression fills the gap, and `missing` matters only before the first value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const tickRunsMetric = (tick: IFunction): IMetric =>
  new MathExpression({
    expression: 'FILL(ticks, 0)',
    usingMetrics: { ticks: tick.metricInvocations({ period: FIFTEEN_MINUTES, statistic: 'Sum' }) },
    period: FIFTEEN_MINUTES,
    label: 'Ticks',
  });

/** A tick that does not run, or fails each time, starts no run. */
const tickWatches = (tick: IFunction): Record<string, Watch> => ({
  ErrorsTick: {
    metric: tick.metricErrors({ period: FIVE_MINUTES }),
    above: 0,
    says: `The Tick function failed. Its log says why.`,
  },
  Still: {
    metric: tickRunsMetric(tick),
    above: 1,
    below: true,
    missing: TreatMissingData.BREACHING,
    says: `The tick has not run for a quarter of an hour: nothing is sent by itself.`,
  },
});

const deadLetterWatches = (queue: IQueue): Record<string, Watch> => ({
  DeadLetters: {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: 'Maximum' }),
    above: 0,
    says: `Messages failed again and again and were set aside.`,
  },
});

/**
 * SES reviews an account at 5 % bounces and 0.1 % complaints; lower thresholds leave time to act.
 * https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html
 */
const REPUTATION_LIMITS = { 'Reputation.BounceRate': 0.02, 'Reputation.ComplaintRate': 0.0008 };

/**
 * These metrics cover the whole account in this region: another stage or project may be the cause, and the mail must not blame this one.
 */
const ACCOUNT_WIDE_HINT =
  'The figure is that of the whole account, so that another stage or project may be the cause.';

const accountWatches = (): Record<string, Watch> => ({
  Throttles: {
    metric: new Metric({
      ...{ namespace: 'AWS/Lambda', metricName: 'Throttles' },
      ...{ period: FIVE_MINUTES, statistic: 'Sum' },
    }),
    above: 0,
    says: `The account had no room to run a function. ${ACCOUNT_WIDE_HINT}`,
  },
  ...Object.fromEntries(
    Object.entries(REPUTATION_LIMITS).map(([metricName, above]): [string, Watch] => [
      metricName.replace('Reputation.', ''),
      {
        metric: new Metric({
          ...{ namespace: 'AWS/SES', metricName },
          ...{ period: Duration.hours(1), statistic: 'Maximum' },
        }),
        above,
        says: `${metricName} of the account is above ${above * 100} %. ${ACCOUNT_WIDE_HINT}`,
        missing: TreatMissingData.IGNORE,
      },
    ]),
  ),
});
