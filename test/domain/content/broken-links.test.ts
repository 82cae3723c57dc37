import { describe, expect, it } from 'vitest';
import { checkFiles, checkLinks } from '../../../functions/domain/content/broken-links.ts';
import {
  articleFacts,
  editionFacts,
  faultsOf,
  located,
  wholeContent,
} from '../../support/builders/content.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const articles = [
  articleFacts('bus', { aliases: [located('/old/bus')] }),
  articleFacts('tram', { draft: true }),
  articleFacts('ferry', { withdrawn: true }),
];
const publication = aPublication({ redirects: { '/feed': '/feed.xml' } });
const unread = ['content/articles/2026-11-20-broken.md', 'content/editions/broken-brief.md'];
const link = (href: string) => ({ links: [{ href, line: 9 }] });
const told = (href: string, draft = false) =>
  faultsOf(
    checkLinks,
    wholeContent([...articles, articleFacts('a', { ...link(href), draft })], [editionFacts()], {
      publication,
      unread,
    }),
  );

describe('a link within the site', () => {
  it.each([
    ['to an article', '/articles/bus'],
    ['to a place in it', '/articles/bus#fares'],
    ['with a query', '/articles/bus?from=letter'],
    ['with a slash at its end', '/articles/bus/'],
    ['to an old address', '/old/bus'],
    ['to a redirect', '/feed'],
    ['to the front page', '/'],
    ['to a form', '/subscribe'],
    ['to a month', '/archive/2026-11'],
    ['to a topic', '/topics/world'],
    ['to the feed of a topic', '/topics/world/feed.xml'],
    ['to a newsletter', '/newsletters/daily'],
    ['to an edition', '/editions/monday'],
    ['to an article that could not be read', '/articles/broken'],
    ['to an edition that could not be read', '/editions/broken-brief'],
  ])('%s leads somewhere: %s', (_, href) => {
    expect(told(href)).toEqual([]);
  });

  it.each([
    '/articles/buses',
    '/bus',
    '/topics/moon',
    '/newsletters/moon',
    '/editions/tuesday',
    '/archive/november',
    '/manage/x',
    '/healthz',
  ])('%s leads nowhere', (href) => {
    expect(told(href)).toEqual([`a.md:9 error: The link \`${href}\` leads to no page of this site.`]);
  });

  it.each([
    ['/articles/tram', 'a draft'],
    ['/articles/ferry', 'withdrawn'],
  ])('%s leads to what is %s: a warning, but not in a draft', (href, state) => {
    expect(told(href)).toEqual([
      `a.md:9 warning: The link \`${href}\` leads to an article that is ${state}.`,
    ]);
    expect(told(href, true)).toEqual([]);
  });

  it('of an edition is checked as well', () => {
    const faults = faultsOf(checkLinks, wholeContent(articles, [editionFacts(link('/x'))]));
    expect(faults).toEqual(['monday.md:9 error: The link `/x` leads to no page of this site.']);
  });
});

describe('a file', () => {
  it.each([
    ['of an article, that is there', [articleFacts('a', { images: [located('images/bus.jpg', 7)] })], []],
    [
      'of an article',
      [articleFacts('a', { images: [located('images/x.jpg', 7)] })],
      ['a.md:7 error: There is no file `content/images/x.jpg`.'],
    ],
    // Names of files are told apart by their capitals, as on a server.
    [
      'in other capitals',
      [articleFacts('a', { images: [located('images/Bus.jpg', 7)] })],
      ['a.md:7 error: There is no file `content/images/Bus.jpg`.'],
    ],
  ])('%s, is looked for', (_, all, problems) => {
    expect(faultsOf(checkFiles, wholeContent(all))).toEqual(problems);
  });

  it('of a sponsor and of the logo are looked for, the logo once', () => {
    const logo = { light: 'images/logo.svg', dark: 'images/logo.svg', alt: 'A logo' };
    const editions = [editionFacts({ sponsors: [located('content/sponsors/x.md', 6)] })];
    expect(faultsOf(checkFiles, wholeContent([], editions, { publication: aPublication({ logo }) }))).toEqual(
      [
        'monday.md:6 error: There is no file `content/sponsors/x.md`.',
        'publication.yaml:7 error: There is no file `content/images/logo.svg`.',
      ],
    );
  });
});
