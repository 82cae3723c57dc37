import { describe, expect, it } from 'vitest';
import { createMarkdown } from '../../../functions/adapters/markdown-it/markdown.ts';
import { isAuthorFile, parseAuthorFile } from '../../../functions/domain/content/author.ts';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { yaml } from '../../support/builders/content.ts';

const parse = (text: string) =>
  parseAuthorFile(
    { path: 'content/authors/ada.md', text },
    { timezone: 'UTC', axioms: [], whyAxioms: [] },
    { yaml, markdown: createMarkdown() },
  );
const problemsOf = (text: string) => parse(text).problems.map(formatProblem).join('\n');

describe('the file of an author', () => {
  it.each([
    ['content/authors/ada.md', true],
    ['content/authors/李.md', true],
    ['content/authors/a/b.md', false],
    ['content/authors.md', false],
    ['content/articles/ada.md', false],
  ])('is known by its path: %s', (path, is) => expect(isAuthorFile(path)).toBe(is));

  it('has a name, words, a picture and pages elsewhere', () => {
    const { name, made, images } = parse(
      '---\nname: Ada Marsh\nimage: { src: images/ada.jpg, alt: Ada }\nlinks: [https://a.example/@ada]\n---\nShe *writes*.',
    );
    expect([name, made?.rendered.fragment.text, made?.links, made?.image?.src, images.length]).toEqual([
      'Ada Marsh',
      'She writes.',
      ['https://a.example/@ada'],
      'images/ada.jpg',
      1,
    ]);
  });

  it.each([
    ['---\nlinks: []\n---\nx', /name/],
    ['---\nname: Ada\nlinks: [javascript:alert(1)]\n---\nx', /`javascript:alert\(1\)` is not a URL/],
    ['---\nname: Ada\nnmae: x\n---\nx', /nmae/],
    ['no front matter', /---/],
  ])('with a slip is an error: %j', (text, fault) => {
    expect(problemsOf(text)).toMatch(fault);
    expect(parse(text).made).toBeUndefined();
  });
});
