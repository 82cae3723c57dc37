import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import {
  compose,
  prepareLetter,
  previewHtml,
  previewText,
} from '../../../functions/domain/letters/compose.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { assembleAlert } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice, type NoticeContent } from '../../../functions/flows/letters/assemble-notice.ts';
import { letterView, placeEntry } from '../../support/builders/letter-view.ts';
import { aRecipient, aStamp } from '../../support/builders/letters.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';

const base = 'https://paper.example';
const notice = async (kind: NoticeContent['kind'], about: Record<string, string> = {}, letter?: Letter) =>
  assembleNotice(await letterView(), { kind, about }, letter ? { base, letter } : { base });
const html = (letter: Letter) => previewHtml(letter, aRecipient())!;
const text = (letter: Letter) => previewText(letter, aRecipient())!;

async function headers(letter: Letter): Promise<Record<string, string>> {
  const email = await PostalMime.parse(
    compose(prepareLetter(letter, 'a'.repeat(64)), aRecipient(), aStamp())!,
  );
  return Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));
}

describe('a confirmation', () => {
  it('asks for one thing and holds nothing that a stranger typed', async () => {
    const letter = await notice('confirm', { newsletters: 'daily,brief,unknown' });
    expect(letter.subject).toBe('Please confirm your subscription to The Small Paper');
    expect(text(letter)).toContain('You asked for: The daily and The brief.');
    expect(text(letter)).toContain(`Confirm my subscription:\n${aRecipient().action}`);
    expect(html(letter)).toContain(`<a href="${aRecipient().action}"`);
    expect(JSON.stringify([letter.html, letter.text])).not.toMatch(
      /"slot":"(name|address|unsubscribe|preferences)"/,
    );
  });

  it('is answered by no vacation reply and can be left by nobody', async () => {
    const sent = await headers(await notice('confirm'));
    expect(sent['auto-submitted']).toBe('auto-generated');
    expect(sent['x-auto-response-suppress']).toBe('OOF, AutoReply');
    expect(sent.to).toBe('ada@reader.example');
    expect(Object.keys(sent).filter((name) => name.startsWith('list-'))).toEqual([]);
  });

  it('of a change of address speaks of that', async () => {
    const letter = await notice('confirm', { from: 'some-id' });
    expect(letter.subject).toBe('Please confirm your new address for The Small Paper');
    expect(text(letter)).not.toContain('some-id');
  });

  it('of a move onto a reader says that they read already, what they would get, and that nothing else changes', async () => {
    const letter = await notice('confirm', { from: 'some-id', join: 'yes', newsletters: 'daily' });
    expect(letter.subject).toBe('Letters of The Small Paper from another address of yours?');
    const said = text(letter).replace(/\s+/g, ' ');
    expect(said).toContain('You read The Small Paper at this address already, and nothing of that changes.');
    expect(said).toContain('You would also get: The daily.');
    expect(text(await notice('confirm', { from: 'x', join: 'yes', newsletters: '' }))).not.toContain(
      'also get',
    );
    expect(said).not.toContain('some-id');
  });
});

describe('other notices', () => {
  it('a welcome leads to what is new, and out again', async () => {
    const letter = await notice('welcome', { newsletters: 'brief' });
    expect(text(letter)).toContain('You will get: The brief.');
    expect(text(letter)).toContain('Read what is new:\nhttps://paper.example/');
    expect(text(letter)).toContain(`Unsubscribe: ${aRecipient().unsubscribe}`);
    expect((await headers(letter))['list-unsubscribe']).toBe(`<${aRecipient().unsubscribe}>`);
  });

  it('a link asked for says what it opens and for how long', async () => {
    expect(text(await notice('link', { purpose: 'manage' }))).toContain('The button works for one hour.');
    const again = await notice('link', { purpose: 'preferences' });
    expect(again.subject).toBe('You are a subscriber of The Small Paper already');
  });

  it('an alarm says what happened and what to do', async () => {
    const letter = await notice('alarm', { message: 'The brief waits.', remedy: 'Run <send>.' });
    expect(letter.subject).toBe('The Small Paper: The brief waits.');
    expect(text(letter)).toContain('The brief waits.\n\nRun <send>.\n');
    expect(html(letter)).toContain('Run &lt;send&gt;.');
    expect(html(letter)).not.toContain('<a href=""');
  });

  it('an alarm of a run names it; one that was queued by an earlier version speaks as it did', async () => {
    const old = { run: 'e_1', subject: 'Monday', message: 'It is held.', remedy: 'See.' };
    expect((await notice('alarm', old)).subject).toBe('The Small Paper: It is held.');
    const letter = await notice('alarm', {
      ...old,
      what: 'held',
      newsletter: 'Brief',
      command: 'resume e_1',
    });
    expect(letter.subject).toBe('Held: Monday (Brief)');
    expect(text(letter)).toContain('Its run is e_1.\n\nThe command: npm run broadsheet -- resume e_1\n');
    expect(text(letter) + html(letter)).not.toMatch(/notice\.|\{\w|undefined/);
  });

  it('every one says who sends it and why, and fills every slot', async () => {
    for (const kind of ['confirm', 'welcome', 'link', 'alarm'] as const) {
      const letter = await notice(kind, { message: 'm', remedy: 'r' });
      expect(text(letter)).toContain('1 Test Lane');
      expect(text(letter)).toMatch(/You get this /);
      expect(text(letter) + html(letter)).not.toMatch(/notice\.|letter\.[a-z]|\{\w|undefined/);
    }
  });
});

describe('a proof', () => {
  const alert = async () => {
    const extra = { base, corrections: [] };
    const entry = anEntry({ alert: 'brief' });
    const view = await letterView({ entries: [entry] });
    return (await assembleAlert(view, await placeEntry(view, entry), extra)).letter;
  };

  it('is the very letter under a banner with counts and the link that stops it', async () => {
    const letter = await alert();
    const proof = await notice('proof', { readers: '12483', goesAt: String(NOON) }, letter);
    const banner = 'This goes to 12,483 readers on 23 November 2026 at 12:00.';
    expect(text(proof)).toBe(`*** Proof. ${banner}\n*** Stop it: ${aRecipient().action}\n\n${text(letter)}`);
    expect(proof.subject).toBe('Proof: The harbour opens');
    const at = html(proof).indexOf('class="banner');
    expect(at).toBeGreaterThan(html(proof).indexOf('role="article"'));
    expect(at).toBeLessThan(html(proof).indexOf('class="quiet wordmark"'));
    expect(html(proof)).toContain(banner);
  });

  it('says that an estimate is one', async () => {
    const about = { readers: '9870000', roughly: 'yes', goesAt: String(NOON) };
    const proof = await notice('proof', about, await alert());
    expect(text(proof)).toContain('This goes to about 9,870,000 readers on 23 November 2026');
  });

  it('of a run that waits says why', async () => {
    const proof = await notice(
      'proof',
      { readers: '1', goesAt: '', reason: 'An article is not visible.' },
      await alert(),
    );
    expect(text(proof)).toContain(
      'This would go to 1 reader; it waits for somebody to release it. An article is not visible.',
    );
  });

  it('takes nobody off a list', async () => {
    const proof = await notice('proof', {}, await alert());
    expect(proof.unsubscribable).toBe(false);
    await expect(notice('proof')).rejects.toMatchObject({ code: 'broken' });
  });
});
