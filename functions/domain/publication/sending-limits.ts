/** Limits and defaults of `sending` and `hosting` in content/publication.yaml. */
import { DAY } from '../time/instant.ts';

/** The default time for which a run keeps the list of its recipients. */
export const DEFAULT_KEEP_RECIPIENTS = 90 * DAY;

/** SQS's minimum and maximum for an event source's concurrency: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const WORKER_LIMITS = { least: 2, most: 1000 } as const;
