/** Reads the alarms of a template, and checks that each has an action whose topic lets CloudWatch publish. */
import type { Template } from 'aws-cdk-lib/assertions';

type Statement = {
  Effect: string;
  Action: string | string[];
  Principal: { Service?: string } | string;
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
};
type Alarm = { Properties: { AlarmActions?: unknown[]; OKActions?: unknown[]; AlarmDescription?: string } };

export const alarmsOf = (template: Template): Record<string, Alarm> =>
  template.findResources('AWS::CloudWatch::Alarm') as Record<string, Alarm>;

/** `Alarms/SiteErrors` of its logical id. */
export const nameOfAlarm = (logicalId: string): string =>
  /^Alarms(.*)[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? logicalId;

const policiesOf = (template: Template) =>
  Object.values(template.findResources('AWS::SNS::TopicPolicy')).map(
    ({ Properties }) => Properties as { Topics: unknown[]; PolicyDocument: { Statement: Statement[] } },
  );

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** True if the topic's policy allows CloudWatch of this account to publish, as SNS demands. */
function letsCloudWatchPublish(template: Template, topic: unknown): boolean {
  const statements = policiesOf(template)
    .filter(({ Topics }) => Topics.some((one) => isSame(one, topic)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return statements.some(
    ({ Effect, Action, Principal, Resource, Condition }) =>
      Effect === 'Allow' &&
      [Action].flat().some((action) => action.toLowerCase() === 'sns:publish') &&
      typeof Principal === 'object' &&
      Principal.Service === 'cloudwatch.amazonaws.com' &&
      isSame(Resource, topic) &&
      Condition?.StringEquals?.['aws:SourceAccount'] !== undefined,
  );
}

/** Alarms without an action, and actions that reach no topic. */
export function muteActions(template: Template): string[] {
  const topics = Object.keys(template.findResources('AWS::SNS::Topic'));
  return Object.entries(alarmsOf(template)).flatMap(([name, { Properties }]) => {
    const { AlarmActions = [], OKActions = [] } = Properties;
    const without = [
      ...(AlarmActions.length === 0 ? [`${name} does nothing`] : []),
      ...(OKActions.length === 0 ? [`${name} does not say that it is over`] : []),
    ];
    const mute = [...AlarmActions, ...OKActions].filter((action) => {
      const { Ref } = action as { Ref?: string };
      return Ref === undefined || !topics.includes(Ref) || !letsCloudWatchPublish(template, action);
    });
    return [...without, ...mute.map((action) => `${name} cannot publish to ${JSON.stringify(action)}`)];
  });
}
