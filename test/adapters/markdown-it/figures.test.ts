import { describe, expect, it } from 'vitest';
import { fillHtml, fillText } from '../../../functions/domain/content/fragment.ts';
import { brief, markdown } from '../../support/builders/content.ts';
import { aPicture } from '../../support/builders/small-publication.ts';

const render = (body: string) =>
  markdown.render(body, { file: 'content/articles/a.md', line: 1, axioms: [], idPrefix: 'a-' });

const medium = { base: 'https://paper.example', picture: () => '<img />', style: () => '' };
const printed = (body: string): string =>
  fillHtml({ ...render(body).fragment, pictures: [aPicture()] }, medium);
const text = (body: string): string => fillText({ ...render(body).fragment, pictures: [] }, medium.base);

describe('a picture in a link, alone in its paragraph', () => {
  it.each([
    ['[![A](images/b.webp)](https://b.example/?x&y)', 'https://b.example/?x&amp;y'],
    ['[![A](images/b.webp "Words")](https://b.example/) {credit="Ada"}', 'https://b.example/'],
    ['[![A](images/b.webp)](/archive)', 'https://paper.example/archive'],
    ['[![A](images/b.webp)](2026-11-20-buses.md)', 'https://paper.example/articles/buses'],
    ['[![A](images/b.webp)][r]\n\n[r]: https://r.example', 'https://r.example'],
    ['- [![A](images/b.webp)](mailto:a@b.example)', 'mailto:a@b.example'],
    ['## H\n\n[![A](images/b.webp)](#h)', '#a-h'],
  ])('%j is a figure that leads there', (body, href) => {
    expect(printed(body)).toContain(`<a href="${href}"><img /></a>`);
    expect(render(body).problems).toEqual([]);
  });

  it('has its own caption, or the title of its link, and a credit', () => {
    const figureOf = (body: string) => render(body).figures[0];
    expect(figureOf('[![A](images/b.webp "Own")](/archive "Link")\n{credit="Ada"}')).toMatchObject({
      ...{ alt: 'A', caption: 'Own', credit: 'Ada' },
    });
    expect(figureOf('[![A](images/b.webp)](/archive "Link")')).toMatchObject({ caption: 'Link' });
  });

  it('names its address in plain text', () => {
    expect(text('[![A](images/b.webp "Words")](/archive) {credit="Ada"}')).toBe(
      '[A] (https://paper.example/archive) Words (Ada)',
    );
  });

  it('is checked like every link, and printed without a faulty one', () => {
    expect(render('[![A](images/b.webp)](/nowhere)').links).toEqual([{ href: '/nowhere', line: 1 }]);
    expect(brief(render('[![A](images/b.webp)](javascript:x)').problems)[0]).toContain('1 error: The link');
    expect(printed('[![A](images/b.webp)](javascript:x)')).toBe('<img />');
  });

  it.each(['a [![A](images/b.webp)](/archive)', '[![A](images/b.webp) words](/archive)'])(
    '%j is an error, because words stand beside it',
    (body) => {
      expect(brief(render(body).problems)).toEqual([expect.stringContaining('inside a line of text')]);
    },
  );
});

it.each(['{width=50%}', '{.wide}', '{: .wide}', '{cerdit="Ada"}'])(
  'braces beside a picture that are no credit are an error: %s',
  (braces) => {
    const { problems, figures } = render(`![A](images/b.webp)${braces}`);
    expect(brief(problems)).toEqual([
      `1 error: \`${braces}\` beside a picture means nothing here. Remove it, or write \`{credit="Ada Marsh"}\`.`,
    ]);
    expect(figures).toHaveLength(1);
  },
);
