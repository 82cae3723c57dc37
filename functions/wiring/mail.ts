/** The mail reader, for the outbox's pages. */
export { readMail } from '../adapters/postal-mime/read-mail.ts';
