/** The tick (cron job, each minute): starts due runs, and rings for waiting work. */
import { type LambdaContext, onTick } from './wiring/aws/handlers.ts';

export const handler = (_event: unknown, context: LambdaContext) => onTick(context);
