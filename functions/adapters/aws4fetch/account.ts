/** The AWS account, read by small signed requests: SES v2 and Lambda in REST, SNS in its Query protocol, DynamoDB in JSON. */
import type {
  AlarmSubscription,
  EventDestination,
  PricingPlan,
  SendingAccount,
  SesAccount,
  SesIdentity,
} from '../../domain/account/aws-account.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { callJson, type RequestSettings, type Requests, signedRequests } from './requests.ts';

export type AccountSettings = RequestSettings & {
  /** Endpoints of an emulator, by the SDK's names: AWS_ENDPOINT_URL_SESV2 … */
  endpoints: Partial<Readonly<Record<'sesv2' | 'lambda' | 'sns' | 'dynamodb', string | undefined>>>;
};

export function createAccount({ endpoints, ...settings }: AccountSettings): SendingAccount {
  const { region } = settings;
  const at = (name: keyof typeof endpoints, host: string): string =>
    (endpoints[name] ?? `https://${host}.${region}.amazonaws.com`).replace(/\/$/, '');
  const ses = signedRequests('ses', settings);
  const email = `${at('sesv2', 'email')}/v2/email`;
  const [lambda, sns] = [signedRequests('lambda', settings), signedRequests('sns', settings)];
  const dynamodb = signedRequests('dynamodb', settings);
  const named = encodeURIComponent;
  return {
    region,
    ses: async () => readAccount((await get(ses, `${email}/account`, 'ses:GetAccount'))!),
    async identity(name) {
      const answer = await get(ses, `${email}/identities/${named(name)}`, 'ses:GetEmailIdentity');
      return answer && readIdentity(answer);
    },
    async eventDestinations(set) {
      const url = `${email}/configuration-sets/${named(set)}/event-destinations`;
      const answer = await get(ses, url, 'ses:GetConfigurationSetEventDestinations');
      return answer && readDestinations(answer);
    },
    async engagement(set) {
      const url = `${email}/configuration-sets/${named(set)}`;
      const answer = (await get(ses, url, 'ses:GetConfigurationSet')) as
        | { VdmOptions?: { DashboardOptions?: { EngagementMetrics?: string } } }
        | undefined;
      return answer?.VdmOptions?.DashboardOptions?.EngagementMetrics;
    },
    async concurrency() {
      // https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
      const url = `${at('lambda', 'lambda')}/2016-08-19/account-settings/`;
      const answer = (await get(lambda, url, 'lambda:GetAccountSettings')) as {
        AccountLimit?: { ConcurrentExecutions?: number };
      };
      return answer.AccountLimit?.ConcurrentExecutions ?? 0;
    },
    subscriptions: (topic) => subscriptionsOf(sns, `${at('sns', 'sns')}/`, topic),
    async tableBytes(TableName) {
      const target = { url: `${at('dynamodb', 'dynamodb')}/`, version: '1.0' } as const;
      const answer = await callJson(
        dynamodb,
        { ...target, target: 'DynamoDB_20120810.DescribeTable' },
        { TableName },
      );
      return (answer as { Table?: { TableSizeBytes?: number } }).Table?.TableSizeBytes ?? 0;
    },
  };
}

const refused = (action: string, why: string) =>
  new BroadsheetError('unavailable', `${action} was answered with ${why}.`, {
    remedy: `Check that these credentials may call ${action}, and that AWS_REGION is where the stage is.`,
    cause: new Error(why),
  });

/** Returns undefined if nothing has that name. The error's message may quote the request, so only its name is kept. */
async function get(requests: Requests, url: string, action: string): Promise<object | undefined> {
  const response = await requests({ method: 'GET', url });
  if (response.ok) return (await response.json()) as object;
  await response.body?.cancel();
  if (response.status === 404) return undefined;
  throw refused(
    action,
    response.headers.get('x-amzn-errortype')?.replace(/:.*$/, '') || String(response.status),
  );
}

function readAccount(answer: unknown): SesAccount {
  const said = answer as {
    ProductionAccessEnabled?: boolean;
    SendingEnabled?: boolean;
    EnforcementStatus?: string;
    Details?: { ReviewDetails?: { Status?: string } };
    PricingAttributes?: { CurrentPlan?: PricingPlan };
    VdmAttributes?: { VdmEnabled?: string; DashboardAttributes?: { EngagementMetrics?: string } };
  };
  return {
    production: said.ProductionAccessEnabled === true,
    sending: said.SendingEnabled === true,
    enforcement: said.EnforcementStatus ?? '',
    review: said.Details?.ReviewDetails?.Status,
    plan: said.PricingAttributes?.CurrentPlan,
    ...(isTracking(said.VdmAttributes) && { engagement: true }),
  };
}

const isTracking = (
  vdm: { VdmEnabled?: string; DashboardAttributes?: { EngagementMetrics?: string } } | undefined,
): boolean => vdm?.VdmEnabled === 'ENABLED' && vdm.DashboardAttributes?.EngagementMetrics === 'ENABLED';

function readIdentity(answer: unknown): SesIdentity {
  const { IdentityType, VerifiedForSendingStatus, DkimAttributes, MailFromAttributes } = answer as {
    IdentityType?: string;
    VerifiedForSendingStatus?: boolean;
    DkimAttributes?: { SigningEnabled?: boolean; Status?: string; Tokens?: string[] };
    MailFromAttributes?: { MailFromDomain?: string; MailFromDomainStatus?: string };
  };
  const domain = MailFromAttributes?.MailFromDomain;
  return {
    kind: IdentityType === 'EMAIL_ADDRESS' ? 'address' : 'domain',
    verified: VerifiedForSendingStatus === true,
    dkim: {
      signing: DkimAttributes?.SigningEnabled === true,
      status: DkimAttributes?.Status ?? 'NOT_STARTED',
      tokens: DkimAttributes?.Tokens ?? [],
    },
    mailFrom: domain ? { domain, status: MailFromAttributes?.MailFromDomainStatus ?? '' } : undefined,
  };
}

function readDestinations(answer: unknown): EventDestination[] {
  const { EventDestinations = [] } = answer as {
    EventDestinations?: {
      Enabled?: boolean;
      MatchingEventTypes?: string[];
      EventBridgeDestination?: object;
    }[];
  };
  return EventDestinations.map(({ Enabled, MatchingEventTypes = [], EventBridgeDestination }) => ({
    enabled: Enabled === true,
    events: MatchingEventTypes,
    bus: EventBridgeDestination !== undefined,
  }));
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html: a page holds a hundred; there are fewer editors. */
async function subscriptionsOf(
  requests: Requests,
  url: string,
  TopicArn: string,
): Promise<AlarmSubscription[] | undefined> {
  const form = new URLSearchParams({ Action: 'ListSubscriptionsByTopic', Version: '2010-03-31', TopicArn });
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await requests({ method: 'POST', url, headers, body: form.toString() });
  const xml = await response.text();
  if (response.status === 404) return undefined;
  if (!response.ok)
    throw refused('sns:ListSubscriptionsByTopic', /<Code>([^<]+)/.exec(xml)?.[1] ?? String(response.status));
  const cell = (member: string, name: string) =>
    plainOf(new RegExp(`<${name}>([^<]*)</${name}>`).exec(member)?.[1] ?? '');
  return [...xml.matchAll(/<member>([\s\S]*?)<\/member>/g)].map(([, member = '']) => ({
    endpoint: cell(member, 'Endpoint'),
    // An editor who has not confirmed yet has `PendingConfirmation` in place of an ARN.
    confirmed: cell(member, 'SubscriptionArn').startsWith('arn:'),
  }));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes XML entities, because an address may hold an apostrophe or an ampersand. */
const plainOf = (xml: string): string =>
  xml.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
  });
