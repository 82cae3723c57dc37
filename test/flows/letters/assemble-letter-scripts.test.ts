import { describe, expect, it } from 'vitest';
import { previewHtml, previewText } from '../../../functions/domain/letters/compose.ts';
import { isolateWords } from '../../../functions/domain/text/translations.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { anEdition, article } from '../../support/builders/an-edition.ts';
import { englishWording } from '../../support/builders/letter-view.ts';
import { aRecipient } from '../../support/builders/letters.ts';
import { publishedViews } from '../../support/builders/published.ts';
import { aFragment, anEntry, aPublication } from '../../support/builders/small-publication.ts';
import { aStore } from '../../support/builders/small-site.ts';

/** A letter of a publication that has no words of its language. */
async function letterIn(language: string, title: string) {
  const publication = aPublication({ language, title: 'جريدة' });
  const entries = [anEntry({ id: 'bus', slug: 'bus', title })];
  const fragments = { bus: aFragment(`<p>${title}</p>`) };
  const wording = async () => {
    const { words, ...rest } = await englishWording();
    return { ...rest, words: { ...isolateWords(words), language: 'en' } };
  };
  const view = await publishedViews(aStore({ publication, entries, fragments }), wording).current();
  const extra = { base: 'https://paper.example', corrections: [] };
  const { letter } = await assembleEdition(view, anEdition([article('bus')], { subject: title }), extra);
  const [html = '', text = ''] = [previewHtml(letter, aRecipient()), previewText(letter, aRecipient())];
  return { letter, html, text };
}

describe('a letter whose words are of another language', () => {
  it('keeps them in order from right to left, and says their language', async () => {
    const { html, text } = await letterIn('ar', 'حافلات (24 ساعة)');
    expect(html).toContain('<bdi lang="en" dir="ltr">1 big thing:</bdi></span>');
    expect(html).toContain('<bdi lang="ar" dir="rtl">جريدة</bdi>');
    // Sentences beside each other keep their order, too.
    expect(html).toMatch(/<p dir="ltr"[^>]*><bdi lang="en" dir="ltr">You get/);
    expect(html).toMatch(/<span class="length" dir="ltr"/);
    expect(text).toContain('\u20661 big thing:\u2069 حافلات (24 ساعة)');
    expect(html.replace(/<title>[^<]*/, '')).not.toMatch(/[\u2066-\u2069]/);
  });

  it('has no invisible marks where both run from left to right', async () => {
    const { letter, html, text } = await letterIn('fi', 'Yöbussit');
    expect(html).toContain('<bdi lang="en" dir="ltr">1 big thing:</bdi></span>');
    expect(text).toContain('1 big thing: Yöbussit');
    expect(`${text}${letter.subject}${html}`).not.toMatch(/[\u200e\u200f\u2066-\u2069]/);
  });

  it('counts in the digits of the words, and begins a subject with the direction', async () => {
    const { letter, text } = await letterIn('fa', 'Night Line ۲۴');
    expect(text).toMatch(/\u2066\d+ words?\u2069, \u20661 minute\u2069/);
    expect(letter.subject).toBe('\u200fNight Line ۲۴');
  });
});
