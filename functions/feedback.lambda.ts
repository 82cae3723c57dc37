/** Consumes SES events and records the outcomes of messages. */
export { onFeedback as handler } from './wiring/aws/handlers.ts';
