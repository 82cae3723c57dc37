/** A doorbell: a run is to be planned. */
export { planRung as handler } from './wiring/aws/handlers.ts';
