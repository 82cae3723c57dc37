/** Consumes SES events and records the outcomes of messages. */
export { feedbackCame as handler } from './wiring/aws/handlers.ts';
