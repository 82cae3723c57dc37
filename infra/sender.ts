/** The sender: a verified identity and two configuration sets, so that confirmations and letters have reputations apart. */
import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IPublicHostedZone } from 'aws-cdk-lib/aws-route53';
import {
  ConfigurationSet,
  DedicatedIpPool,
  EmailIdentity,
  type IConfigurationSet,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { domainOf, upwards } from '../functions/domain/dns/dns.ts';
import type { Publication } from '../functions/domain/publication/publication.ts';
import { sendersOf } from '../functions/domain/publication/senders.ts';
import { DmarcRecord, toldDmarc } from './dmarc.ts';
import type { DomainElsewhere } from './site/domain-elsewhere.ts';
import { type Stage, setName } from './stage/stage.ts';

/** IAM reads a variable where a dollar and a brace meet, and an address may hold both: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const IAM_DOLLAR = ['$', '{$}'].join('');

export type SenderProps = {
  stage: Stage;
  /** With a zone of the account its domain is verified, with DKIM, MAIL FROM and DMARC; without, the sender's address alone. */
  zone: IPublicHostedZone | undefined;
  /** DNS is elsewhere: the domain of `from` is verified too, by records that are told. */
  elsewhere: Pick<DomainElsewhere, 'tellSender'> | undefined;
  /** Another stage in this account has the identity already: one is all an account can have. */
  shared: boolean;
};

export class Sender extends Construct {
  readonly letters: ConfigurationSet;
  readonly notices: ConfigurationSet;
  private readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, { stage, zone, elsewhere, shared }: SenderProps) {
    super(scope, id);
    const { BOUNCES_AND_COMPLAINTS, COMPLAINTS_ONLY } = SuppressionReasons;
    const { pool } = stage.publication.hosting;
    this.letters = this.configurationSet('Letters', setName(stage, 'letters'), BOUNCES_AND_COMPLAINTS, pool);
    // A stranger may sign up an address whose mailbox is not there yet: its bounce must not bar the letters of whoever moves in.
    // The set's reasons stand in place of the account's, for what is written into the list and for what is held back by it.
    // https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list-config-level.html
    this.notices = this.configurationSet('Notices', setName(stage, 'notices'), COMPLAINTS_ONLY);
    const { email } = stage.publication.from;
    this.addresses = sendersOf(stage.publication);
    const domain = domainOf(email);
    if (shared) return;
    if (zone) this.verifyZone(zone, stage.publication);
    else if (elsewhere)
      elsewhere.tellSender(
        this.verify(Identity.domain(domain), domain),
        domain,
        toldDmarc(stage.publication),
      );
    else new EmailIdentity(this, 'Identity', { identity: Identity.email(email), feedbackForwarding: false });
  }

  /** The MAIL FROM subdomain makes SPF align, the DKIM records (CDK writes them) make DKIM align, DMARC says what to do. */
  private verifyZone(zone: IPublicHostedZone, publication: Publication): void {
    this.verify(Identity.publicHostedZone(zone), zone.zoneName);
    new DmarcRecord(this, 'Dmarc', zone, publication);
  }

  private verify(identity: Identity, domain: string): EmailIdentity {
    return new EmailIdentity(this, 'Identity', {
      identity,
      mailFromDomain: `bounce.${domain}`,
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      // Events tell of bounces; mail that tells of them would be read by nobody.
      feedbackForwarding: false,
    });
  }

  /** `suppressionReasons`: what the account suppresses too, a second barrier behind our own. */
  private configurationSet(
    id: string,
    configurationSetName: string,
    suppressionReasons: SuppressionReasons,
    pool?: string,
  ): ConfigurationSet {
    // Opens and clicks are never asked for: SES would add a pixel and rewrite links. Virtual Deliverability Manager would add both
    // by itself where the account has its engagement metrics on; the set's word stands before the account's.
    // https://docs.aws.amazon.com/ses/latest/dg/vdm-settings.html
    return new ConfigurationSet(this, id, {
      configurationSetName,
      reputationMetrics: true,
      suppressionReasons,
      // Letters alone: confirmations are too few to keep an address of their own warm.
      ...(pool !== undefined && {
        dedicatedIpPool: DedicatedIpPool.fromDedicatedIpPoolName(this, 'Pool', pool),
      }),
      vdmOptions: { engagementMetrics: false },
      // A check before sending drops confirmations to addresses that SES only doubts; the set says what the account may not.
      // https://docs.aws.amazon.com/ses/latest/dg/email-validation-auto.html
      disableAutoValidation: true,
    });
  }

  /**
   * SendRawEmail from the publication's own addresses, through one set. SES also asks for the identity it finds most exact for the
   * sender (a domain or an address, made here or by hand), and in the sandbox for the recipient's; so the sender is held by the
   * condition, and every identity of the account is named. One request, one context: the condition holds for the set as well.
   * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html,
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
   */
  grantSend(grantee: IGrantable, stream: 'letters' | 'notices'): void {
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    const set: IConfigurationSet = this[stream];
    const resources = [arn('identity', '*'), arn('configuration-set', set.configurationSetName)];
    const from = this.addresses.map((address) => address.split('$').join(IAM_DOLLAR));
    const conditions = { StringEqualsIgnoreCase: { 'ses:FromAddress': from } };
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:SendRawEmail'], resources, conditions }),
    );
  }

  /** It is the account's, and knows no resource. */
  grantQuota(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }),
    );
  }

  /** Whose the domains of the publication's senders are: the names that functions/adapters/ses/ownership.ts asks for. */
  grantOwnership(grantee: IGrantable): void {
    const domains = new Set(this.addresses.flatMap((address) => upwards(domainOf(address))));
    const resources = [...domains].map((resourceName) =>
      Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName }),
    );
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:GetEmailIdentity'], resources }),
    );
  }

  get environment(): Record<string, string> {
    return {
      SES_LETTERS_SET: this.letters.configurationSetName,
      SES_NOTICES_SET: this.notices.configurationSetName,
    };
  }
}
