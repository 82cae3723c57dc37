/** Orders the start of a stage: schedules, queue consumers and alarms are created after the resources that they read. */
import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Trigger } from 'aws-cdk-lib/triggers';
import type { IConstruct } from 'constructs';

const STARTING = [CfnSchedule, CfnEventSourceMapping];

/**
 * `needed`: the secrets and the base URL, for which a first deployment waits as long as CloudFront takes. An alarm also waits for the
 * schedule; otherwise it would report ticks as missing while the stage is being made.
 */
export function startAfter(stack: Stack, firstTick: Trigger, needed: readonly IConstruct[]): void {
  firstTick.executeAfter(...needed);
  const parts = stack.node.findAll();
  const schedules = parts.filter((part) => part instanceof CfnSchedule);
  for (const part of parts) {
    if (STARTING.some((kind) => part instanceof kind)) part.node.addDependency(...needed);
    if (part instanceof CfnAlarm) part.node.addDependency(...needed, ...schedules);
  }
}
