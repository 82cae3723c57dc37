/** The store: one private S3 bucket for releases, letters, media, assets, and the pointer to the live release. */
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

/** The keys of functions/domain/release/release.ts that a browser may request. */
const SHOWN = ['media/*', 'assets/*'];

/** A deleted or overwritten object can be restored for thirty days. Then S3 deletes the old version, which costs nothing more. */
const FORGET: LifecycleRule = {
  noncurrentVersionExpiration: Duration.days(30),
  expiredObjectDeleteMarker: true,
  abortIncompleteMultipartUploadAfter: Duration.days(7),
};
/** `state` has the pointer, `release` and `objects` hold releases, `letters` frozen letters; browsers see only the last two. */
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
      // CloudFormation deletes only empty buckets.
      autoDeleteObjects: !keep,
    });
    // CDK's own types conflict under exactOptionalPropertyTypes.
    this.bucket = bucket as unknown as IBucket;
  }

  /**
   * Without the right to list, S3 answers 403 instead of 404 for a missing object. The right covers the whole bucket: a condition on
   * `s3:prefix` would deny it to a call for one object, which has no prefix.
   */
  grantRead(grantee: IGrantable, ...folders: Folder[]): void {
    const resources = folders.map((folder) => this.bucket.arnForObjects(`${folder}/*`));
    this.allow(grantee, ['s3:GetObject'], ...resources);
    this.allow(grantee, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Grants writing frozen letters only. The pointer is changed by the publishing commands and the deployment. */
  grantFreeze(grantee: IGrantable): void {
    this.allow(grantee, ['s3:PutObject'], this.bucket.arnForObjects('letters/*'));
  }

  grantPublish(grantee: IGrantable): void {
    this.allow(grantee, ['s3:GetObject', 's3:PutObject'], this.bucket.arnForObjects('*'));
    this.allow(grantee, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Lets one distribution read the objects that a page links to; letters and drafts stay private. */
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
