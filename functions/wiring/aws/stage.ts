/** The parts list of a stage on AWS, opened lazily. A function keeps one list for as long as it lives. */
import { createBucketBlobs } from '../../adapters/aws4fetch/blobs.ts';
import { openBucket } from '../../adapters/aws4fetch/bucket.ts';
import { createQueueDoorbell } from '../../adapters/aws4fetch/doorbell.ts';
import { createParameters } from '../../adapters/aws4fetch/parameters.ts';
import { createBucketPointers } from '../../adapters/aws4fetch/pointers.ts';
import type { Credentials } from '../../adapters/aws4fetch/requests.ts';
import { createTopicPager } from '../../adapters/aws4fetch/topic.ts';
import type { Doorbell } from '../../domain/ledger/ledger.ts';
import type { Pager } from '../../domain/notices/pager.ts';
import type { Blobs, Pointers } from '../../domain/release/release.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { SECOND } from '../../domain/time/instant.ts';
import { errorText } from '../../flows/log-text.ts';
import { createViews, type LiveViews } from '../../flows/release/view.ts';
import { retryableOnce } from '../lazy.ts';
import type { Store } from '../open-tables.ts';
import { lambdaCredentials } from './credentials.ts';
import { type FunctionConfig, readFunctionConfig } from './function-config.ts';
import { openOriginSecrets, type ReadOriginSecrets } from './origin-secrets.ts';
import { createStageParameters } from './stage-parameters.ts';

export type Stage = {
  config: FunctionConfig;
  clock: () => number;
  blobs: Blobs;
  pointers: Pointers;
  views: LiveViews;
  /** The secrets that CloudFront must send, if the stage was opened with `origin` among its parameters. */
  originSecrets(): Promise<ReadOriginSecrets>;
  /** The origin of every link. */
  base(): Promise<string>;
  secrets(): Promise<Secrets>;
  tables(): Promise<Store>;
  /** Never throws: if a doorbell is lost, the tick rings again for waiting work. */
  doorbell: Doorbell;
  /** undefined if the environment names no topic of alarms. */
  pager: Pager | undefined;
  log(line: string): void;
};

/** Maximum age of a view of the live release. */
const VIEW_MAX_AGE = 3 * SECOND;

/** `more`: parameters that are read besides base and secrets. */
export function openStage(
  env: Readonly<Record<string, string | undefined>>,
  log: (line: string) => void,
  credentials: () => Credentials | Promise<Credentials> = lambdaCredentials,
  more: readonly string[] = [],
): Stage {
  const config = readFunctionConfig(env);
  const clock = Date.now;
  const signed = { region: config.region, credentials };
  const bucket = openBucket({ ...signed, bucket: config.bucket, endpoint: config.endpoints.s3 });
  const [blobs, pointers] = [createBucketBlobs(bucket), createBucketPointers(bucket)];
  const parameters = createParameters({ ...signed, endpoint: config.endpoints.ssm });
  const queues = createQueueDoorbell(config.queues, signed);
  const names = [...(config.baseUrl === undefined ? ['base'] : []), 'identity', 'links', ...more];
  const told = createStageParameters(parameters, config.parameters, names, clock);
  return {
    ...{ config, clock, blobs, pointers, log },
    views: createViews({ blobs, pointers, clock }, { refresh: VIEW_MAX_AGE, log }),
    originSecrets: () => openOriginSecrets(told, clock),
    base: retryableOnce(async () => config.baseUrl ?? (await told.value('base'))),
    secrets: told.secrets,
    // The SDK's client is half a megabyte, so only functions that use the table load it.
    tables: retryableOnce(async () => (await import('../dynamodb-tables.ts')).openTables(config.table)),
    pager: config.alarmsTopic
      ? createTopicPager({ ...signed, topic: config.alarmsTopic, endpoint: config.endpoints.sns })
      : undefined,
    doorbell: {
      ring: async (work) => {
        await Promise.resolve(queues.ring(work)).catch((error: unknown) =>
          log(`Doorbell: ${errorText(error)}`),
        );
      },
    },
  };
}
