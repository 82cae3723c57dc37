import { describe, expect, it } from 'vitest';
import { createPlaceDescriber } from '../../../functions/domain/content/anchors.ts';
import {
  articleIdPrefix,
  createHeadingFinder,
  leadsRight,
  usualHeadingHref,
} from '../../../functions/domain/content/heading-links.ts';
import { articleFacts } from '../../support/builders/content.ts';

const target = articleFacts('target', {
  file: 'content/articles/2026-11-02-target.md',
  aliases: [
    { text: 'old', line: 2 },
    { text: '/2024/old.html', line: 2 },
  ],
  headings: ['how-it-works', 'größe grosse', '概要', 'setup', 'setup-2', 'target-group'],
  hasFold: true,
});
const find = createHeadingFinder([target]);
const faultOf = (typed: string, known = find) => known(typed).describeFault?.(createPlaceDescriber());

describe('a link to a heading of another article', () => {
  it.each([
    ['2026-11-02-target.md#how-it-works', '/articles/target#target-how-it-works'],
    ['/articles/target#How-It-Works', '/articles/target#target-how-it-works'],
    ['/articles/target/#how-it-works', '/articles/target#target-how-it-works'],
    ['/articles/target#target-how-it-works', '/articles/target#target-how-it-works'],
    ['/articles/target#target-group', '/articles/target#target-target-group'],
    ['target.md#grosse', '/articles/target#target-gr%C3%B6%C3%9Fe'],
    ['target.md#%E6%A6%82%E8%A6%81', '/articles/target#target-%E6%A6%82%E8%A6%81'],
    ['target.md#setup-2', '/articles/target#target-setup-2'],
    ['/articles/old#setup', '/articles/target#target-setup'],
    ['/2024/old.html#setup', '/articles/target#target-setup'],
    ['/articles/target#go-deeper', '/articles/target#go-deeper'],
    ['/articles/target/?from=a#setup', '/articles/target?from=a#target-setup'],
    ['/archive#year-2026', '/archive#year-2026'],
    ['/articles/unread#words', '/articles/unread#unread-words'],
  ])('%s leads to %s', (typed, href) => {
    expect(find(typed)).toEqual({ href });
  });

  it('that is not there is an error with the headings there are, as it was typed', () => {
    expect(faultOf('target.md#how-it-work')).toEqual({
      level: 'error',
      message: 'There is no place `#how-it-work` in content/articles/2026-11-02-target.md.',
      remedy: expect.stringMatching(
        /^Did you mean `#how-it-works`\? The headings of the text are `#how-it-works`, `#größe`/,
      ),
    });
    expect(faultOf('target.md#%E6%A6%82')?.message).toContain('`#概`');
  });

  it('that only the letter prints leads to the page, with a warning', () => {
    const article = articleFacts('inside', { headings: ['above', 'below'], publicHeadings: 1 });
    const known = createHeadingFinder([article]);
    expect(known('inside.md#above')).toEqual({ href: '/articles/inside#inside-above' });
    expect(known('inside.md#below')).toMatchObject({ href: '/articles/inside' });
    expect(faultOf('inside.md#below', known)).toMatchObject({ level: 'warning' });
  });

  it.each([{ draft: true }, { withdrawn: true }])('of %j is not called missing', (state) => {
    const known = createHeadingFinder([articleFacts('a', state)]);
    expect(known('a.md#x')).toEqual({ href: '/articles/a' });
  });

  it('has a usual address, before the other article is known', () => {
    expect(usualHeadingHref('/articles/target#How-it-works')).toBe('/articles/target#target-how-it-works');
    expect(usualHeadingHref('/about#x')).toBe('/about#x');
    expect(articleIdPrefix('target')).toBe('target-');
  });

  it('leads right until the heading or the article is called otherwise', () => {
    const [plain, link] = [
      { href: '/archive', line: 1 },
      { ...find('old.md#setup'), typed: 'old.md#setup', line: 1 },
    ];
    expect(leadsRight([plain, link], find)).toBe(true);
    const renamed = createHeadingFinder([{ ...target, slug: 'renamed' }]);
    expect(leadsRight([plain, link], renamed)).toBe(false);
  });
});
