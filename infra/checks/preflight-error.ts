/** A tree that cannot be deployed: its sentence and remedy, and never a stack trace. */
import { Annotations, type App, Stack, type StackProps } from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { isBroadsheetError } from '../../functions/domain/error.ts';

/**
 * `cdk bootstrap`, `ls` and `destroy` run the app only to learn which stacks there are, and tell it to bundle none. They get a stack
 * with nothing in it but the sentence. Whatever would deploy ends here: nobody's stack becomes an empty one by `--ignore-errors`.
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

/** Without the CDK's command line nothing is said: then it is a synthesis. */
function bundles(app: App): boolean {
  const stacks = app.node.tryGetContext(BUNDLING_STACKS) as readonly string[] | undefined;
  return stacks === undefined || stacks.length > 0;
}
