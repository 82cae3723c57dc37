/** Woken by a doorbell: delivers the letters of runs. */
export { deliverRung as handler } from './wiring/aws/handlers.ts';
