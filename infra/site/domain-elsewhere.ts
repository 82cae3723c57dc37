/**
 * A domain whose DNS is not in Route 53: the certificate that a deployment requests, and the records that the operator publishes by hand.
 */
import { CfnOutput, CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { Handler } from '../stage/handler.ts';

export type DomainElsewhereProps = {
  /** The host of `url`; undefined if CloudFront's own name is used. */
  host: string | undefined;
  /** The ARN of an issued certificate; undefined while the certificate waits for its record. */
  certificate: string | undefined;
  /** How many certificates ACM has given up on; another one is requested then. */
  lost: number;
};

export class DomainElsewhere extends Construct {
  /** The site's own name, as soon as a certificate is issued. */
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

  /**
   * Requests the certificate through a custom resource. CloudFormation's own resource would make the deployment wait for a record that is
   * printed only at its end.
   */
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

  /** `distribution`: CloudFront's name. The top of a domain cannot have a CNAME, only an ALIAS or ANAME. */
  tellSite(host: string | undefined, distribution: string): void {
    if (host !== undefined)
      this.tell('SiteRecord', `${host} CNAME ${distribution} (ALIAS at the top of a domain)`);
  }

  /** `dmarc`: the record's text, and when to publish it. https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
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
