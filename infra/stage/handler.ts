/** A function: one entry of functions/, bundled whole, on the Node that everything else runs on. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type HandlerProps = {
  /** `functions/<entry>.lambda.ts` */
  entry: string;
  description: string;
  /** MB; a whole core comes with 1,769. */
  memory: number;
  timeout: Duration;
  environment: Record<string, string>;
  /** For a function whose caller does not wait; by default Lambda retries twice, and for six hours. */
  asynchronous?: { retryAttempts: number; maxEventAge: Duration };
};

export class Handler extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HandlerProps) {
    const { entry, description, memory, timeout, environment, asynchronous } = props;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Its own, without AWS's managed policy: it may write its log, and what the stack grants it.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      code: codeOf(`${ROOT}functions/${entry}.lambda.ts`),
      handler: 'index.handler',
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      timeout,
      environment,
      logGroup,
      role,
      ...asynchronous,
    });
  }
}

/** Named by what comes of it. CDK's own bundler writes one file, of which a start reads all. */
const codeOf = (entry: string): Code =>
  Code.fromAsset(`${ROOT}functions`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      // Never run: CDK tells bundles of one folder apart by it.
      command: [entry],
      local: {
        tryBundle: (folder) => {
          execFileSync(process.execPath, ['infra/bundle.ts', entry, folder], { cwd: ROOT });
          return true;
        },
      },
    },
  });
