/** A deployment ships the text of this tree's release. Its last step makes the release live where the store holds its pictures too. */
import {
  AssetHashType,
  CfnResource,
  CustomResource,
  Duration,
  RemovalPolicy,
  Size,
  Stack,
} from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, Dependable, type IConstruct } from 'constructs';
import { Handler } from '../stage/handler.ts';
import type { Store } from '../stage/store.ts';

export type LiveRelease = {
  hash: string;
  /** A folder that holds its text, as a store does. */
  folder: string;
  commit: { hash: string; time: number } | undefined;
};

export class Live extends Construct {
  /** What became of the content, at the last deployment that brought some. */
  readonly content: string;

  /** `stage`: its name. */
  constructor(scope: Construct, id: string, store: Store, release: LiveRelease, stage: string) {
    super(scope, id);
    const shipped = new BucketDeployment(this, 'Ship', {
      sources: [textOf(release)],
      destinationBucket: store.bucket,
      // Other releases, letters, and what is live are in there too.
      prune: false,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
      memoryLimit: 512,
      // The archive and what comes out of it: the text of a hundred thousand articles.
      ephemeralStorageSize: Size.gibibytes(2),
      // Else the CDK makes one that outlives the stack, at a name the function may have taken first.
      logGroup: new LogGroup(this, 'ShipLog', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    const publisher = new Handler(this, 'Publisher', {
      entry: 'publish',
      description: 'Makes the release of a deployment live, unless a newer one is or pictures are not there.',
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
        Stage: stage,
      },
    });
    flip.node.addDependency(shipped, everythingBut(this));
    this.content = flip.getAttString('Content');
  }
}

/** Named by the release: the same text has the same name, whatever compressed it. A change of what is shipped takes the next number. */
const textOf = ({ folder, hash }: LiveRelease) =>
  Source.asset(folder, { assetHash: `text-1-${hash}`, assetHashType: AssetHashType.CUSTOM });

/** All resources of the stack, also those that are added later; but `last`, and what waits for it. */
function everythingBut(last: IConstruct): IConstruct {
  const stack = Stack.of(last);
  const all = new Construct(last, 'Before');
  Dependable.implement(all, {
    get dependencyRoots() {
      return (
        stack.node
          .findAll()
          .filter((one) => CfnResource.isCfnResource(one) && Stack.of(one) === stack)
          // CDK's note of what it is made with is left out in some regions, and nothing may wait for what is not there.
          .filter((one) => (one as CfnResource).cfnOptions.condition === undefined)
          .filter((one) => !isAfter(one, last))
      );
    },
  });
  return all;
}

/** `one` is part of `last`, or waits for a part of it: by itself, by what it is part of, or by what it waits for. */
function isAfter(one: IConstruct, last: IConstruct, seen: Set<IConstruct> = new Set()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return one.node.scopes.some(
    (part) => part === last || part.node.dependencies.some((needed) => isAfter(needed, last, seen)),
  );
}
