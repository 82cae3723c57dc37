/** Woken by a doorbell: plans runs into batches. */
export { planRung as handler } from './wiring/aws/handlers.ts';
