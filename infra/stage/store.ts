/** The store: one private bucket of releases, letters, media, assets, and the pointer to what is live. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';

/** Of the keys in functions/domain/release/release.ts, what a browser may ask for. */
const SHOWN = ['media/*', 'assets/*'];

/** An object that was overwritten or deleted can be brought back for thirty days. After them S3 deletes it, and it costs nothing more. */
const FORGET: LifecycleRule = {
  noncurrentVersionExpiration: Duration.days(30),
  expiredObjectDeleteMarker: true,
  abortIncompleteMultipartUploadAfter: Duration.days(7),
};
/** `state` has the pointer, `releasedRun` and `objects` hold releases, `letters` frozen letters; browsers see the last two alone. */
export const FOLDERS = ['state', 'release', 'objects', 'letters', 'media', 'assets'] as const;
export type Folder = (typeof FOLDERS)[number];

export class Store extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { keep }: Pick<Stage, 'keep'>) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [FORGET],
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // CloudFormation deletes no bucket that holds something.
      autoDeleteObjects: !keep,
    });
    // CDK's own types do not agree under exactOptionalPropertyTypes.
    this.bucket = bucket as unknown as IBucket;
  }

  /**
   * Without the right to list, S3 answers 403 instead of 404 for an object that is not there. That right is the whole bucket's: a
   * condition on `s3:prefix` would refuse it to a call for one object, which has no prefix.
   */
  grantRead(grantee: IGrantable, ...folders: Folder[]): void {
    const resources = folders.map((folder) => this.bucket.arnForObjects(`${folder}/*`));
    this.allow(grantee, ['s3:GetObject'], ...resources);
    this.allow(grantee, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Frozen letters, and nothing else: what is live is changed by whoever publishes. */
  grantFreeze(grantee: IGrantable): void {
    this.allow(grantee, ['s3:PutObject'], this.bucket.arnForObjects('letters/*'));
  }

  grantPublish(grantee: IGrantable): void {
    this.allow(grantee, ['s3:GetObject', 's3:PutObject'], this.bucket.arnForObjects('*'));
    this.allow(grantee, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** One distribution, and of the bucket only what a page links to: letters and drafts stay private. */
  grantShow(distributionArn: string): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: SHOWN.map((keys) => this.bucket.arnForObjects(keys)),
        conditions: { StringEquals: { 'AWS:SourceArn': distributionArn } },
      }),
    );
  }

  private allow(grantee: IGrantable, actions: string[], ...resources: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
  }
}
