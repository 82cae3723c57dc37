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
  ['/articles/', '/articles/'],
  ['/articles/a/b', '/articles/a/b'],
  ['/old/night-buses', '/old/night-buses'],
])('a redirect from %s is kept as %s', (path, key) => {
  expect(redirectKey(path)).toBe(key);
});
