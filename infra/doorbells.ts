/** Doorbells: SQS queues of wake-up messages that say only that there is work. A lost message costs a minute, until the next tick rings. */
import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export const DOORBELL_KINDS = ['plan', 'deliver', 'notices'] as const;
export type Kind = (typeof DOORBELL_KINDS)[number];

/** After this many failures a message goes to the dead-letter queue, and an alarm to the editors. */
const RECEIVES = 5;
const SHARED = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** One dead-letter queue for all queues: one alarm watches it, and a redrive sends each message back to its own queue. */
export const deadLetters = (scope: Construct, id: string): Queue =>
  new Queue(scope, id, { ...SHARED, retentionPeriod: Duration.days(14) });

/** `work`: the longest time that a function works on a message. */
export const queueFor = (scope: Construct, id: string, work: Duration, dead: Queue): Queue =>
  new Queue(scope, id, {
    ...SHARED,
    // AWS recommends six times the function's timeout, which leaves room for retries of the poller.
    visibilityTimeout: Duration.seconds(work.toSeconds() * 6),
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: dead, maxReceiveCount: RECEIVES },
  });

export class Doorbells extends Construct {
  readonly queues: Readonly<Record<Kind, IQueue>>;

  constructor(scope: Construct, id: string, work: Readonly<Record<Kind, Duration>>, dead: Queue) {
    super(scope, id);
    const made = DOORBELL_KINDS.map((kind) => [kind, queueFor(this, kind, work[kind], dead)] as const);
    this.queues = Object.fromEntries(made) as Record<Kind, Queue>;
  }

  /** `kinds`: the doorbells that this function may ring. */
  grantRing(grantee: IGrantable, ...kinds: Kind[]): void {
    for (const kind of kinds) this.queues[kind].grant(grantee, 'sqs:SendMessage');
  }

  get environment(): Record<string, string> {
    return Object.fromEntries(
      DOORBELL_KINDS.map((kind) => [`${kind.toUpperCase()}_QUEUE`, this.queues[kind].queueUrl]),
    );
  }
}
