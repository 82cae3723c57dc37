/** CloudWatch alarms: the editors are told by mail when an alarm goes off and when it ends. docs/alarms.md says what to do about each. */
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic.ts';
import { type Watch, type Watched, watchesOf } from './watches.ts';

/** The topic is made first, because the functions are told its ARN. The alarms are made later, because they watch those functions. */
export class Alarms extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, { editors }: { editors: readonly { email: string }[] }) {
    super(scope, id);
    this.topic = new AlarmTopic(
      this,
      'Editors',
      editors.map(({ email }) => email),
    );
  }

  get environment(): Record<string, string> {
    return { ALARMS_TOPIC: this.topic.topicArn };
  }

  /** Functions publish the result of a run, and notices that SES refuses, to the editors. */
  grantPublish(grantee: IGrantable): void {
    this.topic.grantPublish(grantee);
  }

  watchAll(watched: Watched, { dashboard }: { dashboard: boolean }): void {
    const watches = watchesOf(watched);
    for (const [name, watch] of Object.entries(watches)) this.watch(name, watch);
    if (dashboard) this.show(watches);
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
      alarmDescription: `${says} See docs/alarms.md: ${name}.`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }

  private show(watches: Readonly<Record<string, Watch>>): void {
    const widgets = Object.entries(watches).map(
      ([title, { metric }]) => new GraphWidget({ title, left: [metric], width: 8 }),
    );
    new Dashboard(this, 'Dashboard', { widgets: [widgets] });
  }
}
