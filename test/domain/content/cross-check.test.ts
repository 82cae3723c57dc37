import { describe, expect, it } from 'vitest';
import { checkContent, createArticleFinder } from '../../../functions/domain/content/cross-check.ts';
import type { ArticleFacts, EditionFacts } from '../../../functions/domain/source/source-files.ts';
import {
  articleFacts,
  editionFacts,
  faultsOf,
  located,
  wholeContent,
} from '../../support/builders/content.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const told = (...given: Parameters<typeof wholeContent>) =>
  faultsOf(
    (content, fault) => {
      for (const { file, line, message, remedy, level } of checkContent(content))
        fault(file, line, message, remedy, level);
    },
    wholeContent(...given),
  );

const bus = articleFacts('bus');

describe('the check of the whole content tells of an article', () => {
  it.each<[string, Partial<ArticleFacts>, readonly string[]]>([
    ['nothing where there is nothing', {}, []],
    ['of a strange topic', { topic: located('moon', 4) }, ['a.md:4 error: There is no topic `moon`.']],
    ['nothing without a topic, which its own file says', { topic: located('') }, []],
    ['that alerts nobody', { alert: located('x', 5) }, ['a.md:5 error: There is no newsletter `x`.']],
    [
      'with the id of another',
      { id: located('bus', 2) },
      ['a.md:2 error: The id `bus` is taken by content/articles/bus.md.'],
    ],
    [
      'with a link to nowhere',
      { links: [{ href: '/x', line: 9 }] },
      ['a.md:9 error: The link `/x` leads to no page of this site.'],
    ],
    [
      'without its image',
      { images: [located('images/x.jpg', 7)] },
      ['a.md:7 error: There is no file `content/images/x.jpg`.'],
    ],
  ])('%s', (_, about, problems) => {
    expect(told([bus, articleFacts('a', about)])).toEqual(problems);
  });
});

describe('the check of the whole content tells of an edition', () => {
  const bank = located('content/sponsors/bank.md', 6);
  it.each<[string, Partial<EditionFacts>, readonly RegExp[]]>([
    ['nothing where it names an article', { articles: [located('bus', 6)] }, []],
    ['of a digest', { newsletter: located('daily', 3) }, [/:3 warning: .*is a digest/]],
    ['of no newsletter', { newsletter: located('moon', 3) }, [/:3 error: There is no newsletter `moon`/]],
    [
      'of an article that is not there',
      { articles: [located('tram', 6)] },
      [/:6 error: There is no article `tram`/],
    ],
    [
      'of one article by two names',
      { articles: [located('bus', 6), located('2026-11-20-bus.md', 7)] },
      [/:7 error: .*is in the edition twice/],
    ],
    ['of a draft', { articles: [located('draft', 6)] }, [/:6 warning: .*is a draft/]],
    ['nothing of one sponsor ten times', { sponsors: Array(10).fill(bank) }, []],
    ['of one sponsor eleven times', { sponsors: Array(11).fill(bank) }, [/:6 error: .*more than 10 times/]],
  ])('%s', (_, about, problems) => {
    const draft = articleFacts('draft', { draft: true });
    expect(told([bus, draft], [editionFacts(about)])).toEqual(
      problems.map((one) => expect.stringMatching(one)),
    );
  });

  it('nothing where an article could not be read, as its own file says so', () => {
    const unread = ['content/articles/2026-11-20-tram.md'];
    expect(told([], [editionFacts({ articles: [located('tram', 6)] })], { unread })).toEqual([]);
  });
});

it.each([
  ['the title', { title: 'Hello {{name}}' }, ['publication.yaml:3']],
  ['the address', { postalAddress: ['*|LIST:ADDRESS|*'] }, ['publication.yaml:1']],
  ['nothing', {}, []],
])('a merge tag in %s of the publication is told of', (_, about, places) => {
  const found = told([], [], { publication: aPublication(about) });
  expect(found.map((one) => one.split(' ')[0])).toEqual(places);
});

it.each([
  ['its id', 'night', 'night'],
  ['its slug', 'bus', 'night'],
  ['an alias', 'old-bus', 'night'],
  ['its file', '2026-11-20-bus.md', 'night'],
  // An id wins over the slug of another article.
  ['the id of one and the slug of another', 'tram', 'tram'],
  ['nothing', 'car', undefined],
])('an article is found by %s', (_, reference, id) => {
  const night = articleFacts('bus', { id: located('night'), aliases: [located('old-bus')] });
  const tram = [articleFacts('tram', { id: located('other') }), articleFacts('x', { id: located('tram') })];
  expect(createArticleFinder([...tram, night])(reference)).toBe(id);
});
