/** Each minute: starts what is due, rings for what waits. */
import { type LambdaContext, tickNow } from './wiring/aws/handlers.ts';

export const handler = (_event: unknown, context: LambdaContext) => tickNow(context);
