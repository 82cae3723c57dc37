/** AWS asks for a pause: services that speak JSON say so by an error's name in a 400, others by 429 or in XML. */

/**
 * Names of throttling (botocore, `_retry.json`; aws-sdk-js-v3, service-error-classification), without `Exception`; and two of
 * 400s that are over in a moment: S3's RequestTimeout, and TooManyUpdates of a parameter that somebody else writes.
 */
const THROTTLING: ReadonlySet<string> = new Set([
  ...['Throttling', 'Throttled', 'RequestThrottled', 'TooManyRequests', 'RequestLimitExceeded', 'SlowDown'],
  ...['ProvisionedThroughputExceeded', 'BandwidthLimitExceeded', 'PriorRequestNotComplete', 'EC2Throttled'],
  ...['KmsThrottled', 'KMSThrottling', 'TransactionInProgress', 'RequestTimeout', 'TooManyUpdates'],
]);

const ATTEMPTS = 7;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;

/** Full jitter, so that many who were turned away do not come back together. */
export const sleepWithJitter = (most: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * most));

/** The first answer that is no throttling, or after some seconds the last, as 429. */
export async function withoutThrottling(ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await named(await ask());
    if (response.status !== 429 || attempt === ATTEMPTS) return response;
    await response.body?.cancel();
    await sleepWithJitter(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt));
  }
}

/** A 400 that is throttling, as the 429 it would be elsewhere; any other answer as it came. */
async function named(response: Response): Promise<Response> {
  if (response.status !== 400) return response;
  const text = await response.text();
  const { status, headers } = response;
  return new Response(text, { status: isThrottling(headers, text) ? 429 : status, headers });
}

/** What a service calls the fault, without namespace and address; empty where it gives no name. */
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
