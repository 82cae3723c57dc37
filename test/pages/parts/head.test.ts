import { describe, expect, it } from 'vitest';
import {
  cardPath,
  type ShareCard,
  storyCard,
  topicCard,
} from '../../../functions/domain/content/share-card.ts';
import { articlePage } from '../../../functions/pages/article.ts';
import { homePage } from '../../../functions/pages/home.ts';
import { jsonLdText } from '../../../functions/pages/parts/json-ld.ts';
import { topicPage } from '../../../functions/pages/topic.ts';
import { entryOf, everyPage, fragmentOf, pageContext } from '../../support/builders/every-page.ts';
import { aPicture } from '../../support/builders/small-publication.ts';
import { all } from '../../support/probes/read-html.ts';

const context = pageContext();
const view = { fragment: fragmentOf('x'), newer: undefined, older: undefined, state: 'visible' as const };
const entry = entryOf('Ferries & fog', { canonical: undefined, image: aPicture() });
const article = articlePage(context, { ...view, entry });

const meta = (page: string, property: string) =>
  all(page, 'meta').find((m) => m.attributes.property === property || m.attributes.name === property)
    ?.attributes.content;
const links = (page: string, rel: string) => all(page, 'link').filter((l) => l.attributes.rel === rel);

describe('the head of an article', () => {
  it('names itself with the publication, its address and what it is about', () => {
    expect(all(article, 'title')[0]!.text).toBe('Ferries & fog · The Small Paper');
    expect(links(article, 'canonical')[0]!.attributes.href).toBe('https://paper.example/articles/harbour');
    expect(meta(article, 'description')).toBe('Ferries & fog');
  });

  it('offers the share picture at its true size, by an absolute address', () => {
    expect(meta(article, 'og:image')).toBe('https://paper.example/media/harbour-0a1b-share-1200.jpg');
    expect(meta(article, 'og:image:width')).toBe('1200');
    expect(meta(article, 'twitter:card')).toBe('summary_large_image');
  });

  it('has a card where it has no picture, as every page has, and none in a release without cards', () => {
    const cards = { stories: true, editions: true };
    const imageOf = (at: typeof context, image = undefined as typeof entry.image) =>
      meta(articlePage(at, { ...view, entry: { ...entry, image } }), 'og:image');
    const { publication } = context;
    const topic = publication.topics[0]!;
    const url = (card: ShareCard) => `https://paper.example/${cardPath(card)}`;
    expect(imageOf({ ...context, cards })).toBe(url(storyCard(publication, entry, topic)));
    expect(imageOf({ ...context, cards: { ...cards, stories: false } })).toBe(
      url(topicCard(publication, topic)),
    );
    expect(imageOf({ ...context, cards }, entry.image)).toContain('-share-1200');
    expect(imageOf(context)).toBeUndefined();
    const pages = everyPage('Plain', { cards });
    for (const name of ['home', 'topic', 'archive', 'newsletter', 'subscribe', 'feeds'])
      expect([name, meta(pages[name]!, 'twitter:card')]).toEqual([name, 'summary_large_image']);
  });

  it('allows large previews of its pictures, and names its authors', () => {
    expect(meta(article, 'robots')).toBe('max-image-preview:large');
    const { authors } = entryOf('Ann & Bo');
    const page = articlePage(context, { ...view, entry: entryOf('Ann & Bo') });
    const named = all(page, 'meta').filter((m) => m.attributes.property === 'article:author');
    expect(named.map((m) => m.attributes.content)).toEqual(authors);
    expect(meta(page, 'author')).toBe('Ann & Bo and Ann & Bo');
  });

  it('gives search engines its picture in each shape, and the logo of its publisher', () => {
    const crop = (width: number, height: number) => ({
      ...{ path: `media/h-${width}-${height}.webp`, width, height, type: 'image/webp' },
    });
    const image = aPicture({ crops: [crop(960, 720), crop(720, 720)] });
    const page = articlePage(context, { ...view, entry: { ...entry, image } });
    const [data] = all(page, 'script').map((script) => JSON.parse(script.text));
    expect(data.image).toEqual([
      'https://paper.example/media/harbour-0a1b-share-1200.jpg',
      'https://paper.example/media/h-960-720.webp',
      'https://paper.example/media/h-720-720.webp',
      'https://paper.example/media/harbour-0a1b-1280.jpg',
    ]);
    expect(data.publisher.logo.url).toBe('https://paper.example/assets/logo.1.svg');
    expect(data.author.map(({ name }: { name: string }) => name)).toEqual(entry.authors);
  });

  it('offers three feeds of the whole and three of its topic, by absolute addresses', () => {
    const feeds = links(article, 'alternate').filter((l) => /rss|atom|feed/.test(l.attributes.type ?? ''));
    expect(feeds.map((l) => l.attributes.href)).toEqual([
      'https://paper.example/feed.xml',
      'https://paper.example/atom.xml',
      'https://paper.example/feed.json',
      'https://paper.example/topics/world/feed.xml',
      'https://paper.example/topics/world/atom.xml',
      'https://paper.example/topics/world/feed.json',
    ]);
    const [list] = links(article, 'alternate').filter((l) => l.attributes.type === 'text/x-opml');
    expect(list!.attributes.href).toBe('https://paper.example/feeds.opml');
  });

  it('carries a NewsArticle that survives what would end its element', () => {
    const hostile = '</script><!-- <script>\u2028';
    const page = articlePage(context, { ...view, entry: entryOf(hostile) });
    const [data] = all(page, 'script');
    expect(JSON.parse(data!.text)).toMatchObject({
      '@type': 'NewsArticle',
      headline: hostile,
      wordCount: 120,
    });
    expect(jsonLdText({ hostile })).not.toMatch(/[<>&\u2028]/);
  });

  it('points to where it was first published, and to its translations', () => {
    const translated = {
      ...entry,
      canonical: 'https://a.example/x',
      translations: { de: 'https://de.example/x' },
    };
    const page = articlePage(context, { ...view, entry: translated });
    expect(links(page, 'canonical')[0]!.attributes.href).toBe('https://a.example/x');
    const languages = links(page, 'alternate').map((l) => l.attributes.hreflang);
    expect(languages.filter(Boolean)).toEqual(['en', 'de']);
  });

  it('keeps a hidden one from search engines and from previews', () => {
    const page = articlePage(context, { ...view, entry, state: 'hidden' });
    expect(meta(page, 'robots')).toBe('noindex');
    expect(meta(page, 'og:title')).toBeUndefined();
  });
});

describe('other heads', () => {
  it('call the front page by the name alone, and date it by its newest story', () => {
    const page = homePage(context, { newest: [entry], hidden: [], months: [] });
    expect(all(page, 'title')[0]!.text).toBe('The Small Paper');
    expect(page).toMatch(/Monday,? 23 November 2026/);
  });

  it('offer a topic its own feeds', () => {
    const page = topicPage(context, { topic: context.publication.topics[0]!, entries: [], hidden: [] });
    expect(page).toContain('href="https://paper.example/topics/world/atom.xml"');
  });

  it('load the reloading script in preview and nowhere else', () => {
    const script = '/assets/preview.js';
    expect(everyPage('x').home).not.toContain(script);
    expect(everyPage('x').preview).toContain(script);
  });

  it('keep pages behind personal links out of search engines and without a canonical address', () => {
    const { preferences, unsubscribe, confirm, manage, stop } = everyPage('x');
    for (const page of [preferences, unsubscribe, confirm, manage, stop]) {
      expect(meta(page!, 'robots')).toBe('noindex');
      expect(links(page!, 'canonical')).toEqual([]);
    }
  });
});
