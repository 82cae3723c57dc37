/** The SDK's client for DynamoDB. The SDK reads region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB …). */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Timeouts in milliseconds. DynamoDB answers within milliseconds, so a request that takes this long is lost and is retried. */
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 5000 };
/** Every request may be retried, because it is conditional or idempotent. The pauses add up to about five seconds. */
const ATTEMPTS = 8;
const PAUSE = { first: 50, longest: 2000 };

/**
 * A retry strategy without a quota. The SDK's own stops after a few hundred retries, which a run with a fifth of its requests throttled
 * reaches: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html. Pauses have full jitter, so that refused requests
 * do not come back together.
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
    // A caller that sets `maxAttempts` gets the SDK's own strategy.
    ...(config.maxAttempts === undefined ? { retryStrategy: PATIENTLY } : {}),
    requestHandler: {
      ...PATIENCE,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
    ...config,
  });
