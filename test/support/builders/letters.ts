/** Letters and recipients for tests, and the messages they make. */
import { compose, prepareLetter } from '../../../functions/domain/letters/compose.ts';
import type { Letter, Recipient, Stamp } from '../../../functions/domain/letters/letter.ts';

export const aLetter = (given: Partial<Letter> = {}): Letter => ({
  format: 1,
  kind: 'edition',
  newsletter: 'brief',
  language: 'en',
  from: { name: 'The Quarter Hour', email: 'hello@quarter.example' },
  replyTo: undefined,
  subject: 'What the bus taught the city',
  listId: { phrase: 'The Brief', id: 'brief.quarter-hour.localhost' },
  unsubscribable: true,
  unsubscribeMailto: undefined,
  headers: { Precedence: 'bulk' },
  feedback: { a: 'brief', b: '2026-11-23-brief' },
  labels: {
    first: '1 big thing:',
    other: '{n}.',
    words: { one: '{n} word', other: '{n} words' },
    minutes: { one: '{n} minute', other: '{n} minutes' },
  },
  blocks: [],
  html: ['<p>Hello ', { slot: 'name' }, '.</p>'],
  text: ['Hello ', { slot: 'name' }, '.\n'],
  articles: [],
  ...given,
});

export const aRecipient = (given: Partial<Recipient> = {}): Recipient => ({
  to: { name: 'Ada', email: 'ada@reader.example' },
  topics: [],
  unsubscribe: 'https://quarter.example/unsubscribe/k1.AAAAAAAAAAAAAAAAAAAAAA.brief..BBBBBBBBBBBBBBBBBBBBBB',
  preferences: 'https://quarter.example/preferences/k1.AAAAAAAAAAAAAAAAAAAAAA...BBBBBBBBBBBBBBBBBBBBBB',
  action: 'https://quarter.example/confirm/k1.AAAAAAAAAAAAAAAAAAAAAA..t1.BBBBBBBBBBBBBBBBBBBBBB',
  ...given,
});

export const aStamp = (given: Partial<Stamp> = {}): Stamp => ({
  messageId: 'e_2026-11-23.0.1@quarter.example',
  at: Date.UTC(2026, 10, 23, 7),
  ...given,
});

export const HASH = 'a'.repeat(64);

/** The message's bytes as text, one character a byte. */
export const raw = (letter: Letter, recipient: Recipient): string =>
  Buffer.from(compose(prepareLetter(letter, HASH), recipient, aStamp())!).toString('latin1');
