import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeEveryMessage, type MessageVariant } from '../../support/builders/every-message.ts';
import { lintLetter } from '../../support/letters/mail-lint.ts';

const VARIANTS: [name: string, variant: MessageVariant][] = [
  ['in English', {}],
  ['in German, without a logo', { language: 'de', logo: false }],
  ['from right to left', { language: 'he' }],
];

async function readPages(variant: MessageVariant): Promise<ReadonlyMap<string, string>> {
  const messages = [...(await composeEveryMessage(variant))];
  const read = messages.map(async ([kind, bytes]) => [kind, (await PostalMime.parse(bytes)).html!] as const);
  return new Map(await Promise.all(read));
}

/** Selectors of what stands between words that a phone puts on lines of their own. */
const SEPARATORS = ['.dot', '.links span'];
const sheetsOf = (html: string): string[] =>
  [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css]) => css!);

describe.each(VARIANTS)('letters %s', (_, variant) => {
  let pages: ReadonlyMap<string, string>;
  beforeAll(async () => {
    pages = await readPages(variant);
  });

  it('lose nothing that carries meaning in any client', () => {
    const faults = [...pages].flatMap(([kind, html]) => lintLetter(html).map((fault) => `${kind}: ${fault}`));
    expect(pages.size).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });

  it('have style blocks of less than the 16 KB that Gmail reads', () => {
    for (const [kind, html] of pages)
      for (const css of sheetsOf(html)) expect(css.length, kind).toBeLessThan(8 * 1024);
  });

  it('hide nothing but separators on phones', () => {
    for (const html of pages.values()) {
      const rules = sheetsOf(html)
        .flatMap((css) => css.split('}'))
        .filter((rule) => /display:\s*none/.test(rule));
      const hidden = rules.map((rule) => rule.split('{').at(-2)!.trim());
      expect(hidden.filter((selector) => !SEPARATORS.includes(selector))).toEqual([]);
      for (const [, words] of html.matchAll(/class="dot"[^>]*>([^<]*)/g))
        expect(words).toMatch(/^(?:\s|·|&middot;)*$/);
    }
  });

  it('have the size of every picture in attributes, and a thumbnail’s side in two ways', () => {
    const html = [...pages.values()].join('');
    const images = html.match(/<img [^>]*>/g)!;
    expect(images.length).toBeGreaterThan(10);
    for (const image of images) expect(image).toMatch(/ width="\d+" height="\d+" alt="/);
    const sided = html.match(/<table[^>]* align="(?:left|right)"[^>]*>/g)!;
    for (const table of sided) {
      const [, side] = /align="(\w+)"/.exec(table)!;
      expect(table).toContain(`float:${side}`);
    }
  });
});

describe('the lint of letters', () => {
  const cell = (style: string, inner = 'x') => `<table><tr><td style="${style}">${inner}</td></tr></table>`;
  const block = (...sheets: string[]) =>
    `<head>${sheets.map((css) => `<style>${css}</style>`).join('')}</head>`;
  it.each([
    [
      'a property',
      cell('display:flex'),
      'Outlook for Windows supports css-display-flex not at style of <td>',
    ],
    ['a value', cell('margin:-4px'), 'Gmail supports css-margin partly at style of <td>: margin: -4px'],
    ['a unit', cell('font-size:2rem'), 'Outlook for Windows supports css-unit-rem not'],
    ['a function', cell('color:rgba(0,0,0,.5)'), 'Outlook for Windows supports css-rgba not'],
    ['a variable', cell('color:var(--x)'), 'Gmail supports css-variables not'],
    ['a logical property', cell('margin-inline-start:4px'), 'css-margin-inline-start at style of <td>'],
    ['what hides words', cell('', '<p style="display:none">x</p>'), 'supports css-display-none'],
    [
      'a line through words',
      cell('', '<a style="text-decoration:line-through">x</a>'),
      'css-text-decoration',
    ],
    ['an element', '<video></video>', 'Gmail supports html-video not at <video>'],
    ['an attribute', '<img src="a.png" srcset="b.png 2x">', 'html-srcset not at srcset of <img>'],
    ['an image format', '<img src="a.webp">', 'Outlook for Windows supports image-webp not at src of <img>'],
    ['an image in the text', '<img src="data:image/png;base64,x">', 'Gmail supports image-base64 not'],
    [
      'a rounded table for Outlook alone',
      '<!--[if mso]><div style="opacity:.5">x</div><![endif]-->',
      'css-opacity',
    ],
    [
      'what nobody tested',
      cell('text-box-trim:both'),
      'css-text-box-trim at style of <td>: text-box-trim: both is not known',
    ],
    [
      'a selector before the last block',
      block('[data-x] a{}p:last-child{color:red}', 'p{}'),
      'Gmail may drop style block 1 for css-pseudo-class-last-child',
    ],
  ])('finds %s', (_, html, fault) => {
    expect(lintLetter(`<body>${html}</body>`).join('\n')).toContain(fault);
  });

  it('leaves what Outlook does not read, and the last block, to others', () => {
    const fine = block('p{}', 'p:last-child{color:red}@media (prefers-color-scheme:dark){p{color:red}}');
    expect(lintLetter(`${fine}<!--[if !mso]><!--><p style="margin:0">x</p><!--<![endif]-->`)).toEqual([]);
  });
});
