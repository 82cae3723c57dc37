/** The site: CloudFront in front of the web function and of the pictures in the store. */
import { Duration, Fn, Names, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
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
import { HttpOrigin, OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PERSONAL_PATHS } from '../../functions/domain/site/public-paths.ts';
import { PERMISSIONS } from '../../functions/web/http/headers.ts';
import type { Store } from '../stage/store.ts';
import { createApi } from './api.ts';
import { ERROR_ANSWERS } from './error-answers.ts';

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

/** Path patterns of forms and of links in letters: never kept, and with the question that may be in the address. */
const PERSONAL = Object.keys(PERSONAL_PATHS).map((path) => path.replace(/:\w+$/, '*'));

export class Site extends Construct {
  readonly distribution: Distribution;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    this.api = createApi(this, props.web);
    const origin = this.originOf(props.originSecret);
    const personal = this.personal(origin);
    const shown = this.shown(props.store, origin);
    this.distribution = new Distribution(this, 'Distribution', {
      defaultBehavior: this.content(origin),
      additionalBehaviors: {
        ...Object.fromEntries(PERSONAL.map((path) => [path, personal])),
        '/media/*': shown,
        '/assets/*': shown,
      },
      errorResponses: ERROR_ANSWERS,
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(props.domain && { domainNames: [props.domain.name], certificate: props.domain.certificate }),
      ...(props.waf && { webAclId: props.waf }),
    });
    props.store.grantShow(this.distribution.distributionArn);
  }

  /**
   * Such names are of the whole account, in every region, and they outlive a stage that is kept: the same stage may be in a second
   * region, and may be made again. So each ends in the first part of the number that CloudFormation gave the stack.
   */
  private named(id: string, maxLength: number): string {
    const part = 8;
    const name = Names.uniqueResourceName(this, {
      maxLength: maxLength - part - id.length - 2,
      separator: '-',
    });
    const number = Fn.select(2, Fn.split('/', Stack.of(this).stackId));
    return Fn.join('-', [name, id, Fn.select(0, Fn.split('-', number))]);
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
        cachePolicyName: this.named('Content', 128),
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

  /**
   * A one-click POST must get its 200 at once (RFC 8058): its address is https, where nothing redirects. An address that was typed
   * is sent there: a GET by 301, a POST by 307, which keeps its body.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
   */
  private personal(origin: IOrigin): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: this.asked('Personal', OriginRequestQueryStringBehavior.all()),
    };
  }

  /** What the application looks at, beside path and body. Cookies never: there are none. */
  private asked(id: string, queryStringBehavior: OriginRequestQueryStringBehavior): OriginRequestPolicy {
    return new OriginRequestPolicy(this, id, {
      originRequestPolicyName: this.named(id, 128),
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        'Accept',
        'CloudFront-Viewer-Address',
        'Content-Type',
        'Origin',
      ),
      queryStringBehavior,
    });
  }

  /** Where S3 has no such picture it says 403 in XML: then the application is asked, which says 404 in words. */
  private shown(store: Store, application: IOrigin): BehaviorOptions {
    const originAccessControlName = this.named('Access', 64);
    const { originAccessControlId } = new S3OriginAccessControl(this, 'Access', { originAccessControlName });
    return {
      // The policy of the bucket is ours (Store.grantShow): CDK's would show all of it.
      origin: new OriginGroup({
        primaryOrigin: S3BucketOrigin.withBucketDefaults(store.bucket, { originAccessControlId }),
        fallbackOrigin: application,
        fallbackStatusCodes: [403, 404],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.guard(),
    };
  }

  /** The same words as functions/web/http/headers.ts: an image opened by itself may run nothing either. */
  private guard(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Guard', {
      responseHeadersPolicyName: this.named('Guard', 128),
      customHeadersBehavior: {
        customHeaders: [{ header: 'Permissions-Policy', value: PERMISSIONS, override: true }],
      },
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
          // S3 sends no policy of its own. The application does, with the page in a missing picture's place: that page needs its style.
          override: false,
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
