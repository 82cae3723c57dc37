/** Woken by a doorbell: plans runs into batches. */
export { onPlan as handler } from './wiring/aws/handlers.ts';
