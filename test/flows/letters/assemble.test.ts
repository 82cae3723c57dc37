import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { compose, prepareLetter } from '../../../functions/domain/letters/compose.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import {
  anEdition,
  article,
  entries,
  everything,
  extra,
  folded,
  html,
  text,
  view,
} from '../../support/builders/an-edition.ts';
import { letterView } from '../../support/builders/letter-view.ts';
import { aRecipient, aStamp } from '../../support/builders/letters.ts';
import { aFragment, anEntry, NOON } from '../../support/builders/small-publication.ts';

describe('an edition', () => {
  it('prints its text part as one would write it', async () => {
    const { letter } = await assembleEdition(await view(), everything, extra);
    expect(text(letter)).toMatchInlineSnapshot(`
      "The Small Paper
      The brief · Monday, 23 November 2026 · 12 words, 1 minute

      ============================================================

      Good morning.

      ------------------------------------------------------------

      1 big thing: [World]
      The harbour opens
      =================
      By Ada Stone
      https://paper.example/articles/harbour

      (Picture: A harbour at dawn. The harbour, before the ferries. Drawing: The Small Paper)

      Why it matters: Above.

      Go deeper: https://paper.example/articles/harbour#go-deeper

      ------------------------------------------------------------

      *** A message from Dial & Hand ***

      Clocks.

      Visit Dial & Hand: https://dial.example

      ------------------------------------------------------------

      2. One to watch:
      Rails <b>bend</b>
      =================
      By Ada Stone
      Steel gives in.
      Go deeper: https://paper.example/articles/rail

      ------------------------------------------------------------

      Also
      ====

      A note.

      ------------------------------------------------------------

      Bye.

      ============================================================

      Sent to you by a friend? Sign up for The brief: https://paper.example/newsletters/brief

      Preferences: https://quarter.example/preferences/k1.AAAAAAAAAAAAAAAAAAAAAA...BBBBBBBBBBBBBBBBBBBBBB
      Unsubscribe: https://quarter.example/unsubscribe/k1.AAAAAAAAAAAAAAAAAAAAAA.brief..BBBBBBBBBBBBBBBBBBBBBB
      View in browser: https://paper.example/editions/2026-11-23-brief

      You get this because you subscribed to The brief from The Small Paper. It was sent to ada@reader.example.

      1 Test Lane
      "
    `);
    expect(text(letter)).toContain('2. One to watch:\nRails <b>bend</b>\n');
  });

  it('goes through MIME unharmed, with its headers', async () => {
    const { letter } = await assembleEdition(await view(), everything, extra);
    const email = await PostalMime.parse(
      compose(prepareLetter(letter, 'b'.repeat(64)), aRecipient(), aStamp())!,
    );
    // postal-mime leaves the line end that belongs to the boundary.
    expect(email.html).toBe(`${html(letter)}\n`);
    expect(email.text).toBe(`${text(letter)}\n`);
    expect(email.subject).toBe('The harbour opens & the ferries sail');
    const headers = Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({
      'list-id': '"The Small Paper: The brief" <brief.small-paper.list-id.localhost>',
      precedence: 'bulk',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
  });

  it('numbers articles, not sponsors; the first is the big thing unless labelled', async () => {
    const { letter } = await assembleEdition(await view(), everything, extra);
    const labels = [...html(letter).matchAll(/<span class="accent"[^>]*>([^<]*)<\/span> <a/g)].map(
      (m) => m[1],
    );
    expect(labels).toEqual(['1 big thing:', '2. One to watch:']);
    const first = await assembleEdition(await view(), anEdition([article('rail', 'whole', 'Scoop')]), extra);
    expect(text(first.letter)).toMatch(/^1\. Scoop: \[Business\]\nRails/m);
  });

  it('says its length, of what it prints, and for whom', async () => {
    const { letter, words, minutes } = await assembleEdition(
      await view(),
      anEdition([article('harbour'), article('rail')]),
      extra,
    );
    expect([words, minutes]).toEqual([800, 3]);
    expect(text(letter)).toContain('800 words, 3 minutes');
    expect(text(letter, ['world'])).toContain('300 words, 1 minute\n');
    expect(text(letter, ['world'])).not.toContain('Rail');
  });

  it('keeps the brief above the fold and leads on to the rest', async () => {
    const { letter } = await assembleEdition(await view(), anEdition([article('harbour', 'brief')]), extra);
    expect(html(letter)).toContain('Above.');
    expect(html(letter)).not.toContain('Below.');
    expect(html(letter)).toContain('href="https://paper.example/articles/harbour#go-deeper"');
    const whole = await assembleEdition(await view(), anEdition([article('harbour')]), extra);
    expect(html(whole.letter)).toContain('Below.');
    expect(html(whole.letter)).not.toContain('go-deeper');
  });

  it('prints an article for letters only whole, whatever was asked', async () => {
    const secret = anEntry({ id: 'secret', access: 'letter' });
    const only = await letterView({ entries: [secret], fragments: { secret: folded } });
    const { letter } = await assembleEdition(only, anEdition([article('secret', 'headline')]), extra);
    expect(html(letter)).toContain('Below.');
  });

  it('gives a long unfolded brief as its summary, a short one whole', async () => {
    const long = await assembleEdition(await view(), anEdition([article('rail', 'brief')]), extra);
    expect(html(long.letter)).toContain('Steel gives in.');
    expect(html(long.letter)).not.toContain('Rail body.');
    const short = await letterView({
      entries: [anEntry({ id: 'rail', words: 90 })],
      fragments: { rail: aFragment('<p>Rail body.</p>') },
    });
    expect(
      html((await assembleEdition(short, anEdition([article('rail', 'brief')]), extra)).letter),
    ).toContain('Rail body.');
  });

  it('leaves out what is not visible, and says so; a preview shows it and says so too', async () => {
    const edition = anEdition([article('harbour'), article('later'), article('nowhere')]);
    const sent = await assembleEdition(await view(), edition, extra);
    expect(sent.invisible).toEqual(['later', 'nowhere']);
    expect(sent.letter.articles).toEqual(['harbour']);
    const preview = await assembleEdition(await view(), edition, { ...extra, preview: true });
    expect(preview.invisible).toEqual(['later', 'nowhere']);
    expect(preview.letter.articles).toEqual(['harbour', 'later']);
  });

  it('prints corrections of what it carried', async () => {
    const correction = { date: NOON, text: 'It was four boats.' };
    const { letter } = await assembleEdition(await view(), everything, {
      ...extra,
      corrections: [{ entry: entries[0]!, correction }],
    });
    expect(text(letter)).toContain(
      '* The harbour opens (23 Nov): It was four boats.\n  https://paper.example/articles/harbour',
    );
    expect(html(letter)).toContain('It was four boats.');
  });

  it('refuses a newsletter that is gone', async () => {
    const lost = anEdition([], { newsletter: 'gone' });
    await expect(assembleEdition(await view(), lost, extra)).rejects.toMatchObject({ code: 'not-found' });
  });
});
