/**
 * A fake AWS account: SES v2 and Lambda in REST, SNS in its Query protocol, with the answers of their API references. A request that is
 * not signed for the service is refused.
 */
import { createServer, type ServerResponse } from 'node:http';
import { bodyOf, listenOnLoopback } from '../hosts/loopback.ts';

export type AccountState = {
  account: Record<string, unknown>;
  identities: Record<string, Record<string, unknown>>;
  destinations: Record<string, readonly Record<string, unknown>[]>;
  /** The engagement metrics setting by configuration set. */
  engagement: Record<string, string>;
  concurrency: number;
  /** Subscriptions by topic; an editor who has not confirmed has no ARN. */
  subscriptions: Record<string, readonly { endpoint: string; arn?: string }[]>;
  /** Addresses on the account's suppression list. */
  suppressed: Set<string>;
  /** Actions that these credentials may not call. */
  denied: readonly string[];
};

export const EVENTS = {
  Name: 'Bus',
  Enabled: true,
  MatchingEventTypes: ['SEND', 'BOUNCE', 'COMPLAINT', 'REJECT'],
  EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/default' },
};

/** An account out of the sandbox, in good health, with à la carte prices. */
export const anAccount = (about: Partial<AccountState> = {}): AccountState => ({
  account: {
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
    PricingAttributes: { CurrentPlan: 'NONE' },
  },
  identities: {},
  destinations: {},
  engagement: {},
  concurrency: 1000,
  subscriptions: {},
  suppressed: new Set(),
  denied: [],
  ...about,
});

export const aDomainIdentity = (about: Record<string, unknown> = {}): Record<string, unknown> => ({
  IdentityType: 'DOMAIN',
  VerifiedForSendingStatus: true,
  DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', Tokens: ['aaa', 'bbb', 'ccc'] },
  MailFromAttributes: { MailFromDomain: 'bounce.paper.press', MailFromDomainStatus: 'SUCCESS' },
  ...about,
});

export type FakeAccount = Awaited<ReturnType<typeof fakeAccount>>;

/** The test that opens one closes it. */
export async function fakeAccount(state: AccountState = anAccount()) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    const service = /\/([a-z0-9]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
    if (service === undefined) return fail(response, 403, 'MissingAuthenticationTokenException');
    if (service === 'sns') return answerSns(state, await bodyOf(request), response);
    const [action, body] = request.method === 'DELETE' ? removeFrom(state, path) : answerOf(state, path);
    if (state.denied.includes(action)) return fail(response, 403, 'AccessDeniedException');
    if (action === '') return fail(response, 404, 'UnknownOperationException');
    if (body === undefined) return fail(response, 404, 'NotFoundException');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    ...{ url, close },
    state,
    asked,
    endpoints: {
      ...{ AWS_ENDPOINT_URL_SESV2: url, AWS_ENDPOINT_URL_LAMBDA: url, AWS_ENDPOINT_URL_SNS: url },
      // This fake has no alarms; fake-cloudwatch.ts has.
      AWS_ENDPOINT_URL_CLOUDWATCH: url,
    },
  };
}

function answerOf(state: AccountState, path: string): [action: string, body: unknown] {
  const [, identity] = /^\/v2\/email\/identities\/([^/]+)$/.exec(path) ?? [];
  const [, set] = /^\/v2\/email\/configuration-sets\/([^/]+)\/event-destinations$/.exec(path) ?? [];
  const [, plain] = /^\/v2\/email\/configuration-sets\/([^/]+)$/.exec(path) ?? [];
  if (plain) {
    const EngagementMetrics = state.engagement[plain];
    const said = { VdmOptions: { DashboardOptions: { EngagementMetrics } } };
    return ['GetConfigurationSet', EngagementMetrics && said];
  }
  if (path === '/v2/email/account') return ['GetAccount', state.account];
  if (identity) return ['GetEmailIdentity', state.identities[identity]];
  if (set) {
    const found = state.destinations[set];
    return ['GetConfigurationSetEventDestinations', found && { EventDestinations: found }];
  }
  if (path !== '/2016-08-19/account-settings/') return ['', undefined];
  const limit = {
    ConcurrentExecutions: state.concurrency,
    UnreservedConcurrentExecutions: state.concurrency,
  };
  return ['GetAccountSettings', { AccountLimit: limit }];
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DeleteSuppressedDestination.html, unless the action is denied. */
function removeFrom(state: AccountState, path: string): [action: string, body: unknown] {
  const [, address] = /^\/v2\/email\/suppression\/addresses\/(.+)$/.exec(path) ?? [];
  if (address === undefined) return ['', undefined];
  const action = 'DeleteSuppressedDestination';
  if (state.denied.includes(action)) return [action, undefined];
  return [action, state.suppressed.delete(address) ? {} : undefined];
}

function answerSns(state: AccountState, body: string, response: ServerResponse): void {
  const found = state.subscriptions[new URLSearchParams(body).get('TopicArn') ?? ''];
  const members = (found ?? []).map(
    ({ endpoint, arn = 'PendingConfirmation' }) =>
      `<member><TopicArn>t</TopicArn><Protocol>email</Protocol><SubscriptionArn>${arn}</SubscriptionArn><Owner>1</Owner><Endpoint>${endpoint}</Endpoint></member>`,
  );
  const xml = found
    ? `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`
    : '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code></Error></ErrorResponse>';
  response.writeHead(found ? 200 : 404, { 'Content-Type': 'text/xml' }).end(xml);
}

const fail = (response: ServerResponse, status: number, name: string): void =>
  void response
    .writeHead(status, { 'x-amzn-errortype': `${name}:http://internal/`, 'Content-Type': 'application/json' })
    .end('{"message":"no"}');
