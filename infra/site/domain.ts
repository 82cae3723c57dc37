/** The publication's own domain in Route 53: alias records that lead to CloudFront, and its TLS certificate. */
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

export class Domain extends Construct {
  readonly zone: IHostedZone;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, zone }: { name: string; zone: string }) {
    super(scope, id);
    this.name = name;
    this.zone = HostedZone.fromLookup(this, 'Zone', { domainName: zone });
  }

  /** CloudFront takes certificates only from us-east-1, so `scope` is in a stack there. */
  certify(scope: Construct): ICertificate {
    return new Certificate(scope, 'Certificate', {
      domainName: this.name,
      validation: CertificateValidation.fromDns(this.zone),
    });
  }

  leadTo(distribution: IDistribution): void {
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    const record = { zone: this.zone, recordName: this.name, target };
    new ARecord(this, 'V4', record);
    new AaaaRecord(this, 'V6', record);
  }
}
