/** How long CloudFront keeps an error, whatever the origin says of it. */
import { Duration } from 'aws-cdk-lib';
import type { ErrorResponse } from 'aws-cdk-lib/aws-cloudfront';

/**
 * CloudFront keeps an error for ten seconds at least, whatever shorter time the origin says. So a 404 of the last seconds before a
 * publication instant would outlive that instant. CloudFront heeds `no-store` of 404, 410, 414 and 501 alone: a reader who asks again
 * would see any other fault after it is over. CloudFront lets nobody name 410 here. A 410 may stay for ten seconds, because no
 * publication instant brings back an article that was taken down.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const HELD = [400, 403, 404, 405, 500, 502, 503, 504];

/** A second of content, so that a page everybody wants asks a broken origin once; the page is still the application's own. */
export const ERROR_ANSWERS: ErrorResponse[] = HELD.map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(httpStatus < 500 ? 0 : 1),
}));
