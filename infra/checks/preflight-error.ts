/** Reports why a stage cannot be deployed: the sentence and the remedy, never a stack trace. */
import { Annotations, type App, Stack, type StackProps } from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { isBroadsheetError } from '../../functions/domain/error.ts';

/**
 * `cdk bootstrap`, `ls` and `destroy` run the app only to list its stacks, and tell it to bundle none: they get an empty stack that carries
 * the sentence. A command that would deploy ends here, so `--ignore-errors` cannot turn a real stack into an empty one.
 */
export function tellRefusal(
  app: App,
  error: unknown,
  { id, env }: { id: string; env?: StackProps['env'] },
): void {
  if (!isBroadsheetError(error)) throw error;
  const sentence = [error.message, error.remedy].filter(Boolean).join('\n');
  if (bundles(app)) {
    console.error(sentence);
    process.exit(1);
  }
  Annotations.of(new Stack(app, id, env ? { env } : {})).addError(sentence);
}

/** Without the context of CDK's command line the app is being synthesized. */
function bundles(app: App): boolean {
  const stacks = app.node.tryGetContext(BUNDLING_STACKS) as readonly string[] | undefined;
  return stacks === undefined || stacks.length > 0;
}
