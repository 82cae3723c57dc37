import { describe, expect, it } from 'vitest';
import type { EditionPart, EditionView } from '../../functions/domain/content/edition.ts';
import { HOUR } from '../../functions/domain/time/instant.ts';
import { articlePage } from '../../functions/pages/article.ts';
import { editionPage } from '../../functions/pages/edition.ts';
import { entryOf, fragmentOf, pageContext } from '../support/builders/every-page.ts';
import { aPicture, NOON } from '../support/builders/small-publication.ts';
import { all, descendants, readHtml } from '../support/probes/read-html.ts';

const context = pageContext();
const fragment = fragmentOf('above');
const entry = entryOf('Ferries');
const view = { entry, fragment, newer: undefined, older: undefined, state: 'visible' as const };

describe('an article page', () => {
  it('marks the fold as a seam that letters can lead to', () => {
    const seam = all(articlePage(context, view), 'h2').find((h) => h.attributes.id === 'go-deeper');
    expect(seam?.text).toBe('Go deeper');
  });

  it('stops at the fold where the rest is for readers of letters', () => {
    const page = articlePage(context, { ...view, entry: { ...entry, access: 'letter' } });
    expect(page).toContain('above');
    expect(page).not.toContain('<p>rest</p>');
    expect(page).toContain('for readers of our letters');
  });

  it('lets tables scroll by themselves, and by keyboard', () => {
    const regions = all(articlePage(context, view), 'div').filter((d) => d.attributes.role === 'region');
    expect(regions.map((r) => [r.attributes.tabindex, r.children[0]!.name])).toEqual([['0', 'table']]);
  });

  it('loads its lead picture at once and the others late, all with their measures', () => {
    const [, lead, other] = all(articlePage(context, view), 'img');
    expect(lead!.attributes).toMatchObject({ fetchpriority: 'high', width: '1600', height: '900' });
    expect(other!.attributes).toMatchObject({ loading: 'lazy', width: '1600' });
    expect(lead!.attributes.srcset).toBe(
      '/media/harbour-0a1b-640.jpg 640w, /media/harbour-0a1b-1280.jpg 1280w',
    );
  });

  it.each([
    ['of a change', NOON, [], ['Updated']],
    ['of a correction', NOON, [NOON], ['Corrected']],
    ['of a correction dated by its day alone', NOON, [Date.parse('2026-11-23')], ['Corrected']],
    ['of a change after a correction', NOON + 48 * HOUR, [NOON], ['Updated', 'Corrected']],
  ])('names the kind %s in its byline', (_, updated, dates, kinds) => {
    const corrections = dates.map((date) => ({ date, text: 'Ferries, not gulls.' }));
    const page = articlePage(context, { ...view, entry: { ...entry, updated, corrections } });
    const [byline] = all(page, 'p').filter((p) => p.attributes.class === 'byline');
    expect(byline!.text.match(/Updated|Corrected/g)).toEqual(kinds);
    const links = descendants(byline!).filter((e) => e.name === 'a');
    const ids = all(page, 'h2').map((h) => h.attributes.id);
    for (const link of links) expect(ids).toContain(link.attributes.href!.slice(1));
    expect(links).toHaveLength(dates.length);
  });

  it('keeps an upright or small picture from filling a window', () => {
    const classOf = (width: number, height: number) => {
      const image = { ...entry.image!, width, height };
      const [figure] = all(articlePage(context, { ...view, entry: { ...entry, image } }), 'figure');
      return figure!.attributes.class;
    };
    expect(classOf(4000, 600)).toBe('figure figure-wide');
    expect(classOf(1600, 1000)).toBe('figure figure-wide');
    expect(classOf(1200, 1200)).toBe('figure figure-tall');
    expect(classOf(3024, 4032)).toBe('figure figure-tall');
    expect(classOf(200, 150)).toBe('figure figure-small');
  });

  it('says in a banner why readers do not see it yet', () => {
    const draft = articlePage(context, { ...view, entry: { ...entry, draft: true }, state: 'hidden' });
    expect(draft).toContain('<strong>Draft</strong>');
    const coming = articlePage(context, { ...view, entry: { ...entry, date: NOON + 1 }, state: 'hidden' });
    expect(coming).toContain('<strong>To come</strong>');
  });

  it('writes times in the publication’s zone', () => {
    const zone = { ...context.publication, timezone: 'Asia/Tokyo' };
    expect(articlePage({ ...context, publication: zone }, view)).toContain('23 November 2026 at 21:00');
  });
});

describe('the date of an article', () => {
  it('names no hour where its author named none', () => {
    const midnight = { ...entry, date: Date.parse('2026-11-23T00:00:00Z'), updated: undefined };
    const page = articlePage(context, { ...view, entry: midnight });
    expect(page).toContain('>23 November 2026</time>');
    expect(page).not.toContain('at 00:00');
  });
});

describe('an edition page', () => {
  const sponsor = { name: 'Dial & Sons', url: 'https://example.com', body: fragment };
  const parts: EditionPart[] = [
    { kind: 'article', entry, fragment, as: 'brief', label: undefined },
    { kind: 'sponsor', sponsor, label: undefined },
    { kind: 'sponsor', sponsor, label: 'With thanks to Dial & Sons' },
    { kind: 'text', body: fragment, label: 'Catch up quick' },
    { kind: 'article', entry, fragment, as: 'whole', label: 'Early warning' },
    { kind: 'article', entry, as: 'headline', label: undefined },
  ];
  const monday: EditionView = {
    id: 'e1',
    subject: 'Monday',
    preheader: 'And more',
    newsletter: context.publication.newsletters[0]!,
    date: NOON,
    intro: undefined,
    signoff: undefined,
    parts,
    words: 1024,
    minutes: 4,
    state: 'visible',
  };
  const page = editionPage(context, monday);

  it.each([
    ['none', 0, 0],
    ['small', 1, 1],
    ['large', 1, 0],
    [undefined, 1, 0],
  ] as const)('shows a picture as its letter does: %s', (picture, figures, thumbs) => {
    const image = aPicture();
    const part = {
      kind: 'article',
      entry: { ...entry, image },
      fragment,
      as: 'brief',
      label: undefined,
    } as const;
    const shown = editionPage(context, { ...monday, parts: [{ ...part, ...(picture && { picture }) }] });
    const found = all(shown, 'figure');
    expect(found).toHaveLength(figures);
    expect(found.filter((e) => e.attributes.class?.includes('figure-thumb'))).toHaveLength(thumbs);
  });

  it('numbers stories, labels sponsors and texts as its letter does, and never numbers them', () => {
    const isLabel = ({ name, attributes }: { name: string; attributes: Record<string, string> }) =>
      name === 'h2' || attributes.class === 'edition-label';
    const labels = descendants(readHtml(page)).filter(isLabel);
    const { title } = entry;
    expect(labels.slice(0, 6).map((l) => l.text)).toEqual([
      `1 big thing: ${title}`,
      'A message from Dial & Sons',
      'With thanks to Dial & Sons',
      'Catch up quick',
      `2. Early warning: ${title}`,
      `3. ${title}`,
    ]);
  });

  it('marks each link that a sponsor pays for, once, and no other', () => {
    const html =
      '<p><a href="https://a.example">A</a> <a href="https://b.example" rel="sponsored">B</a> <a href="/articles/c">C</a></p>';
    const body = { ...fragment, html };
    const paid = { ...view, id: 'e1', subject: 'x', preheader: '', words: 1, minutes: 1, date: NOON };
    const page = editionPage(context, {
      ...{ ...paid, newsletter: context.publication.newsletters[0]!, intro: body, signoff: undefined },
      parts: [{ kind: 'sponsor', sponsor: { ...sponsor, body }, label: undefined }],
    });
    const rels = all(page, 'a').flatMap(({ attributes: { href, rel } }) =>
      href === 'https://a.example' || href === 'https://b.example' || href === '/articles/c' ? [rel] : [],
    );
    expect(rels).toEqual([undefined, 'sponsored', undefined, 'sponsored', 'sponsored', undefined]);
  });

  it('says its own length', () => {
    expect(page).toContain('1,024 words, 4 minutes');
  });

  it('leads from a brief to the fold of its article', () => {
    expect(page).toContain('href="/articles/harbour#go-deeper"');
  });
});
