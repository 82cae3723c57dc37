/** A fake SES for sending: the Query protocol over HTTP, a token bucket, faults on demand, a log of accepted messages. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Accepted = {
  to: string;
  from: string;
  raw: string;
  tags: Record<string, string>;
  configurationSet: string | null;
};

export type Fault =
  | 'rate'
  | 'daily'
  | 'account-paused'
  | 'set-paused'
  | 'set-missing'
  | 'unverified'
  | 'unverified-recipient'
  | 'content'
  | 'bad-address'
  | 'denied'
  | 'server-error'
  | 'hang'
  | 'accept-then-drop'
  | 'drop';

/** Code, status and message in the words of SES. */
const ANSWERS: Partial<Record<Fault, [string, number, string]>> = {
  rate: ['Throttling', 400, 'Maximum sending rate exceeded.'],
  daily: ['Throttling', 400, 'Daily message quota exceeded.'],
  'account-paused': ['AccountSendingPausedException', 400, 'Sending is paused for this account.'],
  'set-paused': [
    'ConfigurationSetSendingPausedException',
    400,
    'Sending is paused for this configuration set.',
  ],
  'set-missing': ['ConfigurationSetDoesNotExist', 400, 'Configuration set paper-letters does not exist.'],
  unverified: [
    'MessageRejected',
    400,
    'Email address is not verified. The following identities failed the check in region EU-WEST-1: news@paper.example',
  ],
  content: ['MessageRejected', 400, 'Transaction failed: bad content.'],
  'bad-address': ['InvalidParameterValue', 400, 'Missing final ‘@domain’'],
  denied: ['AccessDenied', 403, 'User is not authorized to perform ses:SendRawEmail'],
  'server-error': ['InternalFailure', 500, 'The request processing has failed.'],
};

/** The sandbox's refusal of a recipient that is no verified identity. */
const boxed = (to: string): [string, number, string] => [
  'MessageRejected',
  400,
  `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${to}`,
];

export type FakeSes = Awaited<ReturnType<typeof fakeSes>>;

/** The test that opens one closes it. `fault` is asked before each message is accepted. */
export async function fakeSes(
  options: {
    perSecond?: number;
    perDay?: number;
    latency?: number;
    fault?: (to: string, nth: number) => Fault | undefined;
    /** SES v2's answer by the name of an identity: 404, 403 or its kind. All domains are the account's unless said. */
    identity?: (name: string) => 'DOMAIN' | 'EMAIL_ADDRESS' | 'pending' | 403 | 404;
  } = {},
) {
  const { perSecond = 1000, perDay = 50_000, latency = 0 } = options;
  const accepted: Accepted[] = [];
  const asked = { quota: 0, send: 0 };
  const bucket = { tokens: perSecond, at: performance.now() };
  const state = { fault: options.fault };

  function refill(): boolean {
    const now = performance.now();
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  function sendRaw(form: URLSearchParams, response: ServerResponse): void {
    const message = readMessage(form);
    const fault =
      state.fault?.(message.to, asked.send++) ??
      (accepted.length >= perDay ? 'daily' : refill() ? undefined : 'rate');
    if (fault === undefined || fault === 'accept-then-drop') accepted.push(message);
    if (fault === 'hang') return;
    if (fault === 'drop' || fault === 'accept-then-drop') return void response.socket?.destroy();
    const answer = fault && (fault === 'unverified-recipient' ? boxed(message.to) : ANSWERS[fault]);
    if (answer) return void fail(response, ...answer);
    setTimeout(
      () => succeed(response, 'SendRawEmail', `<MessageId>0100-${accepted.length}</MessageId>`),
      latency,
    );
  }

  const server = createServer(async (request, response) => {
    const [, name] = /^\/v2\/email\/identities\/(.+)$/.exec(decodeURIComponent(request.url ?? '')) ?? [];
    if (name !== undefined) return answerIdentity(response, options.identity?.(name) ?? 'DOMAIN');
    const form = new URLSearchParams(await bodyOf(request));
    if (form.get('Action') === 'SendRawEmail') return sendRaw(form, response);
    if (form.get('Action') !== 'GetSendQuota') return fail(response, 'InvalidAction', 400, 'Not here.');
    asked.quota++;
    const numbers = { Max24HourSend: perDay, MaxSendRate: perSecond, SentLast24Hours: accepted.length };
    succeed(
      response,
      'GetSendQuota',
      Object.entries(numbers)
        .map(([name, n]) => `<${name}>${n.toFixed(1)}</${name}>`)
        .join(''),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    asked,
    setFault: (fault: typeof state.fault) => {
      state.fault = fault;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html */
function answerIdentity(response: ServerResponse, kind: string | number): void {
  const errors: Record<number, string> = { 403: 'AccessDeniedException', 404: 'NotFoundException' };
  if (typeof kind === 'number')
    return void response.writeHead(kind, { 'x-amzn-errortype': errors[kind] }).end('{}');
  const about = { VerifiedForSendingStatus: kind !== 'pending' };
  const IdentityType = kind === 'pending' ? 'DOMAIN' : kind;
  response
    .writeHead(200, { 'Content-Type': 'application/json' })
    .end(JSON.stringify({ IdentityType, ...about }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function readMessage(form: URLSearchParams): Accepted {
  const tags: Record<string, string> = {};
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n++)
    tags[form.get(`Tags.member.${n}.Name`)!] = form.get(`Tags.member.${n}.Value`)!;
  return {
    to: form.get('Destinations.member.1') ?? '',
    from: form.get('Source') ?? '',
    raw: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString('utf8'),
    tags,
    configurationSet: form.get('ConfigurationSetName'),
  };
}

const XML = { 'Content-Type': 'text/xml' };
const NAMESPACE = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';

function succeed(response: ServerResponse, action: string, result: string): void {
  response
    .writeHead(200, XML)
    .end(
      `<${action}Response ${NAMESPACE}><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`,
    );
}

function fail(response: ServerResponse, code: string, status: number, message: string): void {
  response
    .writeHead(status, XML)
    .end(
      `<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    );
}
