/** A Lambda function: one entry of functions/, bundled with its dependencies, on the Node version of everything else. */
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
  /** In MB; 1,769 bring a whole core. */
  memory: number;
  timeout: Duration;
  environment: Record<string, string>;
  /** For a function that is invoked asynchronously; by default Lambda retries twice, and for six hours. */
  asynchronous?: { retryAttempts: number; maxEventAge: Duration };
};

export class Handler extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HandlerProps) {
    const { entry, description, memory, timeout, environment, asynchronous } = props;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The function's own role, without AWS's managed policy: rights for its log, and what the stack grants.
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

/** The asset is named by the hash of the bundle. CDK's own bundler writes one file, all of which a start would read. */
const codeOf = (entry: string): Code =>
  Code.fromAsset(`${ROOT}functions`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      // This command is never run: CDK uses it to tell bundles of one folder apart.
      command: [entry],
      local: {
        tryBundle: (folder) => {
          execFileSync(process.execPath, ['infra/bundle.ts', entry, folder], { cwd: ROOT });
          return true;
        },
      },
    },
  });
