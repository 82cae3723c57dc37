/** How long CloudFront keeps an error, whatever the origin says of it. */
import { Duration } from 'aws-cdk-lib';
import type { ErrorResponse } from 'aws-cdk-lib/aws-cloudfront';

/**
 * CloudFront ignores `no-store` for these and keeps them for ten seconds, also where nothing else is kept: a reader who asks again
 * would see a fault that is over. Of 404, 410, 414 and 501 it heeds it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const HELD = [400, 403, 405, 500, 502, 503, 504];

/** A second of content, so that a page everybody wants asks a broken origin once; the page is still the application's own. */
export const ERROR_ANSWERS: ErrorResponse[] = HELD.map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(httpStatus < 500 ? 0 : 1),
}));
