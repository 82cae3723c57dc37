/** The time for which CloudFront caches error responses (negative caching), whatever the origin says. */
import { Duration } from 'aws-cdk-lib';
import type { ErrorResponse } from 'aws-cdk-lib/aws-cloudfront';

/**
 * By default CloudFront caches an error for at least ten seconds, whatever shorter time the origin says. So a 404 from the last seconds
 * before a publication instant would outlive that instant. CloudFront heeds `no-store` only for 404, 410, 414 and 501: any other error
 * would still be shown after it is over. CloudFront does not let us list 410 here. A 410 may stay for ten seconds, because no publication
 * instant brings back a withdrawn article.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const HELD = [400, 403, 404, 405, 500, 502, 503, 504];

/** One second for 5xx, so that a popular page asks a broken origin only once a second. The page is still the application's own. */
export const ERROR_ANSWERS: ErrorResponse[] = HELD.map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(httpStatus < 500 ? 0 : 1),
}));
