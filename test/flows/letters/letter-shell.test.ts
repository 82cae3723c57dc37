import { describe, expect, it } from 'vitest';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice } from '../../../functions/flows/letters/assemble-notice.ts';
import { everything, extra, html, text, view } from '../../support/builders/an-edition.ts';
import { letterView } from '../../support/builders/letter-view.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const letterWith = async (changes: Partial<ReturnType<typeof aPublication>>) => {
  const seen = await view();
  const { publication } = seen.release.index;
  const index = { ...seen.release.index, publication: { ...publication, ...changes } };
  const changed = { ...seen, release: { ...seen.release, index } };
  return (await assembleEdition(changed, everything, extra)).letter;
};
const mailbox = (email: string) => ({ name: '', email });

describe('the foot of a letter', () => {
  it('leads who got it from a friend to the page of the newsletter', async () => {
    const letter = await letterWith({});
    expect(html(letter)).toMatch(
      /Sent to you by a friend\? <a href="https:\/\/paper.example\/newsletters\/brief"/,
    );
    expect(text(letter)).toContain(
      'Sent to you by a friend? Sign up for The brief: https://paper.example/newsletters/brief\n',
    );
  });

  it('leads to the form where the newsletter takes nobody any more', async () => {
    const newsletters = aPublication().newsletters.map((one) => ({ ...one, retired: true }));
    expect(html(await letterWith({ newsletters }))).toContain('href="https://paper.example/subscribe"');
  });

  it.each([
    ['letters@paper.example', true],
    ['noreply@paper.example', false],
    ['no-reply+x@paper.example', false],
    ['do-not-reply@paper.example', false],
    ['DoNotReply@paper.example', false],
    ['noreen@paper.example', true],
  ])('asks for answers where somebody reads them: %s', async (email, asks) => {
    expect(text(await letterWith({ replyTo: mailbox(email) })).includes('Reply to this letter')).toBe(asks);
  });

  it('asks for none where nobody said who reads them', async () => {
    expect(text(await letterWith({ replyTo: undefined }))).not.toContain('Reply to this letter');
  });
});

it('a notice has its publication’s name apart from the rule, and none of a letter’s lines', async () => {
  const notice = text(await assembleNotice(await letterView(), { kind: 'confirm', about: {} }, extra));
  expect(notice).toMatch(/^The Small Paper\n\n={60}\n\nConfirm your subscription\n={25}\n\n/);
  expect(notice).not.toMatch(/by a friend|Reply to/);
});
