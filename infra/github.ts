/** GitHub's role: what a push to the repository's main may do in the account. It trusts GitHub's token (OIDC), so there is no key to keep. */
import { Aws, DefaultStackSynthesizer, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Effect,
  OidcProviderNative,
  PolicyDocument,
  PolicyStatement,
  Role,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Secrets } from './stage/secrets.ts';
import type { Store } from './stage/store.ts';

/** https://docs.github.com/en/actions/reference/security/oidc */
const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';
/** Of .github/workflows/deploy.yml: of GitHub's settings it takes commits of main alone. */
const ENVIRONMENT = 'production';
/** Of `cdk bootstrap`; the role that executes is passed to CloudFormation by the first of them. */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'lookup'];
/** Where the certificate's stack is. */
const EDGE = 'us-east-1';

/** What synth asks by itself, where DNS is elsewhere: which certificates there are (certificate-elsewhere.ts). It knows no resource. */
const SYNTH = new PolicyDocument({
  statements: [new PolicyStatement({ actions: ['acm:ListCertificates'], resources: ['*'] })],
});

export type GithubProps = {
  /** `owner/repo`, as the subject of GitHub's tokens has it. */
  repository: string;
  /** One provider is all an account can have: another stack, or a hand, has made it. */
  isProviderThere: boolean;
};

export class Github extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { repository, isProviderThere }: GithubProps) {
    super(scope, id);
    const provider = isProviderThere ? this.providerArn() : this.makeProvider();
    this.role = new Role(this, 'Role', {
      description: 'A push to main of the repository: publishes, and deploys by the roles of cdk bootstrap.',
      assumedBy: new WebIdentityPrincipal(provider, {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          [`${ISSUER}:sub`]: `repo:${repository}:environment:${ENVIRONMENT}`,
        },
      }),
      inlinePolicies: { Deploy: this.deployment(), Synth: SYNTH },
    });
  }

  /** What `publish --stage` does; a command reads all it needs of a stage before it begins, the keys too. */
  grantPublish(store: Store, secrets: Secrets): void {
    store.grantPublish(this.role);
    secrets.grantRead(this.role, 'stage', 'base', 'identity', 'links');
  }

  /** Kept when the stack goes: other repositories of the account may be trusted through it. */
  private makeProvider(): string {
    const provider = new OidcProviderNative(this, 'Provider', {
      url: `https://${ISSUER}`,
      clientIds: [AUDIENCE],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    return provider.oidcProviderArn;
  }

  private providerArn(): string {
    return `arn:${Aws.PARTITION}:iam::${Stack.of(this).account}:oidc-provider/${ISSUER}`;
  }

  private deployment(): PolicyDocument {
    const { account, region, synthesizer } = Stack.of(this);
    const qualifier = synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
    const roles = [...new Set([region, EDGE])].flatMap((where) =>
      BOOTSTRAP_ROLES.map(
        (name) =>
          `arn:${Aws.PARTITION}:iam::${account}:role/cdk-${qualifier}-${name}-role-${account}-${where}`,
      ),
    );
    return new PolicyDocument({
      statements: [
        new PolicyStatement({ effect: Effect.ALLOW, actions: ['sts:AssumeRole'], resources: roles }),
      ],
    });
  }
}
