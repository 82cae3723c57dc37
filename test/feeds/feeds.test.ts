import { describe, expect, it } from 'vitest';
import { FOLD_MARK } from '../../functions/domain/content/fragment.ts';
import { renderAtom } from '../../functions/feeds/atom.ts';
import type { FeedDocument } from '../../functions/feeds/document.ts';
import { feedItem } from '../../functions/feeds/item.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { aFragment, anEntry, aPicture, aPublication, NOON } from '../support/builders/small-publication.ts';
import { ATOM, aFeedDocument, MEDIA } from '../support/probes/feed-document.ts';
import { at, childrenOf, readXml } from '../support/probes/read-xml.ts';

const FH = '{http://purl.org/syndication/history/1.0}';
const HOUR = 3_600_000;
const context = { publication: aPublication(), words: {}, base: 'https://paper.example' };

function aDocument(changes: Partial<FeedDocument> = {}): FeedDocument {
  const entry = anEntry({ image: aPicture(), updated: NOON + HOUR });
  return aFeedDocument([{ entry }], { updated: NOON + HOUR, ...changes });
}

describe('a feed in a script from right to left', () => {
  const arabic = { ...context, publication: aPublication({ language: 'ar' }) };
  const entry = anEntry({ title: 'Night Line: خط' });
  const items = [feedItem(arabic, entry, aFragment('<p>نص <a href="#x">\u21a9\ufe0e</a></p>'))];
  const document = aDocument({ language: 'ar', items });

  it('says so in each item, because readers show items on pages of their own', () => {
    const html = '<div lang="ar" dir="rtl"><p>نص <a href="';
    expect(JSON.parse(renderJsonFeed(document)).items[0].content_html).toContain(html);
    for (const text of [renderRss(document), renderAtom(document)]) {
      expect(text).toContain(html);
      expect(text).toContain('\u21aa\ufe0e</a></p></div>');
      expect(text).toContain('xml:lang="ar"');
    }
  });

  it('begins a title with its direction if the first word is of another script', () => {
    expect(JSON.parse(renderJsonFeed(document)).items[0].title).toBe('\u200fNight Line: خط');
    for (const text of [renderRss(document), renderAtom(document)])
      expect(text).toContain('<title>\u200fNight Line: خط</title>');
  });
});

describe('an RSS feed', () => {
  it('names itself, its hub and the archive before it', () => {
    const previous = 'https://paper.example/archive/2026-10/feed.xml';
    const text = renderRss(aDocument({ hub: 'https://hub.example/', chain: { previous } }));
    const links = childrenOf(at(readXml(text), 'channel'), `${ATOM}link`).map((l) => l.attributes);
    expect(links).toEqual([
      { href: previous, rel: 'prev-archive', type: 'application/rss+xml' },
      { href: 'https://paper.example/feed.xml', rel: 'self', type: 'application/rss+xml' },
      { href: 'https://hub.example/', rel: 'hub' },
    ]);
  });

  it('says all of itself before its first item, as the W3C validator wants it', () => {
    const chain = { archive: true as const, current: 'https://paper.example/feed.xml' };
    const names = at(readXml(renderRss(aDocument({ chain }))), 'channel').children.map((c) => c.name);
    expect(names).toContain(`${FH}archive`);
    expect(names.slice(names.indexOf('item'))).toEqual(['item']);
  });

  it('gives each item a guid that is no address, and its date in RFC 822', () => {
    const item = at(readXml(renderRss(aDocument())), 'channel', 'item');
    expect(at(item, 'guid').text).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/);
    expect(at(item, 'guid').attributes.isPermaLink).toBe('false');
    expect(at(item, 'pubDate').text).toBe('Mon, 23 Nov 2026 12:00:00 GMT');
  });

  it('puts the summary before the whole content, and no address into author', () => {
    const names = at(readXml(renderRss(aDocument())), 'channel', 'item').children.map((c) => c.name);
    expect(names.indexOf('description')).toBeLessThan(
      names.indexOf('{http://purl.org/rss/1.0/modules/content/}encoded'),
    );
    expect(names).not.toContain('author');
    expect(names).not.toContain('enclosure');
  });

  it('marks titles as plain text by hexadecimal references, as its profile wants it', () => {
    const entry = anEntry({ title: 'A <b> & more' });
    const text = renderRss(aDocument({ items: [feedItem(context, entry, aFragment())] }));
    expect(text).toContain('<title>A &#x3C;b&gt; &#x26; more</title>');
    expect(at(readXml(text), 'channel', 'item', 'title').text).toBe('A <b> & more');
  });

  it('carries the lead picture with alt and credit', () => {
    const content = at(readXml(renderRss(aDocument())), 'channel', 'item', `${MEDIA}content`);
    expect(content.attributes).toMatchObject({ medium: 'image', width: '1200', type: 'image/jpeg' });
    expect(at(content, `${MEDIA}description`).text).toBe('A harbour at dawn');
  });

  it('declares its language to XML and to readers', () => {
    const root = readXml(renderRss(aDocument({ language: 'de' })));
    expect([root.attributes['xml:lang'], at(root, 'channel', 'language').text]).toEqual(['de', 'de']);
  });
});

describe('an Atom feed', () => {
  it('keeps first publication and last significant change apart', () => {
    const entry = at(readXml(renderAtom(aDocument())), `${ATOM}entry`);
    expect(at(entry, `${ATOM}published`).text).toBe('2026-11-23T12:00:00.000Z');
    expect(at(entry, `${ATOM}updated`).text).toBe('2026-11-23T13:00:00.000Z');
  });

  it('marks an archive as one and leads on both ways and back to the feed', () => {
    const chain = {
      previous: 'https://p/1',
      next: 'https://p/3',
      current: 'https://p/atom.xml',
      archive: true as const,
    };
    const feed = readXml(renderAtom(aDocument({ chain })));
    expect(childrenOf(feed, `${FH}archive`)).toHaveLength(1);
    expect(childrenOf(feed, `${ATOM}link`).map((l) => l.attributes.rel)).toEqual([
      'alternate',
      'self',
      'current',
      'prev-archive',
      'next-archive',
    ]);
  });
});

describe('a JSON feed', () => {
  it('is version 1.1 with string ids, authors as a list, and nothing of version 1', () => {
    const feed = JSON.parse(renderJsonFeed(aDocument({ hub: 'https://hub.example/' })));
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.hubs).toEqual([{ type: 'WebSub', url: 'https://hub.example/' }]);
    expect(feed.items[0]).toMatchObject({
      url: 'https://paper.example/articles/harbour',
      authors: [{ name: 'Ada Stone' }],
      date_published: '2026-11-23T12:00:00Z',
      date_modified: '2026-11-23T13:00:00Z',
      tags: ['World', 'ports'],
    });
    expect(typeof feed.items[0].id).toBe('string');
    expect([feed.author, feed.items[0].author]).toEqual([undefined, undefined]);
  });

  it('has only the keys that the specification names', () => {
    const feed = JSON.parse(renderJsonFeed(aDocument()));
    const known =
      'version title home_page_url feed_url description user_comment next_url icon favicon authors language expired hubs items';
    const item =
      'id url external_url title content_html content_text summary image banner_image date_published date_modified authors tags language attachments';
    expect(Object.keys(feed).filter((key) => !known.split(' ').includes(key))).toEqual([]);
    expect(Object.keys(feed.items[0]).filter((key) => !item.split(' ').includes(key))).toEqual([]);
  });
});

describe('an item', () => {
  it('is whole, with its picture, caption and credit in front', () => {
    const { html } = feedItem(context, anEntry({ image: aPicture() }), aFragment());
    expect(html).toBe(
      '<figure><img src="https://paper.example/media/harbour-0a1b-1200.jpg" alt="A harbour at dawn" width="600" height="338"/>' +
        '<figcaption>The harbour, before the ferries. <small>Drawing: The Small Paper</small></figcaption></figure><p>Ferries are back.</p>',
    );
  });

  it('carries none of the page’s hooks: no class, no id', () => {
    const body =
      '<p class="axiom-p"><strong class="axiom">Why:</strong> class=&quot;x&quot;</p><h2 id="a-b">B</h2>';
    const { html } = feedItem(context, anEntry(), aFragment(body));
    expect(html).toBe('<p><strong>Why:</strong> class=&quot;x&quot;</p><h2>B</h2>');
  });

  it('leads a link within the page to the page', () => {
    const { html } = feedItem(context, anEntry(), aFragment('<a href="#fn1">1</a>'));
    expect(html).toBe('<a href="https://paper.example/articles/harbour#fn1">1</a>');
  });

  it('notes its corrections, dated', () => {
    const words = { 'feed.correction': 'Correction, {date}:' };
    const entry = anEntry({ corrections: [{ date: NOON, text: 'It was <two> ferries.' }] });
    const { html } = feedItem({ ...context, words }, entry, aFragment());
    expect(html).toContain('<strong>Correction, 23 November 2026:</strong> It was &lt;two&gt; ferries.');
  });

  it('stops at the fold where the rest is for the letter, and says where that is', () => {
    const fragment = aFragment(`<p>Open.</p>${FOLD_MARK}<p>Secret.</p>`, { folded: true });
    const { html } = feedItem(context, anEntry({ access: 'letter' }), fragment);
    expect(html).toContain('<p>Open.</p><p><a href="https://paper.example/articles/harbour">');
    expect(html).not.toContain('Secret');
  });

  it('gives its summary where an article for the letter has no fold', () => {
    const { html } = feedItem(context, anEntry({ access: 'letter' }), aFragment('<p>Secret.</p>'));
    expect(html).toContain('<p>Ferries are back.</p>');
    expect(html).not.toContain('Secret');
  });

  it('keeps its id when slug and address change', () => {
    const before = feedItem(context, anEntry(), aFragment());
    const after = feedItem(
      { ...context, base: 'https://other.example' },
      anEntry({ slug: 'new' }),
      aFragment(),
    );
    expect(after.id).toBe(before.id);
    expect(after.url).not.toBe(before.url);
  });
});
