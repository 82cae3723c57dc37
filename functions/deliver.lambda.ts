/** A doorbell: a run has letters to deliver. */
export { deliverRung as handler } from './wiring/stage-work.ts';
