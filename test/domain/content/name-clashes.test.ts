import { describe, expect, it } from 'vitest';
import { checkArticleNames, checkEditionNames } from '../../../functions/domain/content/name-clashes.ts';
import {
  articleFacts,
  editionFacts,
  faultsOf,
  located,
  wholeContent,
} from '../../support/builders/content.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const bus = articleFacts('bus');
const OTHER = { file: 'content/articles/a.md' };

describe('two articles', () => {
  it.each([
    ['of one id', articleFacts('a', { id: located('bus', 2) }), 'a.md:2 error: The id `bus` is taken'],
    [
      'of one slug',
      articleFacts('bus', { ...OTHER, id: located('a', 2) }),
      'a.md:1 error: The slug `bus` is taken',
    ],
    [
      'of which one was called as the other is',
      articleFacts('a', { aliases: [located('bus', 6)] }),
      'a.md:6 error: The alias `bus` is taken',
    ],
    [
      'of which one was at the address of the other',
      articleFacts('a', { aliases: [located('/articles/bus', 6)] }),
      'a.md:6 error: The alias `/articles/bus` is taken',
    ],
  ])('%s clash', (_, other, message) => {
    const faults = faultsOf(checkArticleNames, wholeContent([bus, other]));
    expect(faults).toEqual([`${message} by content/articles/bus.md.`]);
  });

  it.each([
    [
      'of which one has the id that the other has as its slug',
      articleFacts('a', { id: located('x') }),
      articleFacts('x', { id: located('y') }),
    ],
    ['of which one has an old path of its own', bus, articleFacts('a', { aliases: [located('/old/bus')] })],
  ])('%s do not clash', (_, one, other) => {
    expect(faultsOf(checkArticleNames, wholeContent([one, other]))).toEqual([]);
  });

  it.each([
    [
      '/articles/bus',
      ['publication.yaml:20 error: The redirect `/articles/bus` hides content/articles/bus.md.'],
    ],
    ['/articles/tram', []],
    ['/bus', []],
  ])('and a redirect from %s: %j', (path, faults) => {
    const publication = aPublication({ redirects: { [path]: '/x' } });
    expect(faultsOf(checkArticleNames, wholeContent([bus], [], { publication }))).toEqual(faults);
  });
});

it.each([
  [
    'of one id',
    { id: located('monday', 2) },
    ['b.md:2 error: The edition id `monday` is taken by content/editions/monday.md.'],
  ],
  [
    'of which one was called as the other is',
    { aliases: [located('monday', 6)] },
    ['b.md:6 error: The alias `monday` is taken by content/editions/monday.md.'],
  ],
  ['that have nothing in common', {}, []],
])('two editions %s: %j', (_, about, faults) => {
  const other = editionFacts({ file: 'content/editions/b.md', id: located('b', 2), ...about });
  expect(faultsOf(checkEditionNames, wholeContent([], [editionFacts(), other]))).toEqual(faults);
});
