import { describe, expect, it } from 'vitest';
import { compose, prepareLetter } from '../../functions/domain/letters/compose.ts';
import type { Letter } from '../../functions/domain/letters/letter.ts';
import { assembleDigest, assembleEdition } from '../../functions/flows/letters/assemble.ts';
import { assembleNotice } from '../../functions/flows/letters/assemble-notice.ts';
import { anEdition, article, entries, extra } from '../support/builders/an-edition.ts';
import { letterView, placeEntries } from '../support/builders/letter-view.ts';
import { aRecipient, aStamp, HASH } from '../support/builders/letters.ts';
import { aFragment, aPublication, NOON } from '../support/builders/small-publication.ts';

const HOSTILE = [
  'a\r\nBcc: x@evil.example',
  'a\nX-Evil: 1\n\n<script>',
  'a\rBcc: x@evil.example\r\r',
  'a\r\n\r\nFrom: x@evil.example',
  '=?utf-8?Q?a=0D=0ABcc:_x@evil.example?=',
  'a\u2028Bcc: x@evil.example\u0085X-Evil: 1',
  `${'long '.repeat(400)}\r\n X-Evil: 1`,
  '"a" <x@evil.example>, b@evil.example',
  'a\u0000\r\n.\r\nQUIT\r\n',
  '\u202ea: \ud83d Bcc: x',
  `${'ä'.repeat(200)}\r\nBcc: x@evil.example`,
  '%0d%0aBcc: x@evil.example',
];
const NAMES = [
  ...[
    'Auto-Submitted',
    'Content-Type',
    'Date',
    'From',
    'List-Id',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
  ],
  ...['MIME-Version', 'Message-ID', 'Precedence', 'Reply-To', 'Subject', 'To', 'X-Auto-Response-Suppress'],
];

/** Every part of the message but its bodies: lines that begin one, names alone. */
function headerNames(letter: Letter, name: string): string[] {
  const message = compose(
    prepareLetter(letter, HASH),
    aRecipient({ to: { name, email: 'ada@reader.example' } }),
    aStamp(),
  )!;
  const text = Buffer.from(message).toString('latin1');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  expect(head).toMatch(/^To: [^\r\n]*(\r\n [^\r\n]*)*<?ada@reader\.example>?\r?$/m);
  return [...head.matchAll(/^([^\s:]+):/gm)].map(([, found]) => found!);
}

const publicationOf = (text: string) => {
  const plain = aPublication();
  const newsletters = plain.newsletters.map((n) => ({ ...n, name: text, description: text }));
  const from = { ...plain.from, name: text };
  return aPublication({ title: text, description: text, postalAddress: [text], newsletters, from });
};
const viewOf = (text: string) =>
  letterView({
    entries: entries.map((entry) => ({
      ...entry,
      title: text,
      summary: text,
      authors: [text],
      tags: [text],
    })),
    publication: publicationOf(text),
  });
const editionOf = (text: string) => {
  const body = aFragment('<p>b</p>', { text });
  const sponsor = { name: text, url: `https://x.example/${encodeURIComponent(text.toWellFormed())}`, body };
  const items = [article('harbour', 'whole', text), { kind: 'sponsor' as const, label: text, sponsor }];
  return anEdition([...items, { kind: 'text', label: text, body }], {
    subject: text,
    preheader: text,
    intro: body,
  });
};

describe('a header of mail', () => {
  it.each(HOSTILE)('comes of no subject, label, sponsor, title or name of a reader: %j', async (text) => {
    const view = await viewOf(text);
    const { letter } = await assembleEdition(view, editionOf(text), extra);
    const daily = publicationOf(text).newsletters[0]!;
    const digest = await assembleDigest(view, daily, await placeEntries(view, entries.slice(0, 2)), {
      ...extra,
      slot: NOON,
    });
    const about = { newsletters: 'brief', purpose: 'manage', message: text, remedy: text, readers: text };
    const notices = (['confirm', 'welcome', 'link', 'proof', 'alarm'] as const).map((kind) =>
      assembleNotice(view, { kind, about }, { base: extra.base, letter }),
    );
    for (const one of [letter, digest.letter, ...(await Promise.all(notices))]) {
      const names = headerNames(one, text);
      expect(names.filter((name) => !NAMES.includes(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
