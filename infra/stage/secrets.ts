/** The secrets in Parameter Store, made once, at the first deployment. The template, the environment and the state never hold them. */
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Handler } from './handler.ts';
import { parameterPrefix, type Stage } from './stage.ts';

export class Secrets extends Construct {
  /** The secret that CloudFront and the web function share; never shown (NoEcho). */
  readonly origin: string;
  readonly prefix: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.prefix = parameterPrefix(stage);
    const maker = new Handler(this, 'Maker', {
      entry: 'secrets',
      description: 'Makes the secrets that are not there yet, and deletes none of a stage that is kept.',
      memory: 128,
      timeout: Duration.seconds(60),
      environment: {},
    });
    maker.addToRolePolicy(
      new PolicyStatement({
        actions: ['ssm:PutParameter', ...(stage.keep ? [] : ['ssm:DeleteParameters'])],
        resources: this.arns('identity', 'links', 'origin'),
      }),
    );
    this.grantRead(maker, 'origin');
    const made = new CustomResource(this, 'Made', {
      serviceToken: maker.functionArn,
      resourceType: 'Custom::BroadsheetSecrets',
      // A higher `Generation` than before makes a new secret for CloudFront.
      properties: {
        Prefix: this.prefix,
        ...(stage.origin && { Generation: String(stage.origin) }),
        ...(stage.keep ? {} : { Keep: 'false' }),
      },
      // Without the identity key no subscriber can be found again, so only a stage for experiments deletes it.
      removalPolicy: stage.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.origin = made.getAttString('Origin');
  }

  /** Parameters are encrypted with AWS's own key for Parameter Store, which costs nothing and needs no grant. */
  grantRead(grantee: IGrantable, ...names: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ssm:GetParameters'], resources: this.arns(...names) }),
    );
  }

  /** Grants a new key for links. The identity key is never replaced. */
  grantRotate(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ssm:PutParameter'], resources: this.arns('links') }),
    );
  }

  private arns(...names: string[]): string[] {
    return names.map((name) =>
      Stack.of(this).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: `${this.prefix.slice(1)}/${name}`,
      }),
    );
  }
}
