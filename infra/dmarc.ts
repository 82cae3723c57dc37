/** DMARC in the stage's own zone: a custom resource, because CloudFormation's record would replace, stop at, or delete what is there. */
import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IPublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { recordOf, reportsTo } from '../functions/domain/dmarc-record.ts';
import { domainOf } from '../functions/domain/dns.ts';
import type { Publication } from '../functions/domain/publication.ts';
import { Handler } from './handler.ts';

export class DmarcRecord extends Construct {
  constructor(scope: Construct, id: string, zone: IPublicHostedZone, publication: Publication) {
    super(scope, id);
    const { dmarc } = publication.hosting;
    if (dmarc === 'keep') return;
    const domain = domainOf(publication.from.email);
    const rua = dmarc?.rua ?? editorOf(publication);
    const writer = new Handler(this, 'Writer', {
      entry: 'dmarc',
      description: 'Writes a DMARC record where there is none; lowers and deletes none.',
      memory: 128,
      timeout: Duration.minutes(1),
      environment: {},
    });
    this.grant(writer, zone, `_dmarc.${domain}`);
    new CustomResource(this, 'Record', {
      serviceToken: writer.functionArn,
      resourceType: 'Custom::BroadsheetDmarc',
      properties: {
        ...{ Domain: domain, Zone: zone.hostedZoneId, Policy: dmarc?.policy ?? '', Rua: rua ?? '' },
        // A record that names who takes its reports keeps them, unless publication.yaml says who does.
        ...(dmarc?.rua === undefined && rua !== undefined && { RuaOf: 'editor' }),
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** That one name, TXT, and never DELETE. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html */
  private grant(writer: Handler, zone: IPublicHostedZone, name: string): void {
    const resources = [zone.hostedZoneArn];
    writer.addToRolePolicy(new PolicyStatement({ actions: ['route53:ListResourceRecordSets'], resources }));
    const condition = (key: string, value: string) => [`route53:ChangeResourceRecordSets${key}`, [value]];
    const only = Object.fromEntries([
      condition('NormalizedRecordNames', name),
      condition('RecordTypes', 'TXT'),
      condition('Actions', 'UPSERT'),
    ]);
    writer.addToRolePolicy(
      new PolicyStatement({
        actions: ['route53:ChangeResourceRecordSets'],
        resources,
        conditions: { 'ForAllValues:StringEquals': only },
      }),
    );
  }
}

/** Of the sender's organisation. */
const editorOf = ({ from, editors }: Publication): string | undefined =>
  reportsTo(
    domainOf(from.email),
    editors.map(({ email }) => email),
  );

/** For whoever publishes it elsewhere. undefined: `keep`. */
export function toldDmarc(publication: Publication): string | undefined {
  const { dmarc } = publication.hosting;
  if (dmarc === 'keep') return undefined;
  const record = recordOf(dmarc?.policy ?? 'none', dmarc?.rua ?? editorOf(publication));
  const when = dmarc === undefined ? 'only if there is none here or above it' : 'in place of a weaker one';
  return `"${record}" (${when})`;
}
