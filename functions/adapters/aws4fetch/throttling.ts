/** Recognizes throttling and retries with back-off. Services that speak JSON name it in a 400; others answer 429, or name it in XML. */

/**
 * Error names of throttling (botocore, `_retry.json`; aws-sdk-js-v3, service-error-classification), without `Exception`, and two 400s that
 * pass in a moment: S3's RequestTimeout, and TooManyUpdates of a parameter that another caller writes.
 */
const THROTTLING: ReadonlySet<string> = new Set([
  ...['Throttling', 'Throttled', 'RequestThrottled', 'TooManyRequests', 'RequestLimitExceeded', 'SlowDown'],
  ...['ProvisionedThroughputExceeded', 'BandwidthLimitExceeded', 'PriorRequestNotComplete', 'EC2Throttled'],
  ...['KmsThrottled', 'KMSThrottling', 'TransactionInProgress', 'RequestTimeout', 'TooManyUpdates'],
]);

const ATTEMPTS = 7;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;

/** Full jitter, so that many throttled callers do not return together. */
export const sleepWithJitter = (most: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * most));

/** Returns the first answer that is no throttling, or after some seconds the last one, as 429. */
export async function withoutThrottling(ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await named(await ask());
    if (response.status !== 429 || attempt === ATTEMPTS) return response;
    await response.body?.cancel();
    await sleepWithJitter(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt));
  }
}

/** Turns a throttling 400 into a 429; other answers stay as they are. */
async function named(response: Response): Promise<Response> {
  if (response.status !== 400) return response;
  const text = await response.text();
  const { status, headers } = response;
  return new Response(text, { status: isThrottling(headers, text) ? 429 : status, headers });
}

/** The service's name of the error, without namespace and address; empty if it gives none. */
export function faultName(headers: Headers, text: string): string {
  const said =
    headers.get('x-amzn-errortype') ??
    /"(?:__type|code|Code)"\s*:\s*"([^"]+)"/.exec(text)?.[1] ??
    /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ??
    '';
  // `com.amazonaws.ssm#ThrottlingException`, `ThrottlingException:http://…`, `AWS.SimpleQueueService.KmsThrottled`.
  return said
    .replace(/[:;,].*$/, '')
    .replace(/^.*#/, '')
    .replace(/^.*\./, '')
    .trim();
}

const isThrottling = (headers: Headers, text: string): boolean =>
  THROTTLING.has(faultName(headers, text).replace(/(Exception|Error)$/, ''));
