/** A doorbell: a run has letters to deliver. */
export { deliverRung as handler } from './wiring/aws/handlers.ts';
