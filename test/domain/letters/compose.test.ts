import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import {
  compose,
  composeLazily,
  prepareLetter,
  previewHtml,
  previewText,
} from '../../../functions/domain/letters/compose.ts';
import type { Letter, Recipient } from '../../../functions/domain/letters/letter.ts';
import { cleanHeader } from '../../../functions/domain/letters/mime.ts';
import { aLetter, aRecipient, aStamp, HASH, raw } from '../../support/builders/letters.ts';

const parse = (letter: Letter, recipient: Recipient): Promise<Email> =>
  PostalMime.parse(Buffer.from(raw(letter, recipient), 'latin1'));

const headersOf = (email: Email): Record<string, string> =>
  Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));

/** What a decoder is left with: postal-mime ends lines with LF. */
const decoded = (text: string): string => text.toWellFormed().replace(/\r\n/g, '\n');

const HEADERS = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Precedence',
  'MIME-Version',
  'Content-Type',
];
const headOf = (message: string): string => message.slice(0, message.indexOf('\r\n\r\n') + 2);
/** Line ends of every kind, quotes, header-like text, any code unit. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\0',
        '"',
        '\\',
        '\u2028',
        '\u0085',
        'Bcc: a@b.example',
        '=?UTF-8?Q?',
        '?=',
        ' ',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('a composed message', () => {
  it('carries every header once, with what was meant', async () => {
    const letter = aLetter({
      replyTo: { name: '', email: 'editors@quarter.example' },
      unsubscribeMailto: 'leave@quarter.example',
    });
    const recipient = aRecipient();
    const email = await parse(letter, recipient);
    expect(headersOf(email)).toEqual({
      from: '"The Quarter Hour" <hello@quarter.example>',
      to: '"Ada" <ada@reader.example>',
      'reply-to': '<editors@quarter.example>',
      subject: 'What the bus taught the city',
      date: 'Mon, 23 Nov 2026 07:00:00 +0000',
      'message-id': '<e_2026-11-23.0.1@quarter.example>',
      'list-id': '"The Brief" <brief.quarter-hour.localhost>',
      'list-unsubscribe': `<${recipient.unsubscribe}>, <mailto:leave@quarter.example?subject=unsubscribe>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      precedence: 'bulk',
      'mime-version': '1.0',
      'content-type': `multipart/alternative; boundary="=_${'a'.repeat(32)}"`,
    });
    expect(new Set(email.headers.map((h) => h.key)).size).toBe(email.headers.length);
  });

  it('puts the text part first, and both parts are quoted-printable', () => {
    const types = [
      ...raw(aLetter(), aRecipient()).matchAll(/Content-Type: text\/(\w+)[\s\S]*?Encoding: (.+)\r/g),
    ];
    expect(types.map(([, type, encoding]) => [type, encoding])).toEqual([
      ['plain', 'quoted-printable'],
      ['html', 'quoted-printable'],
    ]);
  });

  it('is 7-bit, ends every line with CRLF and keeps bodies within 76 columns, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (literal, name) => {
        const letter = aLetter({ html: [literal, { slot: 'name' }, literal], text: [literal] });
        const message = raw(letter, aRecipient({ to: { name, email: 'a@b.example' } }));
        expect(message).toMatch(/^[\r\n\t -~]*$/);
        expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const body = message.slice(message.indexOf('\r\n\r\n'));
        expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
      }),
    );
  });

  it('decodes to exactly the letter with its slots filled, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }),
        fc.string({ unit: 'binary' }),
        async (literals, value) => {
          const address = value.replaceAll('\0', '');
          const pieces = literals.flatMap((literal) => [
            `${literal.replace(/[\0\r]/g, '')}.`,
            { slot: 'action' } as const,
            '|',
          ]);
          const letter = aLetter({ html: pieces, text: pieces });
          const recipient = aRecipient({ action: address });
          const email = await parse(letter, recipient);
          expect(decoded(email.text!)).toBe(decoded(`${previewText(letter, recipient)!}\n`));
          expect(decoded(email.html!)).toBe(decoded(`${previewHtml(letter, recipient)!}\n`));
        },
      ),
    );
  });

  it('shows the name only where it cannot pass for something else', async () => {
    const shown = async (name: string, kind: Letter['kind'] = 'digest') =>
      (await parse(aLetter({ kind }), aRecipient({ to: { name, email: 'a@b.example' } }))).to;
    expect(await shown('Zoë "Z" O\\Neil, 山田')).toEqual([
      { name: 'Zoë "Z" O\\Neil, 山田', address: 'a@b.example' },
    ]);
    for (const name of ['bank@evil.example', 'see https://evil.example', 'x'.repeat(65), ''])
      expect(await shown(name)).toEqual([{ name: '', address: 'a@b.example' }]);
    expect(await shown('Ada', 'notice')).toEqual([{ name: '', address: 'a@b.example' }]);
  });

  it('lets no name, subject, phrase or header value add a header', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, subject, value) => {
        const letter = aLetter({
          subject,
          from: { name: value, email: 'hello@quarter.example' },
          listId: { phrase: name, id: 'brief.quarter-hour.localhost' },
          headers: { Precedence: value },
        });
        const message = raw(letter, aRecipient({ to: { name, email: 'ada@reader.example' } }));
        const lines = headOf(message)
          .split('\r\n')
          .filter((line) => /^[^ \t]/.test(line));
        const names = lines.map((line) => line.slice(0, line.indexOf(':')));
        expect(names).toEqual(HEADERS);
      }),
    );
  });

  it('decodes names and subjects to what was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const expected = cleanHeader(text);
        fc.pre(expected !== '');
        const email = await parse(
          aLetter({ subject: text, from: { name: text, email: 'h@q.example' } }),
          aRecipient(),
        );
        expect(email.subject).toBe(expected);
        expect(email.from?.name).toBe(expected);
      }),
    );
  });

  it('keeps header lines within 78 columns, links and addresses aside', () => {
    const letter = aLetter({
      subject: 'Ночной автобус '.repeat(12),
      from: { name: '夜'.repeat(60), email: 'h@q.example' },
    });
    const head = headOf(raw(letter, aRecipient()));
    const lines = head.split('\r\n').filter((line) => !line.startsWith('List-Unsubscribe:'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('writes to an address of 254 characters, and refuses a longer or a hostile one', () => {
    const to = (email: string) => () => raw(aLetter(), aRecipient({ to: { name: 'Ada', email } }));
    const long = `${'a'.repeat(64)}@${'b'.repeat(185)}.com`;
    expect(long.length).toBe(254);
    expect(to(long)()).toContain(`<${long}>\r\n`);
    for (const email of [
      `c${long}`,
      'a@b.example\r\nBcc: c@d.example',
      'a b@c.example',
      '"a"@b.example',
      'a@b, c@d',
      'ä@b.example',
      '',
    ])
      expect(to(email)).toThrow('not an address');
  });

  it('refuses links and message ids that could end a header', () => {
    const prepared = prepareLetter(aLetter(), HASH);
    const unsubscribe = 'https://q.example/\r\nBcc: a@b.example';
    expect(() => compose(prepared, aRecipient({ unsubscribe }), aStamp())).toThrow('unsubscribe link');
    expect(() => compose(prepared, aRecipient(), aStamp({ messageId: 'a>\r\nX: y@b' }))).toThrow(
      'Message-ID',
    );
    expect(() => raw(aLetter({ headers: { 'List-Id': 'mine' } }), aRecipient())).toThrow('header');
  });

  it('has no List headers when there is nothing to unsubscribe from', async () => {
    const letter = aLetter({ kind: 'notice', unsubscribable: false, listId: undefined });
    expect(
      Object.keys(headersOf(await parse(letter, aRecipient()))).filter((k) => k.startsWith('list-')),
    ).toEqual([]);
  });
});

describe('a room that is used for one message after another', () => {
  const given = fc.record({ name: hostile, email: fc.emailAddress(), unsubscribe: fc.webPath() });

  it('holds the very bytes that a buffer of its own would', () => {
    const prepared = prepareLetter(aLetter(), HASH);
    const room = Buffer.alloc(64 * 1024, 'left over from the one before');
    fc.assert(
      fc.property(given, ({ name, email, unsubscribe }) => {
        const to = { name, email: email.length <= 254 ? email : 'ada@reader.example' };
        const recipient = aRecipient({ to, unsubscribe: `https://paper.example/${encodeURI(unsubscribe)}` });
        const message = composeLazily(prepared, recipient, aStamp())!;
        const own = message.bytes();
        expect(own).toHaveLength(message.length);
        expect(Buffer.from(message.writeTo(room))).toEqual(own);
        expect(own).toEqual(compose(prepared, recipient, aStamp()));
      }),
    );
  });
});
