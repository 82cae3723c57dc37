import { describe, expect, it } from 'vitest';
import { FOLD_MARK, pictureMark, styleMark } from '../../../functions/domain/content/fragment.ts';
import { previewHtml } from '../../../functions/domain/letters/compose.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { assembleAlert, assembleDigest, assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice } from '../../../functions/flows/letters/assemble-notice.ts';
import { anEdition, article, entries, extra, view } from '../../support/builders/an-edition.ts';
import { placeEntries } from '../../support/builders/letter-view.ts';
import { aRecipient } from '../../support/builders/letters.ts';
import { aFragment, aPublication } from '../../support/builders/small-publication.ts';

/** What an inbox would show behind the subject: the first text of the body, without what pads it. */
function previewLine(letter: Letter, topics: readonly string[] = []): string {
  const html = previewHtml(letter, aRecipient({ topics }))!;
  const [, line] = /<div class="preheader"[^>]*>([\s\S]*?)<\/div>/.exec(html)!;
  expect(
    html
      .slice(html.indexOf('<body'), html.indexOf(line!))
      .replace(/<[^>]+>/g, '')
      .trim(),
  ).toBe('');
  return line!.replace(/&#847;&zwnj;&nbsp;/g, '').trim();
}

const intro = (html: string) => aFragment(html);
const both = [article('harbour'), article('rail', 'headline')];
const written = async (...changed: Parameters<typeof anEdition>) =>
  (await assembleEdition(await view(), anEdition(...changed), extra)).letter;

describe('the preview line of an edition', () => {
  it('is its preheader, whatever else there is', async () => {
    const letter = await written(both, { intro: intro('<p>Good morning.</p>') });
    expect(previewLine(letter)).toBe('Three boats, one pier.');
  });

  it.each([
    ['<p>Good morning.</p>', 'Good morning.'],
    [`<p${styleMark('p')}>It is <strong>wet</strong>, &amp; cold.</p>`, 'It is wet, &amp; cold.'],
    ['<p>See <a href="https://a.example/?b=c">the map</a>.</p><p>Then go.</p>', 'See the map. Then go.'],
    ['<ul><li>One</li><li>Two</li></ul>', 'One Two'],
    [`${pictureMark(0)}<p>Under a picture.</p>`, 'Under a picture.'],
    ['<p>Noted<sup class="footnote-ref"><a href="#x">[1]</a></sup>.</p>', 'Noted.'],
    [`<p>Above.</p>${FOLD_MARK}<p>Below.</p>`, 'Above.'],
    ['<p>1 &lt; 2</p>', '1 &lt; 2'],
    [
      '<p>Good.</p>\n<section class="footnotes"><hr />\n<ol><li><p>A note ↩︎</p></li></ol>\n</section>\n',
      'Good.',
    ],
  ])('without one is the first words of the intro: %s', async (html, expected) => {
    expect(previewLine(await written(both, { preheader: '', intro: intro(html) }))).toBe(expected);
  });

  it('is cut between words where the intro is long', async () => {
    const line = previewLine(
      await written(both, { preheader: '', intro: intro(`<p>${'ferry '.repeat(60)}</p>`) }),
    );
    expect(line).toMatch(/^(ferry )+ferry…$/);
    expect(line.length).toBeLessThanOrEqual(141);
  });

  it('without preheader and intro is the second headline, to readers who get that article', async () => {
    const letter = await written(both, { preheader: '' });
    expect(previewLine(letter)).toBe('Rails &lt;b&gt;bend&lt;/b&gt;.');
    expect(previewLine(letter, ['world'])).toBe('');
  });

  it('of texts alone, without preheader and intro, is the first words of those', async () => {
    const text = (html: string) => ({ kind: 'text', body: aFragment(html), label: undefined }) as const;
    const items = [text(pictureMark(0)), text('<p>Back on <em>Monday</em>.</p>'), text('<p>Bye.</p>')];
    expect(previewLine(await written(items, { preheader: '' }))).toBe('Back on Monday.');
  });

  it('of one article without both is the summary of that', async () => {
    expect(previewLine(await written([article('rail')], { preheader: '' }))).toBe('Steel gives in.');
    const pictured = { preheader: '', intro: intro(pictureMark(0)) };
    expect(previewLine(await written([article('rail')], pictured))).toBe('Steel gives in.');
  });
});

describe('the preview line', () => {
  it('of a digest is the headlines after its subject, of an alert the summary', async () => {
    const digest = { ...extra, slot: Date.parse('2026-11-23T07:00:00Z') };
    const daily = aPublication().newsletters[0]!;
    const seen = await view();
    const [harbour, rail] = await placeEntries(seen, entries.slice(0, 2));
    const { letter } = await assembleDigest(seen, daily, [harbour!, rail!], digest);
    expect(previewLine(letter)).toBe('Rails &lt;b&gt;bend&lt;/b&gt;.');
    const alert = await assembleAlert(seen, { ...rail!, alert: 'brief' }, extra);
    expect(previewLine(alert.letter)).toBe('Steel gives in.');
  });

  it('is in the colour of the ground, in the dark too, and shown by nothing', async () => {
    const letter = await assembleNotice(await view(), { kind: 'confirm', about: {} }, { base: extra.base });
    const html = previewHtml(letter, aRecipient())!;
    const style = /<div class="preheader" style="([^"]*)"/.exec(html)![1]!;
    expect(style).toContain('display:none');
    expect(style).toContain('mso-hide:all');
    expect(style).toContain('color:#f3eee3');
    expect(html).toMatch(/<body[^>]*background-color:#f3eee3/);
    expect(html).toContain('.preheader { color: #0c0d0f !important; }');
    expect(html).toContain('.ground > table { background: #0c0d0f !important');
    expect(html).not.toContain('color:#ffffff;line-height:1px');
  });
});
