import { describe, expect, it } from 'vitest';
import {
  directHtml,
  directLines,
  directTitle,
  markForeignWords,
} from '../../../functions/domain/text/translations.ts';

describe('a title', () => {
  it.each([
    ['ar', 'حافلات Night Line (24 ساعة)', false],
    ['ar', 'Night Line: 12 خطًا', true],
    ['ar', '«حافلات»', false],
    ['ar', '24 ساعة', false],
    ['ar', '100 %', true],
    ['he', 'Tel Aviv תל אביב', true],
    ['he', '(שלום) Shalom', false],
    ['ar', '\u20661 big thing:\u2069 حافلات', false],
    ['en', 'Night Line', false],
    ['ar', '', false],
  ])('in %s, %j, needs a mark: %s', (language, title, marked) => {
    expect(directTitle(title, language)).toBe(marked ? `\u200f${title}` : title);
  });
});

it.each([
  ['isolates', '\u20661\u2069'],
  ['isolates that never end', '\u2066'],
  ['isolates within each other', '\u2066\u2066\u2069'],
  ['digits', '1 '],
])('a title of nothing but %s is read once', (_, part) => {
  const start = performance.now();
  expect(directTitle(part.repeat(100_000), 'ar')).toMatch(/^\u200f/);
  expect(performance.now() - start).toBeLessThan(1000);
});

it('lines are directed one by one, and addresses are left alone', () => {
  const text = 'London: خبر\n\nhttps://a.example/x\n1  4,000\nخبر';
  expect(directLines(text, 'ar')).toBe('\u200fLondon: خبر\n\nhttps://a.example/x\n\u200f1  4,000\nخبر');
  expect(directLines(text, 'en')).toBe(text);
});

it('the arrow of a note’s way back turns round with the text', () => {
  expect(directHtml('<a>\u21a9\ufe0e</a> \u21a9', 'he')).toBe('<a>\u21aa\ufe0e</a> \u21a9');
  expect(directHtml('<a>\u21a9\ufe0e</a>', 'de')).toBe('<a>\u21a9\ufe0e</a>');
});

it('code runs from left to right in every script', () => {
  const code = '<pre style="margin:0"><code>a = 1;</code></pre><p><code class="x">b</code></p>';
  expect(directHtml(code, 'ar')).toBe(
    '<pre dir="ltr" style="margin:0"><code dir="ltr">a = 1;</code></pre><p><code dir="ltr" class="x">b</code></p>',
  );
  expect(directHtml(code, 'en')).toBe(code);
  expect(directLines('    a = 1;\n    - London\n  - خبر', 'ar')).toBe(
    '    a = 1;\n\u200f    - London\n  - خبر',
  );
});

describe('words of another language on a page', () => {
  const EN = '<bdi lang="en" dir="ltr">';
  it.each([
    [
      '<p>\u2066By \u2068<a>A</a>, <a>B</a>\u2069\u2069</p>',
      `<p>${EN}By <bdi lang="ar" dir="rtl"><a>A</a>, <a>B</a></bdi></bdi></p>`,
    ],
    ['<h1>\u2066x</h1><p>y\u2069</p>', `<h1>${EN}x</bdi></h1><p>y</p>`],
    ['<p>\u2066a<br>b<img src="c">\u2069</p>', `<p>${EN}a<br>b<img src="c"></bdi></p>`],
    ['<b>\u2066x\u2069\u2069</b>', `<b>${EN}x</bdi></b>`],
    ['<title>\u2066x\u2069</title>', '<title>\u2066x\u2069</title>'],
  ])('are elements that end where they began: %j', (page, marked) => {
    expect(markForeignWords(page, 'ar')).toBe(marked);
  });
});
