/** Parses a MIME message with postal-mime, so that the outbox shows what a mail client shows, not what was meant. */
import PostalMime from 'postal-mime';
import type { ReadMail } from '../../domain/delivery/outbox.ts';

export const readMail: ReadMail = async (eml) => {
  const mail = await PostalMime.parse(eml);
  return {
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    html: mail.html ?? '',
    text: mail.text ?? '',
  };
};
