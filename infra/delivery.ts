/** Delivery: the tick (cron job) that starts due runs, and the functions that plan and deliver when a doorbell rings. */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule as Rate, ScheduleExpression, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PLANNERS } from '../functions/domain/delivery/workers.ts';
import { Doorbells, type Kind } from './doorbells.ts';
import { Handler } from './stage/handler.ts';

/** The longest time for one message of a queue. A function gives its batches back 15 seconds before. */
export const WORK: Readonly<Record<Kind, Duration>> = {
  plan: Duration.minutes(10),
  deliver: Duration.minutes(5),
  notices: Duration.minutes(2),
};

const MEMORY: Readonly<Record<Kind | 'tick', number>> = { tick: 512, plan: 512, deliver: 512, notices: 512 };
const ENTRY: Readonly<Record<Kind, string>> = { plan: 'plan', deliver: 'deliver', notices: 'confirmations' };

export type DeliveryProps = {
  environment: Record<string, string>;
  /** How many deliver functions may run at once. */
  workers: number;
  dead: Queue;
};

export class Delivery extends Construct {
  readonly doorbells: Doorbells;
  readonly tick: Handler;
  readonly workers: Readonly<Record<Kind, Handler>>;

  constructor(scope: Construct, id: string, { environment, workers, dead }: DeliveryProps) {
    super(scope, id);
    this.doorbells = new Doorbells(this, 'Doorbells', WORK, dead);
    const all = { ...environment, ...this.doorbells.environment };
    const worker = (kind: Kind) =>
      new Handler(this, kind, {
        entry: ENTRY[kind],
        description: `${kind}: works while its doorbell rings.`,
        memory: MEMORY[kind],
        timeout: WORK[kind],
        environment: all,
      });
    this.workers = { plan: worker('plan'), deliver: worker('deliver'), notices: worker('notices') };
    this.tick = new Handler(this, 'Tick', {
      entry: 'tick',
      description: 'Each minute: starts what is due, lets go what was held, notices what is stuck.',
      memory: MEMORY.tick,
      timeout: Duration.seconds(55),
      environment: all,
      // The next tick makes up for one that failed or was throttled. By default Lambda would run a failed one twice more, and keep a
      // throttled one for six hours; the limits of the schedule end when the event is handed over.
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
      asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(1) },
    });
    // The tick asks how many deliver functions fit into the account's concurrency. The setting is the account's, so the call names no
    // resource.
    const mayAsk = { actions: ['lambda:GetAccountSettings'], resources: ['*'] };
    this.tick.addToRolePolicy(new PolicyStatement(mayAsk));
    this.connect(workers);
  }

  private connect(workers: number): void {
    const listen = (kind: Kind, handler: IFunction, maxConcurrency: number) =>
      handler.addEventSource(
        new SqsEventSource(this.doorbells.queues[kind], {
          batchSize: 1,
          reportBatchItemFailures: true,
          maxConcurrency,
        }),
      );
    listen('plan', this.workers.plan, PLANNERS);
    listen('deliver', this.workers.deliver, workers);
    listen('notices', this.workers.notices, 2);
    new Rate(this, 'Minute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(this.tick, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }
}
