/** The CDK's own functions log into groups that Lambda makes: they would never expire, and outlive the stack. */
import { CfnResource, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { type CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

export function expireLogs(stack: Stack): void {
  const functions = stack.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .filter(({ cfnResourceType }) => cfnResourceType === CfnFunction.CFN_RESOURCE_TYPE_NAME)
    // Ours are given theirs.
    .filter((one) => !(one instanceof CfnFunction && one.loggingConfig !== undefined));
  for (const one of functions) {
    const group = new LogGroup(one, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    one.addPropertyOverride('LoggingConfig', { LogGroup: (group.node.defaultChild as CfnLogGroup).ref });
  }
}
