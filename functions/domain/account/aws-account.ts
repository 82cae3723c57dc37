/**
 * The account that sends, as `doctor`, `plan` and `cost` ask for it: what SES, Lambda, SNS and DynamoDB say. Types name what AWS tells,
 * and no call or endpoint of AWS's: adapters/aws4fetch/account.ts asks. Another provider implements `SendingAccount`, or has none.
 */

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PricingAttributes.html; NONE is à la carte. */
export type PricingPlan = 'NONE' | 'ESSENTIALS' | 'PRO' | 'ENTERPRISE';

/** In one region. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html */
export type SesAccount = {
  /** Out of the sandbox. */
  production: boolean;
  sending: boolean;
  /** HEALTHY, PROBATION (under review), SHUTDOWN (paused). */
  enforcement: string;
  /** Of the request for production access: PENDING, FAILED, GRANTED, DENIED; undefined: none was made. */
  review: string | undefined;
  /** undefined: SES did not say. */
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
  /** The domain of bounces; undefined: SES's own, with which SPF does not align. */
  mailFrom: { domain: string; status: string } | undefined;
};

/** Where a configuration set publishes its events. */
export type EventDestination = {
  enabled: boolean;
  /** SEND, BOUNCE, COMPLAINT, REJECT … */
  events: readonly string[];
  /** To EventBridge. */
  bus: boolean;
};

export type AlarmSubscription = { endpoint: string; confirmed: boolean };

/** Reads alone. Each throws `unavailable` where it is not answered, or these credentials may not ask. */
export type SendingAccount = {
  region: string;
  ses(): Promise<SesAccount>;
  /** undefined: there is none of that name. */
  identity(name: string): Promise<SesIdentity | undefined>;
  /** undefined: there is no such configuration set. */
  eventDestinations(set: string): Promise<readonly EventDestination[] | undefined>;
  /** What the set itself says of engagement metrics: ENABLED, DISABLED; undefined: nothing, or there is no such set. */
  engagement(set: string): Promise<string | undefined>;
  /** Functions that may run at once, in the whole account and region. */
  concurrency(): Promise<number>;
  /** By the ARN of an SNS topic; undefined: there is no such topic. */
  subscriptions(topic: string): Promise<readonly AlarmSubscription[] | undefined>;
  /** As DynamoDB last counted, some six hours ago at most. */
  tableBytes(name: string): Promise<number>;
};
