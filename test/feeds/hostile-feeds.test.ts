import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripForbidden } from '../../functions/domain/text/escape.ts';
import { renderAtom } from '../../functions/feeds/atom.ts';
import type { FeedDocument } from '../../functions/feeds/document.ts';
import { feedItem } from '../../functions/feeds/item.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderOpml } from '../../functions/feeds/opml.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { renderSitemap } from '../../functions/feeds/sitemap.ts';
import { aFragment, anEntry, aPicture, aPublication, NOON } from '../support/builders/small-publication.ts';
import { at, childrenOf, readXml } from '../support/probes/read-xml.ts';

const ATOM = '{http://www.w3.org/2005/Atom}';
const DC = '{http://purl.org/dc/elements/1.1/}';
const CONTENT = '{http://purl.org/rss/1.0/modules/content/}';

// Strings made of what breaks feeds, and of everything else.
const TRAPS = [
  ']]>',
  '<![CDATA[',
  '&',
  '&amp;',
  '&amp;lt;',
  '<',
  '>',
  '"',
  "'",
  '<script>',
  '</item>',
  'mark:0;',
  'mark:1;',
  '<rights>mark:2;</rights>',
  '\u0000',
  '\u0001',
  '\u0008',
  '\u000b',
  '\u001f',
  '\ud800',
  '\udc00',
  '\ufffe',
  '\uffff',
  '👩‍👩‍👧',
  'שלום',
  '$&',
  '$1',
  '--',
  '%',
  ' ',
  'x',
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...TRAPS), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const story = fc.record({
  title: hostile,
  summary: hostile,
  authors: fc.array(hostile, { maxLength: 3 }),
  tags: fc.array(hostile, { maxLength: 3 }),
  body: hostile,
  alt: hostile,
  credit: hostile,
  correction: hostile,
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function documentOf(s: Story, topicName = 'World'): FeedDocument {
  const publication = aPublication({ topics: [{ id: 'world', name: topicName, retired: false }] });
  const entry = anEntry({
    title: s.title,
    summary: s.summary,
    authors: s.authors,
    tags: s.tags,
    image: aPicture({ alt: s.alt, credit: s.credit }),
    corrections: [{ date: NOON, text: s.correction }],
  });
  const item = feedItem({ publication, words: {}, base: 'https://paper.example' }, entry, aFragment(s.body));
  return {
    id: 'urn:uuid:00000000-0000-8000-8000-000000000000',
    title: s.title,
    description: s.summary,
    language: 'en',
    publisher: s.credit,
    home: 'https://paper.example/',
    self: 'https://paper.example/feed.xml',
    hub: 'https://hub.example/?a=1&b=2',
    icons: undefined,
    chain: { previous: 'https://paper.example/archive/2026-10/feed.xml' },
    updated: NOON,
    changedAt: NOON,
    items: [item],
  };
}

/** What an XML reader makes of line ends (XML 1.0 §2.11). */
const asRead = (text: string) => stripForbidden(text).replace(/\r\n?/g, '\n');

describe('feeds of hostile content', () => {
  it('are well-formed RSS that says exactly what was written', () => {
    fc.assert(
      fc.property(story, hostile, (s, topic) => {
        const document = documentOf(s, topic);
        const channel = at(readXml(renderRss(document)), 'channel');
        const item = at(channel, 'item');
        expect(at(channel, 'title').text).toBe(asRead(s.title));
        expect(at(item, 'title').text).toBe(asRead(s.title));
        const [html = ''] = childrenOf(item, 'description').map((d) => d.text);
        expect(readXml(`<p>${html}</p>`).text).toBe(asRead(s.summary));
        expect(at(item, `${CONTENT}encoded`).text).toBe(asRead(document.items[0]!.html));
        const [creator = ''] = childrenOf(item, `${DC}creator`).map((c) => c.text);
        expect(creator).toBe(asRead(s.authors.join(', ')));
        expect(childrenOf(item, 'category').map((c) => c.text)).toEqual([topic, ...s.tags].map(asRead));
      }),
      { numRuns: 500 },
    );
  });

  it('are well-formed Atom that says exactly what was written', () => {
    fc.assert(
      fc.property(story, (s) => {
        const document = documentOf(s);
        const feed = readXml(renderAtom(document));
        const entry = at(feed, `${ATOM}entry`);
        expect(at(entry, `${ATOM}title`).text).toBe(asRead(s.title));
        expect(at(entry, `${ATOM}title`).attributes).toEqual({});
        expect(at(entry, `${ATOM}id`).text).toBe(document.items[0]!.id);
        expect(at(entry, `${ATOM}content`).text).toBe(asRead(document.items[0]!.html));
        const names = childrenOf(entry, `${ATOM}author`).map((a) => at(a, `${ATOM}name`).text);
        expect(names).toEqual(s.authors.map(asRead));
      }),
      { numRuns: 500 },
    );
  });

  it('are JSON that says exactly what was written', () => {
    fc.assert(
      fc.property(story, (s) => {
        const document = documentOf(s);
        const { items } = JSON.parse(renderJsonFeed(document));
        expect(items[0].title).toBe(stripForbidden(s.title));
        expect(items[0].content_html).toBe(stripForbidden(document.items[0]!.html));
      }),
      { numRuns: 300 },
    );
  });

  it('leave the OPML and the sitemap well-formed', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        readXml(renderOpml(text, text, [{ title: text, xml: text, html: text }]));
        readXml(renderSitemap([{ url: text, changed: NOON }]));
      }),
      { numRuns: 300 },
    );
  });
});
