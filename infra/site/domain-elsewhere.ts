/** A domain whose DNS is not in Route 53: what a deployment asks for, and the records that somebody publishes elsewhere. */
import { CfnOutput, CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { Handler } from '../stage/handler.ts';

export type DomainElsewhereProps = {
  /** Of `url`; undefined: CloudFront's own name stays. */
  host: string | undefined;
  /** ARN of one that is issued; undefined: it waits for its record. */
  certificate: string | undefined;
  /** How many ACM has given up on: one more is asked for. */
  lost: number;
};

export class DomainElsewhere extends Construct {
  /** Once a certificate is issued: the site's own name. */
  readonly attached: { name: string; certificate: ICertificate } | undefined;

  constructor(scope: Construct, id: string, { host, certificate, lost }: DomainElsewhereProps) {
    super(scope, id);
    if (host === undefined) return;
    const asked = this.ask(host, lost);
    this.tell(
      'CertificateRecord',
      cname(asked.getAttString('RecordName'), asked.getAttString('RecordValue')),
    );
    if (certificate === undefined) return;
    this.attached = { name: host, certificate: Certificate.fromCertificateArn(this, 'Issued', certificate) };
  }

  /** CloudFormation's own certificate would make the deployment wait for a record that only its end tells. */
  private ask(host: string, lost: number): CustomResource {
    const asker = new Handler(this, 'Asker', {
      entry: 'certificate',
      description: 'Asks for the certificate of a domain whose DNS is elsewhere; deletes none.',
      memory: 128,
      timeout: Duration.minutes(3),
      environment: {},
    });
    const allow = (actions: string[], conditions?: Record<string, unknown>) =>
      asker.addToRolePolicy(
        new PolicyStatement({ actions, resources: ['*'], ...(conditions && { conditions }) }),
      );
    allow(['acm:ListCertificates', 'acm:DescribeCertificate']);
    // https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html
    allow(['acm:RequestCertificate'], { 'ForAllValues:StringEquals': { 'acm:DomainNames': [host] } });
    return new CustomResource(this, 'Certificate', {
      serviceToken: asker.functionArn,
      resourceType: 'Custom::BroadsheetCertificate',
      properties: { Host: host, Attempt: String(lost) },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** `distribution`: CloudFront's name. At the top of a domain a CNAME cannot stand: there it is an ALIAS or ANAME. */
  tellSite(host: string | undefined, distribution: string): void {
    if (host !== undefined)
      this.tell('SiteRecord', `${host} CNAME ${distribution} (ALIAS at the top of a domain)`);
  }

  /** `dmarc`: text, and when to publish it. https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
  tellSender(identity: EmailIdentity, domain: string, dmarc: string | undefined): void {
    const { dkimRecords } = identity;
    for (const [n, { name, value }] of dkimRecords.entries())
      this.tell(`DkimRecord${n + 1}`, cname(name, value));
    const bounce = `bounce.${domain}`;
    const { region } = Stack.of(this);
    this.tell('MailFromMx', `${bounce} MX 10 feedback-smtp.${region}.amazonses.com`);
    this.tell('MailFromTxt', `${bounce} TXT "v=spf1 include:amazonses.com ~all"`);
    if (dmarc !== undefined) this.tell('DmarcTxt', `_dmarc.${domain} TXT ${dmarc}`);
  }

  private tell(name: string, value: string): void {
    new CfnOutput(Stack.of(this), name, {
      value,
      description: 'Publish this where the DNS of the domain is.',
    });
  }
}

const cname = (name: string, value: string): string => `${name} CNAME ${value}`;
