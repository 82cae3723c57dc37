/** The SDK's client. Region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB …) are read by the SDK. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** DynamoDB answers within milliseconds; what takes this long is lost, and asked for again. */
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 5000 };
/** Every request here may be made again: it is conditional, or says the same twice. Half a minute of throttling at most. */
const ATTEMPTS = 8;

export const connect = (config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: ATTEMPTS,
    retryMode: 'standard',
    requestHandler: {
      ...PATIENCE,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
    ...config,
  });
