import { describe, expect, it } from 'vitest';
import { fillHtml, fillText } from '../../../functions/domain/content/fragment.ts';
import { markdown } from '../../support/builders/content.ts';

const render = (body: string) => {
  const { fragment } = markdown.render(body, { file: 'a.md', line: 1, axioms: [], idPrefix: 'x-' });
  return { ...fragment, pictures: [] };
};
const plain = { base: '', picture: () => '', style: () => '' };
const htmlOf = (body: string) => fillHtml(render(body), plain, 'brief');
const textOf = (body: string) => fillText(render(body), '', 'brief');
const numbersIn = (html: string) =>
  Array.from(html.matchAll(/<li [^>]*id="x-fn:(\d+)"/g), ([, n]) => Number(n));

const FOLD = '\n\n<!-- more -->\n\n';

describe('the notes of a brief', () => {
  it.each<[string, string, number[]]>([
    ['those it refers to', `a[^1]${FOLD}b[^2]\n\n[^1]: One.\n[^2]: Two.`, [1]],
    ['a note that is named by both parts', `a[^1]${FOLD}b[^1][^2]\n\n[^1]: One.\n[^2]: Two.`, [1]],
    [
      'a note that a note refers to, under its own number',
      `a[^1]${FOLD}b[^2]\n\n[^1]: One[^3].\n[^2]: Two.\n[^3]: Three.`,
      [1, 3],
    ],
    ['notes that refer to each other', `a[^1]${FOLD}b\n\n[^1]: One[^2].\n[^2]: Two[^1].`, [1, 2]],
    ['an inline note', `a^[Inline.]${FOLD}b[^2]\n\n[^2]: Two.`, [1]],
    [
      'notes in a heading, a list and a table',
      `## H[^1]\n\n- l[^2]\n\n|a[^3]|\n|-|\n|b|${FOLD}c[^4]\n\n[^1]: 1\n[^2]: 2\n[^3]: 3\n[^4]: 4`,
      [1, 2, 3],
    ],
    ['none, if only the rest has notes', `a${FOLD}b[^2]\n\n[^2]: Two.`, []],
    ['all, where there is no fold', 'a[^1] b[^2]\n\n[^1]: One.\n[^2]: Two.', [1, 2]],
  ])('are %s', (_, body, numbers) => {
    expect(numbersIn(htmlOf(body))).toEqual(numbers);
    expect(htmlOf(body).includes('class="footnotes"')).toBe(numbers.length > 0);
  });

  it('keep their numbers, and lead back to what the brief shows', () => {
    const html = htmlOf(`a[^1]${FOLD}b[^2] c[^1]\n\n[^1]: One[^3].\n[^2]: Two.\n[^3]: Three.`);
    expect(html).toContain('<li value="3" id="x-fn:3">');
    expect(html.match(/href="#x-fnref:[^"]*"/g)).toEqual(['href="#x-fnref:1"', 'href="#x-fnref:3"']);
  });

  it('stand below the text of a mail', () => {
    expect(textOf(`a[^1]${FOLD}b[^2]\n\n[^1]: One.\n\n    More.\n[^2]: Two.`)).toBe(
      'a[1]\n\n[1] One.\n\n    More.',
    );
  });

  it('of many references take time that grows with the text alone', () => {
    const body = `${'a[^1] '.repeat(1500)}${FOLD}[^1]: ${'b[^1] '.repeat(1500)}`;
    expect(numbersIn(htmlOf(body))).toEqual([1]);
  });
});
