import { describe, expect, it } from 'vitest';
import type { Welcome } from '../../../functions/domain/content/welcome.ts';
import { assembleNotice } from '../../../functions/flows/letters/assemble-notice.ts';
import type { LatestLetter } from '../../../functions/flows/letters/welcome-letter.ts';
import { extra, html, text } from '../../support/builders/an-edition.ts';
import { letterView } from '../../support/builders/letter-view.ts';
import { aFragment, aPublication } from '../../support/builders/small-publication.ts';

const schedule = { days: [1, 2, 3, 4, 5], hour: 7, minute: 0 } as const;
const newsletters = aPublication().newsletters.map((one) => ({ ...one, schedule }));
const welcomed = async (
  about: string,
  { latest = [], own, retired = false }: { latest?: LatestLetter[]; own?: Welcome; retired?: boolean } = {},
) => {
  const publication = aPublication({ newsletters: newsletters.map((one) => ({ ...one, retired })) });
  const view = await letterView({ publication });
  const release = { ...view.release, welcome: async () => own };
  const notice = { kind: 'welcome', about: { newsletters: about } } as const;
  return assembleNotice({ ...view, release }, notice, { ...extra, latest });
};
const own = { subject: 'Come in', body: aFragment('<p>Hello, <em>you</em>.</p>', { text: 'Hello, you.' }) };

describe('a welcome letter', () => {
  it('keeps the words of the system where the editors wrote none', async () => {
    const letter = await welcomed('brief');
    expect(letter.subject).toBe('Welcome to The Small Paper');
    expect(text(letter)).toContain('Your subscription is confirmed.');
  });

  it('has the editors’ words and subject instead, and still says what was chosen', async () => {
    const letter = await welcomed('brief', { own });
    expect(letter.subject).toBe('Come in');
    expect(text(letter)).toContain('Hello, you.\n\nYou will get: The brief.');
    expect(html(letter)).toContain('<p>Hello, <em>you</em>.</p>');
    expect(html(letter)).toMatch(/class="preheader"[^>]*>Hello, you\./);
    expect(text(letter)).not.toContain('Your subscription is confirmed.');
  });

  it('leads to the latest letter of each that was chosen', async () => {
    const one = { newsletter: 'brief', subject: 'Rails <bend>', url: 'https://paper.example/editions/x' };
    const letter = await welcomed('brief', {
      latest: [one, { ...one, newsletter: 'daily', subject: 'Other' }],
    });
    expect(text(letter)).toContain(
      'To read at once, the latest of The brief: Rails <bend>\nhttps://paper.example/editions/x\n',
    );
    expect(html(letter)).toMatch(
      /<a href="https:\/\/paper.example\/editions\/x"[^>]*>Rails &lt;bend&gt;<\/a>/,
    );
    expect(text(letter)).not.toContain('Other');
  });

  it('says when the next is due, in the zone of the publication', async () => {
    expect(text(await welcomed('brief,daily'))).toMatch(
      /The brief is next due on Tuesday,? 24 November 2026 at 07:00 (UTC|GMT)\.\n\nThe daily is next due/,
    );
    expect(text(await welcomed('brief', { retired: true }))).not.toContain('next due');
  });
});
