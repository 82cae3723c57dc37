import { expect, it } from 'vitest';
import { BASE_MARK, fillHtml, pictureMark } from '../../../functions/domain/content/fragment.ts';
import { markPaidLinks } from '../../../functions/domain/content/paid-links.ts';
import { aFragment, aPicture } from '../../support/builders/small-publication.ts';

it.each([
  ['<a href="https://a.example">A</a>', '<a rel="sponsored" href="https://a.example">A</a>'],
  ['<a href="HTTP://A.EXAMPLE">A</a>', '<a rel="sponsored" href="HTTP://A.EXAMPLE">A</a>'],
  [
    '<a href="https://a.example" title="T">A</a>',
    '<a rel="sponsored" href="https://a.example" title="T">A</a>',
  ],
  [`<a href="${BASE_MARK}/articles/tide">A</a>`, `<a href="${BASE_MARK}/articles/tide">A</a>`],
  ['<a href="mailto:ad@a.example">A</a>', '<a href="mailto:ad@a.example">A</a>'],
  ['<p>&lt;a href="https://a.example"&gt;</p>', '<p>&lt;a href="https://a.example"&gt;</p>'],
])('a link that is paid for is marked, and no other: %s', (written, marked) => {
  expect(markPaidLinks(aFragment(written)).html).toBe(marked);
});

it.each([
  [
    'https://a.example/?b=1&amp;c=2',
    '<a rel="sponsored" href="https://a.example/?b=1&amp;c=2"><img alt=""></a>',
  ],
  ['/articles/tide', '<a href="/articles/tide"><img alt=""></a>'],
])('a picture that leads to %s is no exception', (link, drawn) => {
  const body = { ...aFragment(pictureMark(0, link)), pictures: [aPicture()] };
  const medium = { base: '', picture: () => '<img alt="">', style: () => '' };
  expect(fillHtml(markPaidLinks(body), medium)).toBe(drawn);
});
