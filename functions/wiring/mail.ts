/** Provides the outbox's pages with the mail reader. */
export { readMail } from '../adapters/postal-mime/read-mail.ts';
