import { describe, expect, it } from 'vitest';
import { feedItem } from '../../functions/feeds/item.ts';
import { markdown } from '../support/builders/content.ts';
import { anEntry, aPublication } from '../support/builders/small-publication.ts';
import { readWords } from '../support/builders/words.ts';
import { descendants, readHtml } from '../support/probes/read-html.ts';

const context = { publication: aPublication(), words: readWords('en'), base: 'https://paper.example' };
const BODY =
  'One[^a] and again[^a].\n\n<!-- more -->\n\n## fn1\n\nTwo[^b].\n\n[^a]: A.\n[^b]: B[^c].\n[^c]: C.';

function itemOf(slug: string, changes: Parameters<typeof anEntry>[0] = {}) {
  const options = { file: 'a.md', line: 1, axioms: [], idPrefix: `${slug}-` };
  const { fragment } = markdown.render(BODY, options);
  return feedItem(context, anEntry({ slug, ...changes }), { ...fragment, pictures: [] }).html;
}
const elementsOf = (html: string) => descendants(readHtml(`<div>${html}</div>`));
/** NetNewsWire, newsfoot.js: `decodeURIComponent(a.hash.substring(1))`. */
const idFromHash = (href: string | undefined) => decodeURIComponent(new URL(href!).hash.substring(1));

describe.each(['harbour', 'гавань'])('footnotes in the feed item of /articles/%s', (slug) => {
  const elements = elementsOf(itemOf(slug));
  const linksOf = (name: string) => elements.filter(({ attributes }) => attributes.class === name);
  const idsIn = (all: typeof elements) => all.flatMap(({ attributes }) => attributes.id ?? []);

  it('are shown by NetNewsWire beside their numbers: a.footnote names an element of the text', () => {
    expect(linksOf('footnote')).toHaveLength(4);
    for (const { name, attributes } of linksOf('footnote')) {
      expect(name).toBe('a');
      const note = elements.find((one) => one.attributes.id === idFromHash(attributes.href));
      expect(note?.name).toBe('li');
    }
  });

  it('lead back within the text: .footnotes .reversefootnote names a reference', () => {
    const [around] = linksOf('footnotes');
    const back = descendants(around!).filter(({ attributes }) => attributes.class === 'reversefootnote');
    expect(back).toHaveLength(4);
    for (const { attributes } of back)
      expect(idsIn(linksOf('footnote'))).toContain(idFromHash(attributes.href));
  });

  it('lead other readers to the page, and no other element has an id or a class', () => {
    const hrefs = elements.flatMap(({ attributes }) => attributes.href ?? []);
    expect(hrefs.every((href) => href.startsWith(`https://paper.example/articles/${slug}#`))).toBe(true);
    expect(idsIn(elements.filter(({ name }) => /^h\d$/.test(name)))).toEqual([]);
    const classes = new Set(elements.flatMap(({ attributes }) => attributes.class ?? []));
    expect([...classes].sort()).toEqual(['footnote', 'footnotes', 'reversefootnote']);
  });
});

it('a brief in a feed carries the notes that it cites, and none of below the fold', () => {
  const html = itemOf('x', { access: 'letter' });
  expect(html).toContain('A.');
  expect(html).not.toMatch(/B|C\.|Two/);
  expect(html.match(/class="reversefootnote"/g)).toHaveLength(2);
});
