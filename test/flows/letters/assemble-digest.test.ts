import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import {
  compose,
  prepareLetter,
  previewHtml,
  subjectFor,
} from '../../../functions/domain/letters/compose.ts';
import { assembleAlert, assembleDigest } from '../../../functions/flows/letters/assemble.ts';
import { MAX_HTML_BYTES } from '../../../functions/flows/letters/assemble-letter.ts';
import { entries, extra, html, text, view } from '../../support/builders/an-edition.ts';
import { letterView, placeEntries, placeEntry } from '../../support/builders/letter-view.ts';
import { aRecipient, aStamp } from '../../support/builders/letters.ts';
import { aFragment, anEntry, aPicture, aPublication } from '../../support/builders/small-publication.ts';

describe('a digest', () => {
  const daily = aPublication().newsletters[0]!;
  const slot = Date.parse('2026-11-23T07:00:00Z');

  it('takes its subject from the first article that a reader’s topics leave', async () => {
    const seen = await view();
    const two = await placeEntries(seen, entries.slice(0, 2));
    const { letter } = await assembleDigest(seen, daily, two, { ...extra, slot });
    const subject = async (...topics: string[]) =>
      (
        await PostalMime.parse(
          compose(prepareLetter(letter, 'c'.repeat(64)), aRecipient({ topics }), aStamp())!,
        )
      ).subject;
    expect(await subject()).toBe('The harbour opens');
    expect(await subject('business')).toBe('Rails <b>bend</b>');
    const business = aRecipient({ topics: ['business'] });
    expect(subjectFor(prepareLetter(letter, 'c'.repeat(64)), business)).toBe('Rails <b>bend</b>');
    expect(letter.feedback).toEqual({ a: 'daily', b: 'd_daily_20261123T0700' });
    expect(html(letter)).toContain('href="https://paper.example/editions/d_daily_20261123T0700"');
  });

  it('makes headlines of the last briefs where they would not fit', async () => {
    const many = Array.from({ length: 12 }, (_, i) => anEntry({ id: `a${i}`, words: 200 }));
    const fragments = Object.fromEntries(
      many.map(({ id }) => [id, aFragment(`<p>${'long '.repeat(3000)}</p>`)]),
    );
    const seen = await letterView({ entries: many, fragments });
    const all = await placeEntries(seen, many);
    const { letter, htmlBytes } = await assembleDigest(seen, daily, all, { ...extra, slot });
    expect(htmlBytes).toBeLessThanOrEqual(MAX_HTML_BYTES);
    expect(letter.articles).toHaveLength(12);
    expect(html(letter).match(/long long/g)!.length).toBeGreaterThan(1);
    expect(text(letter)).toContain(
      '12.\nThe harbour opens\n=================\nBy Ada Stone\nFerries are back.\nGo deeper: https://paper.example/articles/a11',
    );
  });
});

describe('an alert', () => {
  it('is told apart in Feedback-ID by what a message tag may hold, whatever its article is called', async () => {
    const alert = async (id: string) => {
      const entry = anEntry({ id, alert: 'daily' });
      const seen = await letterView({ entries: [entry] });
      return (await assembleAlert(seen, await placeEntry(seen, entry), extra)).letter.feedback.b;
    };
    expect(await alert('harbour')).toBe('harbour');
    expect(await alert('Über uns, 2026')).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('is one article, whole and without a number', async () => {
    const entry = anEntry({ id: 'harbour', alert: 'brief', image: aPicture() });
    const seen = await view();
    const { letter } = await assembleAlert(seen, await placeEntry(seen, entry), extra);
    expect(letter.subject).toBe('The harbour opens');
    expect(html(letter)).toContain('Below.');
    expect(html(letter)).not.toContain('big thing');
    expect(previewHtml(letter, aRecipient({ topics: ['business'] }))).toBeUndefined();
  });
});
