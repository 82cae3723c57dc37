/** What is written is live after a deployment: the release of this tree goes into the store, then the pointer is flipped to it. */
import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { Handler } from './handler.ts';
import type { Store } from './store.ts';

export type LiveRelease = {
  hash: string;
  /** A folder that holds it, as a store does. */
  folder: string;
  commit: { hash: string; time: number } | undefined;
};

export class Live extends Construct {
  constructor(scope: Construct, id: string, store: Store, release: LiveRelease) {
    super(scope, id);
    const shipped = new BucketDeployment(this, 'Ship', {
      sources: [Source.asset(release.folder)],
      destinationBucket: store.bucket,
      // Other releases, letters, and what is live are in there too.
      prune: false,
      exclude: ['state/*'],
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
      memoryLimit: 512,
      // Else the CDK makes one that outlives the stack, at a name the function may have taken first.
      logGroup: new LogGroup(this, 'ShipLog', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    const publisher = new Handler(this, 'Publisher', {
      entry: 'publish',
      description: 'Makes the release of a deployment live, unless a newer one is.',
      memory: 512,
      timeout: Duration.minutes(5),
      environment: { BUCKET: store.bucket.bucketName },
    });
    store.grantPublish(publisher);
    const flip = new CustomResource(this, 'Flip', {
      serviceToken: publisher.functionArn,
      resourceType: 'Custom::BroadsheetRelease',
      properties: {
        Release: release.hash,
        CommitHash: release.commit?.hash ?? '',
        CommitTime: String(release.commit?.time ?? ''),
      },
    });
    flip.node.addDependency(shipped);
  }
}
