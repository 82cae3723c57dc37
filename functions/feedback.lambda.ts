/** Events of SES: what became of messages. */
export { feedbackCame as handler } from './wiring/aws/handlers.ts';
