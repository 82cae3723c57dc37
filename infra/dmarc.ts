/**
 * The DMARC record in the stage's own zone, as a custom resource: a record of CloudFormation's would replace, delete, or fail at an
 * existing one.
 */
import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IPublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { dmarcRecordOf, findReportAddress } from '../functions/domain/dns/dmarc-record.ts';
import { domainOf, isWithin } from '../functions/domain/dns/dns.ts';
import type { Publication } from '../functions/domain/publication/publication.ts';
import { sendersOf } from '../functions/domain/publication/senders.ts';
import { Handler } from './stage/handler.ts';

export class DmarcRecord extends Construct {
  constructor(scope: Construct, id: string, zone: IPublicHostedZone, publication: Publication) {
    super(scope, id);
    const { dmarc } = publication.hosting;
    if (dmarc === 'keep') return;
    const domains = recordDomainsOf(publication);
    const writer = new Handler(this, 'Writer', {
      entry: 'dmarc',
      description: 'Writes a DMARC record where there is none; lowers and deletes none.',
      memory: 128,
      timeout: Duration.minutes(1),
      environment: {},
    });
    this.grant(
      writer,
      zone,
      domains.map((domain) => `_dmarc.${domain}`),
    );
    for (const [n, domain] of domains.entries()) {
      const rua = dmarc?.rua ?? editorOf(domain, publication);
      new CustomResource(this, n === 0 ? 'Record' : `Record ${domain}`, {
        serviceToken: writer.functionArn,
        resourceType: 'Custom::BroadsheetDmarc',
        properties: {
          ...{ Domain: domain, Zone: zone.hostedZoneId, Policy: dmarc?.policy ?? '', Rua: rua ?? '' },
          // The editor's address fills a record without `rua`; an address of publication.yaml replaces the record's.
          ...(dmarc?.rua === undefined && rua !== undefined && { RuaOf: 'editor' }),
        },
        removalPolicy: RemovalPolicy.RETAIN,
      });
    }
  }

  /**
   * Allows TXT records of these names only, and never DELETE.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
   */
  private grant(writer: Handler, zone: IPublicHostedZone, names: readonly string[]): void {
    const resources = [zone.hostedZoneArn];
    writer.addToRolePolicy(new PolicyStatement({ actions: ['route53:ListResourceRecordSets'], resources }));
    const condition = (key: string, values: readonly string[]) => [
      `route53:ChangeResourceRecordSets${key}`,
      values,
    ];
    const only = Object.fromEntries([
      condition('NormalizedRecordNames', names),
      condition('RecordTypes', ['TXT']),
      condition('Actions', ['UPSERT']),
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

/** The domains that need a record, the publication's own first. A domain below another sender's domain is covered by that record. */
function recordDomainsOf(publication: Publication): string[] {
  const own = domainOf(publication.from.email);
  const all = [...new Set(sendersOf(publication).map(domainOf))];
  const top = all.filter((one) => !all.some((other) => other !== one && isWithin(one, other)));
  return [...new Set([own, ...top])];
}

/** An editor's address within the sender's organisation. */
const editorOf = (domain: string, { editors }: Publication): string | undefined =>
  findReportAddress(
    domain,
    editors.map(({ email }) => email),
  );

/** The record for a domain whose DNS is elsewhere, and when to publish it. undefined for `keep`. */
export function dmarcToPublish(publication: Publication): string | undefined {
  const { dmarc } = publication.hosting;
  if (dmarc === 'keep') return undefined;
  const record = dmarcRecordOf(
    dmarc?.policy ?? 'none',
    dmarc?.rua ?? editorOf(domainOf(publication.from.email), publication),
  );
  const when = dmarc === undefined ? 'only if there is none here or above it' : 'in place of a weaker one';
  return `"${record}" (${when})`;
}
