/** Woken by a doorbell: delivers the letters of runs. */
export { onDeliver as handler } from './wiring/aws/handlers.ts';
