import { describe, expect, it } from 'vitest';
import { compose, prepareLetter } from '../../../functions/domain/letters/compose.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { assembleAlert, assembleDigest, assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice, type NoticeContent } from '../../../functions/flows/letters/assemble-notice.ts';
import { entries, everything, extra, view } from '../../support/builders/an-edition.ts';
import { placeEntries, placeEntry } from '../../support/builders/letter-view.ts';
import { aRecipient, aStamp, HASH } from '../../support/builders/letters.ts';
import { aPublication, NOON } from '../../support/builders/small-publication.ts';

function headersOf(letter: Letter): ReadonlyMap<string, string> {
  const message = new TextDecoder().decode(compose(prepareLetter(letter, HASH), aRecipient(), aStamp())!);
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n(?=[ \t])/g, '');
  const lines = head.split('\r\n').map((line) => line.split(/: ?(.*)/s) as [string, string]);
  expect(new Set(lines.map(([name]) => name)).size).toBe(lines.length);
  return new Map(lines);
}

const ALWAYS = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type'];
const LEAVE = ['List-Unsubscribe', 'List-Unsubscribe-Post'];
const SUPPRESS = 'X-Auto-Response-Suppress';
const LETTER = [...ALWAYS, ...LEAVE, 'List-Id', 'Precedence', SUPPRESS];
const NOTICE = [...ALWAYS, 'Auto-Submitted', SUPPRESS];

describe('the headers of a letter', () => {
  const daily = aPublication().newsletters[0]!;
  it.each<[string, () => Promise<Letter>]>([
    ['an edition', async () => (await assembleEdition(await view(), everything, extra)).letter],
    [
      'a digest',
      async () => {
        const seen = await view();
        const two = await placeEntries(seen, entries.slice(0, 2));
        return (await assembleDigest(seen, daily, two, { ...extra, slot: NOON })).letter;
      },
    ],
    [
      'an alert',
      async () => {
        const seen = await view();
        const harbour = await placeEntry(seen, { ...entries[0]!, alert: 'brief' });
        return (await assembleAlert(seen, harbour, extra)).letter;
      },
    ],
  ])('are these twelve, each once, and ask for no automatic reply: %s', async (_, make) => {
    const headers = headersOf(await make());
    expect([...headers.keys()].sort()).toEqual([...LETTER].sort());
    expect(headers.get('Precedence')).toBe('bulk');
    expect(headers.get(SUPPRESS)).toBe('OOF, AutoReply');
  });
});

describe('the headers of a notice', () => {
  const about = { newsletters: 'brief', purpose: 'manage', message: 'It is held.', remedy: '', readers: '3' };
  it.each<NoticeContent['kind']>(['confirm', 'welcome', 'link', 'proof', 'alarm'])(
    'say that a machine wrote it and wants no answer: %s',
    async (kind) => {
      const letter = (await assembleEdition(await view(), everything, extra)).letter;
      const headers = headersOf(
        await assembleNotice(await view(), { kind, about }, { base: extra.base, letter }),
      );
      const expected = kind === 'welcome' ? [...NOTICE, ...LEAVE] : NOTICE;
      expect([...headers.keys()].sort()).toEqual([...expected].sort());
      expect(headers.get('Auto-Submitted')).toBe('auto-generated');
      // `All` would keep reports of bounces from coming.
      expect(headers.get(SUPPRESS)).toBe('OOF, AutoReply');
    },
  );
});
