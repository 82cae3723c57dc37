/** The site: CloudFront in front of the web function and of the pictures in the store. */
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  type IOrigin,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Store } from './store.ts';

export type SiteProps = {
  web: IFunction;
  store: Store;
  /** What the web function wants to hear in ORIGIN_HEADER. */
  originSecret: string;
  domain: { name: string; certificate: ICertificate } | undefined;
  /** ARN of a web ACL. */
  waf: string | undefined;
};

/** functions/web/lambda-http.ts */
const ORIGIN_HEADER = 'X-Broadsheet-Origin';

/** What a person does: never kept, and with the question that may be in the address. */
const PERSONAL = [
  '/subscribe',
  '/confirm/*',
  '/unsubscribe/*',
  '/preferences/*',
  '/manage/*',
  '/stop/*',
  '/release/*',
];

export class Site extends Construct {
  readonly distribution: Distribution;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      defaultIntegration: new HttpLambdaIntegration('Web', props.web),
      description: 'Answers CloudFront alone: others do not know what to say.',
    });
    const origin = this.originOf(props.originSecret);
    const personal = this.personal(origin);
    const shown = this.shown(props.store);
    this.distribution = new Distribution(this, 'Distribution', {
      defaultBehavior: this.content(origin),
      additionalBehaviors: {
        ...Object.fromEntries(PERSONAL.map((path) => [path, personal])),
        '/media/*': shown,
        '/assets/*': shown,
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(props.domain && { domainNames: [props.domain.name], certificate: props.domain.certificate }),
      ...(props.waf && { webAclId: props.waf }),
    });
    props.store.grantShow(this.distribution.distributionArn);
  }

  private originOf(secret: string): IOrigin {
    const { region, urlSuffix } = Stack.of(this);
    return new HttpOrigin(`${this.api.apiId}.execute-api.${region}.${urlSuffix}`, {
      customHeaders: { [ORIGIN_HEADER]: secret },
    });
  }

  /** Kept as long as the application says: its s-maxage ends with the next publication instant. */
  private content(origin: IOrigin): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // A wrong method is told so by the application, in words.
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: new CachePolicy(this, 'Content', {
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.days(365),
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headerBehavior: CacheHeaderBehavior.none(),
        cookieBehavior: CacheCookieBehavior.none(),
        queryStringBehavior: CacheQueryStringBehavior.none(),
      }),
      originRequestPolicy: this.asked('Asked', OriginRequestQueryStringBehavior.none()),
    };
  }

  /** A one-click POST must get its 200 at once: no redirect from http, which nobody uses for it. */
  private personal(origin: IOrigin): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: this.asked('Personal', OriginRequestQueryStringBehavior.all()),
    };
  }

  /** What the application looks at, beside path and body. Cookies never: there are none. */
  private asked(id: string, queryStringBehavior: OriginRequestQueryStringBehavior): OriginRequestPolicy {
    return new OriginRequestPolicy(this, id, {
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        'Accept',
        'CloudFront-Viewer-Address',
        'Content-Type',
        'Origin',
      ),
      queryStringBehavior,
    });
  }

  private shown(store: Store): BehaviorOptions {
    const { originAccessControlId } = new S3OriginAccessControl(this, 'Access');
    return {
      // The policy of the bucket is ours (Store.grantShow): CDK's would show all of it.
      origin: S3BucketOrigin.withBucketDefaults(store.bucket, { originAccessControlId }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.guard(),
    };
  }

  /** The same words as functions/web/headers.ts: an image opened by itself may run nothing either. */
  private guard(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Guard', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: true,
        },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
    });
  }
}
