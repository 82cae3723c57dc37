/** AWS WAF, off unless `hosting.waf` says so: it costs, and feed readers must never meet a challenge. */
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Requests of one address in five minutes: a reader asks for a feed a few times an hour. */
const PER_ADDRESS = 2000;

export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const seen = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seen('all'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { limit: PER_ADDRESS, aggregateKeyType: 'IP' } },
          visibilityConfig: seen('rate'),
        },
      ],
    });
    this.arn = acl.attrArn;
  }
}
