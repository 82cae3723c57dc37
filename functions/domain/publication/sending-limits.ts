/** Limits of `sending` and `hosting` in content/publication.yaml, and what holds where it says nothing. */
import { DAY } from '../time/instant.ts';

/** How long a run keeps the list of its recipients where publication.yaml says nothing. */
export const KEEP_RECIPIENTS = 90 * DAY;

/** SQS's own least and most for an event source's concurrency: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const WORKERS = { least: 2, most: 1000 } as const;
