/** Log groups for the functions that CDK adds for a deployment. By default Lambda makes their groups, which never expire. */
import { type CfnResource, CustomResourceProviderBase, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Call this when the stack is complete. */
export function boundProviderLogs(stack: Stack): void {
  for (const provider of stack.node.findAll()) {
    if (!(provider instanceof CustomResourceProviderBase)) continue;
    const handler = provider.node.findChild('Handler') as CfnResource;
    const { logGroupName } = new LogGroup(provider, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroupName });
  }
}
