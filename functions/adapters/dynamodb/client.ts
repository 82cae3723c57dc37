/**
 * Opens the SDK's client with retries of our own. Region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB …) are read by
 * the SDK.
 */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Milliseconds. DynamoDB answers within a few; a request that takes this long is lost, and retried. */
const TIMEOUTS = { connectionTimeout: 2000, requestTimeout: 5000 };
/** Every request is safe to retry: conditional, or idempotent. The pauses add up to seven seconds at most. */
const MAX_ATTEMPTS = 8;
const PAUSE_MS = { first: 50, longest: 2000 };

/**
 * Retries without the SDK's retry quota, which a run with a fifth of its requests throttled uses up (a few hundred retries):
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html. Full jitter, so that many throttled callers do not return
 * together.
 */
const RETRY_STRATEGY: NonNullable<DynamoDBClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => createRetryToken(0),
  async refreshRetryTokenForRetry(token, { error, errorType }) {
    const retries = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || retries >= MAX_ATTEMPTS) throw error;
    return createRetryToken(retries);
  },
  recordSuccess() {},
};

const createRetryToken = (retries: number) => {
  const pause = Math.random() * Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** retries);
  return { getRetryCount: () => retries, getRetryDelay: () => pause };
};

export const createDynamoClient = (config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    // A given `maxAttempts` keeps the SDK's own strategy.
    ...(config.maxAttempts === undefined ? { retryStrategy: RETRY_STRATEGY } : {}),
    requestHandler: {
      ...TIMEOUTS,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
    ...config,
  });
