/** The sender: a verified SES identity and two configuration sets, so that notices and letters have separate reputations. */
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
import { domainOf, listDomainsUpwards } from '../functions/domain/dns/dns.ts';
import type { Publication } from '../functions/domain/publication/publication.ts';
import { sendersOf } from '../functions/domain/publication/senders.ts';
import { DmarcRecord, dmarcToPublish } from './dmarc.ts';
import type { DomainElsewhere } from './site/domain-elsewhere.ts';
import { configurationSetName, type Stage } from './stage/stage.ts';

/**
 * A dollar sign in a policy. IAM reads a variable where a dollar meets a brace, and an address may hold both:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const IAM_DOLLAR = ['$', '{$}'].join('');

export type SenderProps = {
  stage: Stage;
  /** With a zone of the account, its domain is verified, with DKIM, MAIL FROM and DMARC. Without one, only the sender's address is. */
  zone: IPublicHostedZone | undefined;
  /** Given if DNS is elsewhere: the domain of `from` is verified by records that the deployment prints. */
  elsewhere: Pick<DomainElsewhere, 'tellSender'> | undefined;
  /** True if another stage of this account has made the identity, of which there can be only one. */
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
    this.letters = this.configurationSet(
      'Letters',
      configurationSetName(stage, 'letters'),
      BOUNCES_AND_COMPLAINTS,
      pool,
    );
    // A stranger may sign up a mailbox that does not exist yet; its bounce must not suppress the letters of a later owner. The reasons of
    // the set replace those of the account, both for additions to the suppression list and for sends that it holds back.
    // https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list-config-level.html
    this.notices = this.configurationSet('Notices', configurationSetName(stage, 'notices'), COMPLAINTS_ONLY);
    const { email } = stage.publication.from;
    this.addresses = sendersOf(stage.publication);
    const domain = domainOf(email);
    if (shared) return;
    if (zone) this.verifyZone(zone, stage.publication);
    else if (elsewhere)
      elsewhere.tellSender(
        this.verify(Identity.domain(domain), domain),
        domain,
        dmarcToPublish(stage.publication),
      );
    else new EmailIdentity(this, 'Identity', { identity: Identity.email(email), feedbackForwarding: false });
  }

  /** The MAIL FROM subdomain aligns SPF, the DKIM records (written by CDK) align DKIM, and DMARC states the policy. */
  private verifyZone(zone: IPublicHostedZone, publication: Publication): void {
    this.verify(Identity.publicHostedZone(zone), zone.zoneName);
    new DmarcRecord(this, 'Dmarc', zone, publication);
  }

  private verify(identity: Identity, domain: string): EmailIdentity {
    return new EmailIdentity(this, 'Identity', {
      identity,
      mailFromDomain: `bounce.${domain}`,
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      // Bounces arrive as events; mails about them would have no reader.
      feedbackForwarding: false,
    });
  }

  /** `suppressionReasons`: reasons for which SES suppresses an address too, as a second barrier behind our own list. */
  private configurationSet(
    id: string,
    configurationSetName: string,
    suppressionReasons: SuppressionReasons,
    pool?: string,
  ): ConfigurationSet {
    // Opens and clicks are never tracked: SES would add a pixel and rewrite links. If the account has the engagement metrics of Virtual
    // Deliverability Manager on, they would add both; the set's option overrides the account's.
    // https://docs.aws.amazon.com/ses/latest/dg/vdm-settings.html
    return new ConfigurationSet(this, id, {
      configurationSetName,
      reputationMetrics: true,
      suppressionReasons,
      // The pool is for letters: notices are too few to keep a dedicated address warm.
      ...(pool !== undefined && {
        dedicatedIpPool: DedicatedIpPool.fromDedicatedIpPoolName(this, 'Pool', pool),
      }),
      vdmOptions: { engagementMetrics: false },
      // SES's validation would drop confirmations to addresses that it merely doubts. The set switches it off, whatever the account says.
      // https://docs.aws.amazon.com/ses/latest/dg/email-validation-auto.html
      disableAutoValidation: true,
    });
  }

  /**
   * Grants SendRawEmail from the publication's own addresses, through one configuration set. SES also checks the sender's most exact
   * identity (a domain or an address, made here or by hand), and in the sandbox the recipient's. So every identity is named as a resource,
   * and a condition restricts the sender. A request has one context, so the condition holds for the set as well.
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

  /** The quota is the account's, so the call names no resource. */
  grantQuota(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }),
    );
  }

  /** Grants a look at the identities that functions/adapters/ses/ownership.ts asks for: the domains of the publication's senders. */
  grantOwnership(grantee: IGrantable): void {
    const domains = new Set(this.addresses.flatMap((address) => listDomainsUpwards(domainOf(address))));
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
