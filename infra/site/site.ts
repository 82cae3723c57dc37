/** The site: CloudFront (CDN) in front of the web function and of the pictures in the store. */
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
import { PERSONAL_PATHS, QUERY_FIELDS_BY_PATH } from '../../functions/domain/site/public-paths.ts';
import { PERMISSIONS_POLICY } from '../../functions/web/http/headers.ts';
import type { Store } from '../stage/store.ts';
import { createApi } from './api.ts';
import { ERROR_ANSWERS } from './error-answers.ts';

/** The origin of pages, with the policy of what it is asked. */
type ContentOrigin = { origin: IOrigin; asked: OriginRequestPolicy };

export type SiteProps = {
  web: IFunction;
  store: Store;
  /** The value of ORIGIN_HEADER that the web function expects. */
  originSecret: string;
  domain: { name: string; certificate: ICertificate } | undefined;
  /** The ARN of a web ACL. */
  waf: string | undefined;
};

/** functions/web/lambda-http.ts */
const ORIGIN_HEADER = 'X-Broadsheet-Origin';

/** Path patterns of forms and of links in letters: never cached, and passed on with their query. */
const PERSONAL_PATTERNS = Object.keys(PERSONAL_PATHS).map((path) => path.replace(/:\w+$/, '*'));

export class Site extends Construct {
  readonly distribution: Distribution;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    this.api = createApi(this, props.web);
    const origin = this.originOf(props.originSecret);
    const personal = this.personalBehavior(origin);
    const shown = this.picturesBehavior(props.store, origin);
    // What is part of a cache's key is sent to the origin anyway, so one policy serves pages with and without a query.
    const content = {
      origin,
      asked: this.createOriginRequestPolicy('Asked', OriginRequestQueryStringBehavior.none()),
    };
    this.distribution = new Distribution(this, 'Distribution', {
      defaultBehavior: this.contentBehavior(content, 'Content'),
      additionalBehaviors: {
        ...this.queriedBehaviors(content),
        ...Object.fromEntries(PERSONAL_PATTERNS.map((path) => [path, personal])),
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
   * Policy names are unique in the whole account, across regions, and outlive a stage that is kept; the same stage may exist in a second
   * region, or be made again. So each name ends in the first part of the stack's id.
   */
  private uniqueName(id: string, maxLength: number): string {
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

  /**
   * Pages are cached as long as the application says: s-maxage ends with the next publication instant. `fields`: of the query, which the
   * cache holds apart and the application gets; no other field reaches either.
   */
  private contentBehavior({ origin, asked }: ContentOrigin, cache: string, fields: readonly string[] = []) {
    const isRead = fields.length > 0;
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // The application itself refuses a wrong method, with a page.
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: new CachePolicy(this, cache, {
        cachePolicyName: this.uniqueName(cache, 128),
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.days(365),
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headerBehavior: CacheHeaderBehavior.none(),
        cookieBehavior: CacheCookieBehavior.none(),
        queryStringBehavior: isRead
          ? CacheQueryStringBehavior.allowList(...fields)
          : CacheQueryStringBehavior.none(),
      }),
      originRequestPolicy: asked,
    } satisfies BehaviorOptions;
  }

  private queriedBehaviors(origin: ContentOrigin): Record<string, BehaviorOptions> {
    const queried = Object.entries(QUERY_FIELDS_BY_PATH).map(([path, fields], i) => {
      const number = i === 0 ? '' : i + 1;
      return [path, this.contentBehavior(origin, `Queried${number}`, fields)];
    });
    return Object.fromEntries(queried);
  }

  /**
   * A one-click POST must get its 200 at once (RFC 8058): the link is https, so nothing redirects. A typed http address is redirected to
   * https: a GET by 301, a POST by 307, which keeps its body.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
   */
  private personalBehavior(origin: IOrigin): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: this.createOriginRequestPolicy('Personal', OriginRequestQueryStringBehavior.all()),
    };
  }

  /** The request headers that the application reads, beside path and body. No cookies are used. */
  private createOriginRequestPolicy(
    id: string,
    queryStringBehavior: OriginRequestQueryStringBehavior,
  ): OriginRequestPolicy {
    return new OriginRequestPolicy(this, id, {
      originRequestPolicyName: this.uniqueName(id, 128),
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        'Accept',
        'CloudFront-Viewer-Address',
        'Content-Type',
        'Origin',
      ),
      queryStringBehavior,
    });
  }

  /** If a picture is missing, S3 answers 403 in XML. Then the application is asked, which answers 404 with a page. */
  private picturesBehavior(store: Store, application: IOrigin): BehaviorOptions {
    const originAccessControlName = this.uniqueName('Access', 64);
    const { originAccessControlId } = new S3OriginAccessControl(this, 'Access', { originAccessControlName });
    return {
      // The bucket's policy is our own (Store.grantShow): CDK's would open all of the bucket.
      origin: new OriginGroup({
        primaryOrigin: S3BucketOrigin.withBucketDefaults(store.bucket, { originAccessControlId }),
        fallbackOrigin: application,
        fallbackStatusCodes: [403, 404],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.createSecurityHeaders(),
    };
  }

  /** The same headers as functions/web/http/headers.ts: a picture that is opened by itself may run no script either. */
  private createSecurityHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Guard', {
      responseHeadersPolicyName: this.uniqueName('Guard', 128),
      customHeadersBehavior: {
        customHeaders: [{ header: 'Permissions-Policy', value: PERMISSIONS_POLICY, override: true }],
      },
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
          // S3 sends no policy of its own. The application's page for a missing picture brings one that allows its style.
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
