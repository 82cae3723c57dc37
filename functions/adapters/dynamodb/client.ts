/** The SDK's client. Region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB …) are read by the SDK. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** DynamoDB answers within milliseconds; what takes this long is lost, and asked for again. */
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 5000 };
/** Every request here may be made again: it is conditional, or says the same twice. Five seconds of waiting at most. */
const ATTEMPTS = 8;
const PAUSE = { first: 50, longest: 2000 };

/**
 * The SDK's own strategy stops retrying once a few hundred retries have used up its quota, which a fifth of the requests throttled
 * does within a run: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html. Full jitter, so that many who were
 * turned away do not come back together.
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
    // With `maxAttempts` of one's own the SDK's way is kept.
    ...(config.maxAttempts === undefined ? { retryStrategy: PATIENTLY } : {}),
    requestHandler: {
      ...PATIENCE,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
    ...config,
  });
