/** The tick (cron job, each minute): starts due runs, and rings for waiting work. */
import { type LambdaContext, tickNow } from './wiring/aws/handlers.ts';

export const handler = (_event: unknown, context: LambdaContext) => tickNow(context);
