import { expect, it } from 'vitest';
import {
  archiveFeedPath,
  articlePath,
  editionPath,
  feedPath,
  feedPathOf,
  monthPath,
  newsletterPath,
  redirectKey,
  sitemapPath,
  topicPath,
} from '../../../functions/domain/site/paths.ts';

it.each([
  ['an article', articlePath('night-buses'), '/articles/night-buses'],
  ['an article in another script', articlePath('日本'), '/articles/%E6%97%A5%E6%9C%AC'],
  ['a topic', topicPath('world'), '/topics/world'],
  ['a month', monthPath('2026-11'), '/archive/2026-11'],
  ['an edition', editionPath('2026-11-23-brief'), '/editions/2026-11-23-brief'],
  ['a newsletter', newsletterPath('daily'), '/newsletters/daily'],
  ['a part of the sitemap', sitemapPath('2026-11'), '/sitemaps/2026-11.xml'],
  ['the feed', feedPath('rss'), '/feed.xml'],
  ['the Atom feed', feedPath('atom'), '/atom.xml'],
  ['the JSON feed', feedPath('json'), '/feed.json'],
  ['the feed of a topic', feedPath('rss', 'world'), '/topics/world/feed.xml'],
  ['the feed of a month', archiveFeedPath('atom', '2026-11'), '/archive/2026-11/atom.xml'],
  ['a feed that is wanted', feedPathOf({ format: 'json', topic: 'world' }), '/topics/world/feed.json'],
  ['an archive that is wanted', feedPathOf({ format: 'rss', month: '2026-11' }), '/archive/2026-11/feed.xml'],
])('%s is at %s', (_, path, at) => {
  expect(path).toBe(at);
});

it.each([
  ['/articles/night-buses', 'night-buses'],
  ['night-buses', 'night-buses'],
  ['/articles/%e6%97%a5%E6%9C%AC', '日本'],
  ['/articles/e\u0301te\u0301', 'été'],
  ['/articles/100%', '100%'],
  ['/articles/', '/articles/'],
  ['/articles/a/b', '/articles/a/b'],
  ['/old/night-buses', '/old/night-buses'],
])('a redirect from %s is kept as %s', (path, key) => {
  expect(redirectKey(path)).toBe(key);
});
