/** The sender: a verified identity and two configuration sets, so that confirmations and letters have reputations apart. */

import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  EmailIdentity,
  type IConfigurationSet,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

export type SenderProps = {
  publication: string;
  /** The address letters come from. Its whole domain is verified with DKIM, unless only the address can be. */
  from: string;
  /** `domain` needs DNS records, `address` a click in a mail that SES sends; DMARC aligns only with `domain`. */
  verify: 'domain' | 'address';
};

export class Sender extends Construct {
  readonly identity: EmailIdentity;
  readonly letters: IConfigurationSet;
  readonly notices: IConfigurationSet;

  constructor(scope: Construct, id: string, props: SenderProps) {
    super(scope, id);
    this.letters = this.configurationSet('Letters', `${props.publication}-letters`);
    this.notices = this.configurationSet('Notices', `${props.publication}-notices`);
    const domain = props.from.slice(props.from.lastIndexOf('@') + 1);
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: props.verify === 'domain' ? Identity.domain(domain) : Identity.email(props.from),
      configurationSet: this.letters,
    });
  }

  private configurationSet(id: string, configurationSetName: string): ConfigurationSet {
    // Bounces and complaints are suppressed by the account too: a second barrier behind our own. Opens and clicks are never
    // asked for: SES would add a pixel and rewrite links.
    return new ConfigurationSet(this, id, {
      configurationSetName,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }

  /** What the SES mailer calls: SendRawEmail through either set, and GetSendQuota (which knows no resource). */
  grantSend(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['ses:SendRawEmail'],
      resourceArns: [
        this.identity.emailIdentityArn,
        ...[this.letters, this.notices].map((set) => this.arnOf(set)),
      ],
    }).combine(Grant.addToPrincipal({ grantee, actions: ['ses:GetSendQuota'], resourceArns: ['*'] }));
  }

  private arnOf(set: IConfigurationSet): string {
    return this.identity.stack.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: set.configurationSetName,
    });
  }
}
