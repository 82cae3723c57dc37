/** GitHub's role: the rights of a push to the repository's main branch. The role trusts GitHub's OIDC token, so no access key is stored. */
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
/** The environment of .github/workflows/deploy.yml: GitHub's settings let only commits of main use it. */
const ENVIRONMENT = 'production';
/** Roles of `cdk bootstrap`. The first of them passes the execution role to CloudFormation. */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'lookup'];
/** The region of the certificate's stack. */
const EDGE = 'us-east-1';

/** Synth lists the certificates if DNS is elsewhere (certificate-elsewhere.ts). The call names no resource. */
const SYNTH = new PolicyDocument({
  statements: [new PolicyStatement({ actions: ['acm:ListCertificates'], resources: ['*'] })],
});

export type GithubProps = {
  /** `owner/repo`, as in the subject of GitHub's tokens. */
  repository: string;
  /** True if the account has GitHub's OIDC provider already, of which there can be only one: another stack, or a person, has made it. */
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

  /** Grants the calls of `publish --stage`. A command reads everything about a stage before it begins, the keys too. */
  grantPublish(store: Store, secrets: Secrets): void {
    store.grantPublish(this.role);
    secrets.grantRead(this.role, 'stage', 'base', 'identity', 'links');
  }

  /** The provider is kept when the stack is deleted: other repositories of the account may be trusted through it. */
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
