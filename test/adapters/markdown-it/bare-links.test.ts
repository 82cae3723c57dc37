import { describe, expect, it } from 'vitest';
import { fillHtml, fillText } from '../../../functions/domain/content/fragment.ts';
import { markdown } from '../../support/builders/content.ts';

const medium = { base: 'https://paper.example', picture: () => '', style: () => '' };

const render = (body: string) =>
  markdown.render(body, { file: 'content/articles/a.md', line: 1, axioms: [], idPrefix: 'a-' });

const hrefs = (body: string): string[] =>
  [...fillHtml({ ...render(body).fragment, pictures: [] }, medium).matchAll(/href="([^"]*)"/g)].map(
    ([, href]) => href!.replaceAll('&amp;', '&'),
  );

const text = (body: string): string => fillText({ ...render(body).fragment, pictures: [] }, medium.base);

const X = 'https://a.example/x';

describe('a bare address', () => {
  it.each([
    ['See https://a.example/x.', X],
    ['(see https://a.example/x).', X],
    ['[https://a.example/x]', X],
    ['“https://a.example/x”, ‘https://a.example/x’', X, X],
    ['https://a.example/x!?… https://a.example/x: https://a.example/x;', X, X, X],
    ['https://a.example/x—and', X],
    ['**https://a.example/x**, *https://a.example/x*: ~~https://a.example/x~~.', X, X, X],
    ['__https://a.example/x__ _https://a.example/x_', X, X],
    ['参见https://a.example/x，然后https://a.example/x。', X, X],
    ['「https://a.example/x」（https://a.example/x）', X, X],
    ['https://a.example/x؟ https://a.example/x।', X, X],
    ['| a |\n|--|\n| https://a.example/x|', X],
    ['- https://a.example/x\n- https://a.example/x', X, X],
    ['https://a.example/x\\\nb', X],
    ['https://en.wikipedia.org/wiki/Bath_(town)', 'https://en.wikipedia.org/wiki/Bath_(town)'],
    ['(https://en.wikipedia.org/wiki/Bath_(town))', 'https://en.wikipedia.org/wiki/Bath_(town)'],
    ['https://a.example/a_b_c?d=*&e=1&amp;f#g.h', 'https://a.example/a_b_c?d=*&e=1&f#g.h'],
    ['https://größe.example/ü', 'https://xn--gre-6ka8i.example/%C3%BC'],
    ['HTTP://a.example:8080/x', 'HTTP://a.example:8080/x'],
    ['tips@paper.example.', 'mailto:tips@paper.example'],
    ['(ada.marsh+x@mail.paper.example)', 'mailto:ada.marsh+x@mail.paper.example'],
    ['[see https://b.example](https://a.example/x)', X],
    ['![alt](images/a.png) {credit="https://b.example"}'],
  ])('in %j leads there', (body, ...expected) => {
    expect(hrefs(body)).toEqual(expected);
  });

  it.each([
    '`https://a.example`',
    '    https://a.example',
    '```\nhttps://a.example\n```',
    'Begin it with https:// or http://.',
    'www.a.example a.example/x ftp://a.example xhttps://a.example',
    'https\\://a.example',
    `https://a.example/${'x'.repeat(2000)}`,
    'https://a_.example:99999/',
    '@ada@mastodon.example git@host.example:ada/x icon@2x.png npm@latest a@b https://@a.example',
    'ada\\@b.example `ada@b.example`',
  ])('is none in %j', (body) => {
    expect(hrefs(body)).toEqual([]);
    expect(render(body).problems).toEqual([]);
  });

  it.each([
    ['See https://a.example/x.', 'See https://a.example/x.'],
    ['<https://a.example/ä>', 'https://a.example/%C3%A4'],
    ['https://größe.example/ü', 'https://xn--gre-6ka8i.example/%C3%BC'],
    ['Write to ada@b.example.', 'Write to ada@b.example.'],
    ['https://a.example/%C3%A4', 'https://a.example/%C3%A4'],
  ])('%j stands in plain text once', (body, expected) => {
    expect(text(body)).toBe(expected);
  });

  it('is known with its line, so that it is checked like other links', () => {
    expect(render('a\nhttps://a.example\n\nada@b.example').links).toEqual([
      { href: 'https://a.example', line: 2 },
      { href: 'mailto:ada@b.example', line: 4 },
    ]);
  });
});
