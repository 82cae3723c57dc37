/** A message as delivery hands it to a mailer. */
import type { Message } from '../../../functions/domain/delivery/mailer.ts';
import { aRecipient, aStamp } from './letters.ts';

export const aMessage = (about: Partial<Message> = {}): Message => ({
  to: 'ada@reader.example',
  from: 'news@paper.example',
  raw: new TextEncoder().encode(
    'From: news@paper.example\r\nTo: ada@reader.example\r\nSubject: Hello\r\n\r\nHello.\r\n.\r\nEnd.\r\n',
  ),
  subject: 'Hello',
  tags: { run: 'e_monday', batch: '1-0-', pos: '3', try: '1' },
  lease: 1,
  stream: 'letters',
  feedback: { a: 'brief', b: 'monday' },
  recipe: { letter: 'l', recipient: aRecipient(), stamp: aStamp() },
  ...about,
});
