/** Feedback: events of SES about messages (send, bounce, complaint, reject), reduced by EventBridge rules, in a queue for the ledger. */
import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput, type RuleTargetInputProperties } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BODY_FIELDS, type SesEventBody } from '../functions/adapters/ses/event.ts';
import { countListeners } from '../functions/domain/delivery/workers.ts';
import { queueFor } from './doorbells.ts';
import type { Sender } from './sender.ts';

type Fields = Partial<Record<keyof SesEventBody, string>>;

/**
 * The path of each field in the event (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html). Each type
 * has a rule of its own, because the types have different fields.
 */
const TYPES: Readonly<Record<string, { event: EmailSendingEvent; detailType: string; fields: Fields }>> = {
  Send: { event: EmailSendingEvent.SEND, detailType: 'Email Sent', fields: {} },
  Bounce: {
    event: EmailSendingEvent.BOUNCE,
    detailType: 'Email Bounced',
    fields: {
      bounce: '$.detail.bounce.bounceType',
      detail: '$.detail.bounce.bounceSubType',
      code: '$.detail.bounce.bouncedRecipients[0].status',
      // The diagnostic may quote the address. The function reads its code and stores none of the text.
      diagnostic: '$.detail.bounce.bouncedRecipients[0].diagnosticCode',
    },
  },
  Complaint: {
    event: EmailSendingEvent.COMPLAINT,
    detailType: 'Email Complaint Received',
    fields: {
      complaint: '$.detail.complaint.complaintFeedbackType',
      detail: '$.detail.complaint.complaintSubType',
    },
  },
  Reject: {
    event: EmailSendingEvent.REJECT,
    detailType: 'Email Rejected',
    fields: { detail: '$.detail.reject.reason' },
  },
};

/** The headers stay on the bus, because they hold the links of a letter. */
const TAGS: Fields = {
  run: '$.detail.mail.tags.run[0]',
  batch: '$.detail.mail.tags.batch[0]',
  pos: '$.detail.mail.tags.pos[0]',
};

const TIMEOUT = Duration.seconds(60);
/** The function writes once per batch and call, so a longer window saves writes. */
const GATHERED = { batchSize: 1000, maxBatchingWindow: Duration.seconds(20) };

export class Feedback extends Construct {
  static readonly timeout = TIMEOUT;
  /** The MB that bring a whole core. A thousand events take 0.3 seconds of a core; with 512 MB they would take a second. */
  static readonly memory = 1769;
  readonly queue: Queue;

  constructor(scope: Construct, id: string, sender: Sender, dead: Queue) {
    super(scope, id);
    this.queue = queueFor(this, 'Events', TIMEOUT, dead);
    // SES publishes only to the default bus of its account.
    const bus = EventBus.fromEventBusName(this, 'Bus', 'default');
    for (const set of [sender.letters, sender.notices])
      set.addEventDestination('Bus', {
        destination: EventDestination.eventBus(bus),
        events: Object.values(TYPES).map(({ event }) => event),
      });
    const sets = [sender.letters, sender.notices].map((set) => set.configurationSetName);
    for (const [type, { detailType, fields }] of Object.entries(TYPES))
      new Rule(this, type, {
        eventPattern: {
          source: ['aws.ses'],
          detailType: [detailType],
          detail: { mail: { tags: { 'ses:configuration-set': sets } } },
        },
        targets: [
          new SqsQueue(this.queue, {
            message: new Body(type, { ...TAGS, ...fields }),
            deadLetterQueue: dead,
          }),
        ],
      });
  }

  /**
   * Connects the receiver: events arrive in batches, and events that could not be written return to the queue. `workers`: deliver functions
   * at once.
   */
  feed(handler: IFunction, workers: number): void {
    handler.addEventSource(
      new SqsEventSource(this.queue, {
        ...GATHERED,
        reportBatchItemFailures: true,
        maxConcurrency: countListeners(workers),
      }),
    );
  }
}

/**
 * Builds the body with each field in quotes: a missing field (a complaint without a report has no type) becomes an empty string, while a
 * bare one would break the JSON. Text from the recipient's server comes first and SES's own last, so that a quotation mark in a DSN's
 * status cannot name another position of the batch.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
class Body extends RuleTargetInput {
  private readonly type: string;
  private readonly fields: Fields;

  constructor(type: string, fields: Fields) {
    super();
    [this.type, this.fields] = [type, fields];
  }

  bind(): RuleTargetInputProperties {
    const given = BODY_FIELDS.filter((name) => name === 'type' || name in this.fields);
    const quoted = given.map((name) => `"${name}":"${name === 'type' ? this.type : `<${name}>`}"`);
    return {
      inputPathsMap: this.fields as Record<string, string>,
      inputTemplate: `{${quoted.join(',')}}`,
    };
  }
}
