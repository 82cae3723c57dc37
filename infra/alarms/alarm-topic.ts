/** The SNS topic of alarms: CloudWatch and the stage's functions publish to it, and the editors are subscribed by mail. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { dropTwins } from '../../functions/domain/publication/mailbox-fields.ts';

export class AlarmTopic extends Topic {
  /** `editors`: each one confirms the subscription by a mail that AWS sends once. */
  constructor(scope: Construct, id: string, editors: readonly string[]) {
    super(scope, id, { enforceSSL: true });
    this.letCloudWatchPublish();
    for (const { email } of dropTwins(editors.map((email) => ({ email }))))
      this.addSubscription(new EmailSubscription(email));
  }

  /**
   * `enforceSSL` writes a policy that replaces SNS's default one. Without this statement the action of every alarm fails, and only the
   * alarm's history says so.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  private letCloudWatchPublish(): void {
    const { account } = Stack.of(this);
    const alarms = Stack.of(this).formatArn({
      ...{ service: 'cloudwatch', resource: 'alarm', resourceName: '*' },
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': alarms },
        },
      }),
    );
  }
}
