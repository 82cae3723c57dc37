/**
 * A fake SES with a rate limit, as a process of its own: a token bucket of a second, random refusals, answers after 50 to 150 ms.
 * `node bench/support/ses-bucket.ts <messages a second> <share refused at random>` (fork): sends its URL, and its counts when asked.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECOND } from '../../functions/domain/time/instant.ts';

/** `seconds`: from the first message to the last. `used`: the share of the rate in that time. */
export type Bucketed = { taken: number; throttled: number; seconds: number; used: number };

const [rate = 0, noise = 0] = process.argv.slice(2).map(Number);
const LATENCY = { least: 50, most: 150 };
const bucket = { tokens: rate, at: performance.now() };
const seen = { taken: 0, throttled: 0, first: 0, last: 0 };

function take(): boolean {
  const now = performance.now();
  bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / SECOND) * rate);
  bucket.at = now;
  const taken = Math.random() >= noise && bucket.tokens >= 1;
  if (taken) {
    bucket.tokens--;
    seen.taken++;
    seen.first ||= now;
    seen.last = now;
  } else seen.throttled++;
  return taken;
}

const answer = (action: string, result: string): string =>
  `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result></${action}Response>`;
const QUOTA = answer(
  'GetSendQuota',
  `<Max24HourSend>-1</Max24HourSend><MaxSendRate>${rate}</MaxSendRate><SentLast24Hours>0</SentLast24Hours>`,
);
const SENT = answer('SendRawEmail', '<MessageId>0100-1</MessageId>');
const THROTTLED =
  '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Maximum sending rate exceeded.</Message></Error></ErrorResponse>';

/**
 * SES v2's answer about any domain: the account owns the domain.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html
 */
const OWNED = JSON.stringify({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: true });

function send(response: ServerResponse): void {
  const taken = take();
  const say = () =>
    response.writeHead(taken ? 200 : 400, { 'Content-Type': 'text/xml' }).end(taken ? SENT : THROTTLED);
  setTimeout(say, LATENCY.least + Math.random() * (LATENCY.most - LATENCY.least));
}

const server = createServer((request, response) => {
  let start = '';
  request.on('data', (chunk: Buffer) => (start ||= chunk.toString('latin1', 0, 200)));
  request.on('end', () => {
    if (request.url!.includes('/v2/email/identities/')) response.end(OWNED);
    else if (start.includes('GetSendQuota')) response.setHeader('Content-Type', 'text/xml').end(QUOTA);
    else send(response);
  });
});
server.listen(0, '127.0.0.1', () =>
  process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.on('message', () => {
  const seconds = (seen.last - seen.first) / SECOND;
  const { taken, throttled } = seen;
  process.send!({ taken, throttled, seconds, used: (taken - 1) / (rate * seconds) } satisfies Bucketed);
});
process.on('disconnect', () => process.exit());
