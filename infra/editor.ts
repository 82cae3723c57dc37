/** The IAM policy of an editor's laptop: all calls that commands with `--stage` make, and none that changes the stack. */
import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DOORBELL_KINDS, type Doorbells } from './doorbells.ts';
import type { Sender } from './sender.ts';
import type { Secrets } from './stage/secrets.ts';
import type { Store } from './stage/store.ts';
import type { Table } from './stage/table.ts';

export type EditorProps = {
  store: Store;
  table: Table;
  secrets: Secrets;
  doorbells: Doorbells;
  sender: Sender;
  /** The topic of alarms: `doctor` checks its subscribers. */
  topic: ITopic;
};

/** Calls of `doctor`, `plan`, `cost` and `erase` about the whole account: they name no resource. */
const OF_THE_ACCOUNT = [
  'ses:GetAccount',
  'ses:GetEmailIdentity',
  'ses:GetConfigurationSetEventDestinations',
  'ses:DeleteSuppressedDestination',
  'lambda:GetAccountSettings',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:DescribeAlarmHistory',
  'ses:GetConfigurationSet',
  'acm:ListCertificates',
  'acm:DescribeCertificate',
];

export class Editor extends Construct {
  readonly policy: ManagedPolicy;

  constructor(
    scope: Construct,
    id: string,
    { store, table, secrets, doorbells, sender, topic }: EditorProps,
  ) {
    super(scope, id);
    this.policy = new ManagedPolicy(this, 'Policy', {
      description: `What an editor's commands need of ${Stack.of(this).stackName}.`,
    });
    store.grantPublish(this.policy);
    table.grant(this.policy, 'read', 'write', 'remove', 'search', 'list', 'describe');
    secrets.grantRead(this.policy, 'stage', 'base', 'identity', 'links');
    secrets.grantRotate(this.policy);
    doorbells.grantRing(this.policy, ...DOORBELL_KINDS);
    sender.grantSend(this.policy, 'letters');
    sender.grantSend(this.policy, 'notices');
    sender.grantQuota(this.policy);
    this.policy.addStatements(
      new PolicyStatement({ actions: OF_THE_ACCOUNT, resources: ['*'] }),
      new PolicyStatement({ actions: ['sns:ListSubscriptionsByTopic'], resources: [topic.topicArn] }),
    );
  }
}
