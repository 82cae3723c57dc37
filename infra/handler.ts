/** A function: one entry of functions/, bundled whole, on the Node that everything else runs on. */
import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export type HandlerProps = {
  /** `functions/<entry>.lambda.ts` */
  entry: string;
  description: string;
  /** MB; a whole core comes with 1,769. */
  memory: number;
  timeout: Duration;
  environment: Record<string, string>;
};

/** Bundled code of CommonJS packages asks for `require`, which ESM has not. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

export class Handler extends NodejsFunction {
  constructor(scope: Construct, id: string, props: HandlerProps) {
    const { entry, description, memory, timeout, environment } = props;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Its own, without AWS's managed policy: it may write its log, and what the stack grants it.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      entry: `${ROOT}functions/${entry}.lambda.ts`,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      handler: 'handler',
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      timeout,
      environment,
      logGroup,
      role,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: true,
        keepNames: true,
        mainFields: ['module', 'main'],
        banner: BANNER,
        // Whole: what runs is what was tested, whatever SDK the runtime brings.
        externalModules: [],
        bundleAwsSDK: true,
      },
    });
  }
}
