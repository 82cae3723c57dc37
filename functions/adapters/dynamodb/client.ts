/**
 * Opens the SDK's client with retries of our own. Region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB …) are read by
 * the SDK.
 */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Milliseconds. DynamoDB answers within a few; a request that takes this long is lost, and retried. */
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 5000 };
/** Every request is safe to retry: conditional, or idempotent. Five seconds of waiting at most. */
const ATTEMPTS = 8;
const PAUSE = { first: 50, longest: 2000 };

/**
 * Retries without the SDK's retry quota, which a run with a fifth of its requests throttled uses up (a few hundred retries):
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html. Full jitter, so that many throttled callers do not return
 * together.
 */
const PATIENTLY: NonNullable<DynamoDBClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => after(0),
  async refreshRetryTokenForRetry(token, { error, errorType }) {
    const retries = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || retries >= ATTEMPTS) throw error;
    return after(retries);
  },
  recordSuccess() {},
};

const after = (retries: number) => {
  const pause = Math.random() * Math.min(PAUSE.longest, PAUSE.first * 2 ** retries);
  return { getRetryCount: () => retries, getRetryDelay: () => pause };
};

export const connect = (config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: ATTEMPTS,
    // A given `maxAttempts` keeps the SDK's own strategy.
    ...(config.maxAttempts === undefined ? { retryStrategy: PATIENTLY } : {}),
    requestHandler: {
      ...PATIENCE,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
    ...config,
  });
