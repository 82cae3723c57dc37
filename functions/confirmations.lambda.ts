/** Woken by a doorbell: sends the confirmations and other notices that wait. */
export { onNotices as handler } from './wiring/aws/handlers.ts';
