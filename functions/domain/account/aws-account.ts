/**
 * The port of the account that sends, for `doctor`, `plan` and `cost`: facts from SES, Lambda, SNS and DynamoDB. Calls and endpoints of
 * AWS are in adapters/aws4fetch/account.ts. Another provider implements `SendingAccount`, or has none.
 */

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PricingAttributes.html; NONE is à la carte. */
export type PricingPlan = 'NONE' | 'ESSENTIALS' | 'PRO' | 'ENTERPRISE';

/** SES in one region. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html */
export type SesAccount = {
  /** True if the account is out of the sandbox. */
  production: boolean;
  sending: boolean;
  /** HEALTHY, PROBATION (under review), SHUTDOWN (paused). */
  enforcement: string;
  /** State of the request for production access: PENDING, FAILED, GRANTED, DENIED; undefined if none was made. */
  review: string | undefined;
  /** undefined if SES did not say. */
  plan: PricingPlan | undefined;
  /** Virtual Deliverability Manager counts opens and clicks, unless a configuration set says no. */
  engagement?: true;
};

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html */
export type SesIdentity = {
  kind: 'domain' | 'address';
  verified: boolean;
  dkim: {
    signing: boolean;
    /** PENDING, SUCCESS, FAILED, TEMPORARY_FAILURE, NOT_STARTED. */
    status: string;
    tokens: readonly string[];
  };
  /** The domain that takes bounces; undefined if SES's own does, with which SPF does not align. */
  mailFrom: { domain: string; status: string } | undefined;
};

/** A destination to which a configuration set publishes its events. */
export type EventDestination = {
  enabled: boolean;
  /** SEND, BOUNCE, COMPLAINT, REJECT … */
  events: readonly string[];
  /** The destination is EventBridge. */
  bus: boolean;
};

export type AlarmSubscription = { endpoint: string; confirmed: boolean };

/** Read-only. Each method throws `unavailable` if AWS does not answer, or these credentials may not ask. */
export type SendingAccount = {
  region: string;
  ses(): Promise<SesAccount>;
  /** undefined if there is no identity of that name. */
  identity(name: string): Promise<SesIdentity | undefined>;
  /** undefined if there is no such configuration set. */
  eventDestinations(set: string): Promise<readonly EventDestination[] | undefined>;
  /** Engagement metrics of the set itself: ENABLED or DISABLED; undefined if the set does not say, or there is no such set. */
  engagement(set: string): Promise<string | undefined>;
  /** Functions that may run at once, in the whole account and region. */
  concurrency(): Promise<number>;
  /** Subscriptions of an SNS topic, by its ARN; undefined if there is no such topic. */
  subscriptions(topic: string): Promise<readonly AlarmSubscription[] | undefined>;
  /** The size of a table, as DynamoDB last counted it, about six hours ago at most. */
  tableBytes(name: string): Promise<number>;
};
