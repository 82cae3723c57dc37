/** Ships the text of this tree's release with a deployment. The last step makes the release live if the store holds its pictures too. */
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
  /** A folder with the release's text, laid out as in a store. */
  folder: string;
  commit: { hash: string; time: number } | undefined;
};

export class Live extends Construct {
  /** Says whether the content went live, at the last deployment that brought some. */
  readonly content: string;

  /** `stage`: the stage's name. */
  constructor(scope: Construct, id: string, store: Store, release: LiveRelease, stage: string) {
    super(scope, id);
    const shipped = new BucketDeployment(this, 'Ship', {
      sources: [textOf(release)],
      destinationBucket: store.bucket,
      // The bucket also holds other releases, letters and the pointer.
      prune: false,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
      memoryLimit: 512,
      // Room for the archive and its content: the text of a hundred thousand articles.
      ephemeralStorageSize: Size.gibibytes(2),
      // Without this, CDK makes a log group that outlives the stack, at a name that the function may have taken first.
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

/**
 * The asset is named by the release: equal text has an equal name, whatever compressed it. If the shipped files change, the number goes up.
 */
const textOf = ({ folder, hash }: LiveRelease) =>
  Source.asset(folder, { assetHash: `text-1-${hash}`, assetHashType: AssetHashType.CUSTOM });

/** All resources of the stack, also those added later, except `last` and resources that depend on it. */
function everythingBut(last: IConstruct): IConstruct {
  const stack = Stack.of(last);
  const all = new Construct(last, 'Before');
  Dependable.implement(all, {
    get dependencyRoots() {
      return (
        stack.node
          .findAll()
          .filter((one) => CfnResource.isCfnResource(one) && Stack.of(one) === stack)
          // CDK's metadata resource is conditional: some regions leave it out, and a dependency on a missing resource fails.
          .filter((one) => (one as CfnResource).cfnOptions.condition === undefined)
          .filter((one) => !isAfter(one, last))
      );
    },
  });
  return all;
}

/** True if `one` is part of `last`, or depends on a part of it: directly, through its parents, or through its own dependencies. */
function isAfter(one: IConstruct, last: IConstruct, seen: Set<IConstruct> = new Set()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return one.node.scopes.some(
    (part) => part === last || part.node.dependencies.some((needed) => isAfter(needed, last, seen)),
  );
}
