/** A doorbell: confirmations and other notices wait. */
export { noticesRung as handler } from './wiring/aws/handlers.ts';
