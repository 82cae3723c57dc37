/** Small signed requests to AWS (Signature Version 4) with retries, so that answering a page or ringing a doorbell loads no SDK client. */
import { AwsClient } from 'aws4fetch';
import { BroadsheetError } from '../../domain/error.ts';
import { faultName, sleepWithJitter, withoutThrottling } from './throttling.ts';

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type RequestSettings = {
  region: string;
  /** Called before every request, because a role's credentials are renewed. */
  credentials(): Credentials | Promise<Credentials>;
  /** Milliseconds that a request may take. */
  timeout?: number;
};

export type SignedRequest = {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
};

/**
 * Returns any answer. Throttling, 5xx and timeouts are retried, and then `unavailable` is thrown. So a request must be idempotent: a read,
 * or a write on a condition that the first attempt would have changed.
 */
export type Requests = (ask: SignedRequest) => Promise<Response>;

const TIMEOUT_MS = 5000;
/** A body gets the time that a slow line (one megabit a second) takes for it. */
const BYTES_PER_MS = 125;
const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 50;

type Service =
  | 's3'
  | 'sqs'
  | 'ssm'
  | 'ses'
  | 'lambda'
  | 'sns'
  | 'dynamodb'
  | 'acm'
  | 'route53'
  | 'monitoring'
  | 'cloudformation';

export function signedRequests(service: Service, settings: RequestSettings): Requests {
  const { region, timeout = TIMEOUT_MS } = settings;
  // Signing keys of the day, by secret.
  const cache = new Map<string, ArrayBuffer>();

  async function once({ url, ...init }: SignedRequest): Promise<Response> {
    const keys = await settings.credentials();
    const slack = Math.round((init.body?.length ?? 0) / BYTES_PER_MS);
    const client = new AwsClient({ ...keys, service, region, cache, retries: 0 });
    return client.fetch(url, { ...init, signal: AbortSignal.timeout(timeout + slack) });
  }

  return async (ask) => {
    let cause: unknown;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (attempt > 0) await sleepWithJitter(FIRST_PAUSE_MS * 2 ** attempt);
      try {
        const response = await withoutThrottling(() => once(ask));
        if (response.status < 500 && response.status !== 429) return response;
        cause = new Error(`${service} answered ${response.status}`);
        await response.body?.cancel();
        // Throttling was retried long enough (withoutThrottling).
        if (response.status === 429) break;
      } catch (error) {
        cause = error;
      }
    }
    throw unavailableError(service, cause);
  };
}

const unavailableError = (service: string, cause: unknown) =>
  new BroadsheetError('unavailable', `${service} did not answer.`, {
    remedy: 'Try again in a moment.',
    cause,
  });

/**
 * Calls the AWS JSON protocol 1.0/1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html). Throws `unavailable` with the
 * error's name for anything but 200. The error's message may quote the request, so it is dropped.
 */
export async function callJson(
  requests: Requests,
  { url, target, version }: { url: string; target: string; version: '1.0' | '1.1' },
  input: unknown,
): Promise<unknown> {
  const response = await requests({
    method: 'POST',
    url,
    headers: { 'Content-Type': `application/x-amz-json-${version}`, 'X-Amz-Target': target },
    body: JSON.stringify(input),
  });
  const text = await response.text().catch(() => '');
  const answer = response.ok ? parseJsonObject(text) : undefined;
  if (answer) return answer;
  // A proxy on the way may answer in HTML, and some services name the error only in a header.
  const name = response.ok ? 'no JSON' : faultName(response.headers, text) || String(response.status);
  throw new BroadsheetError('unavailable', `${target} answered ${name}.`, {
    remedy: 'Check that it exists and that these credentials may use it.',
    cause: new Error(name),
  });
}

function parseJsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
