import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { fillHtml, fillText } from '../../../functions/domain/content/fragment.ts';
import type { Rendered } from '../../../functions/domain/content/markdown.ts';
import { markdown } from '../../support/builders/content.ts';

const render = (body: string): Rendered =>
  markdown.render(body, {
    file: 'content/articles/a.md',
    line: 1,
    axioms: ['Why it matters'],
    idPrefix: 'a-',
  });

const medium = { base: 'https://paper.example', picture: () => '<img />', style: () => ' style="color:red"' };

type Seen = { name: string; attributes: Record<string, string> };

/** Throws unless the fragment is well-formed, for page and mail, whole and brief. */
function elements({ fragment }: Rendered): Seen[] {
  const seen: Seen[] = [];
  for (const part of ['whole', 'brief'] as const) {
    const parser = new SaxesParser({});
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) => void seen.push(tag as Seen));
    parser.write(`<x>${fillHtml({ ...fragment, pictures: [] }, medium, part)}</x>`).close();
  }
  return seen;
}

const ATTRIBUTES = /^(href|id|class|style|title|start|align)$/;
const ALLOWED =
  /^(x|p|h[2-6]|ul|ol|li|blockquote|a|strong|em|del|code|pre|table|thead|tbody|tr|th|td|hr|br|sup|section|img)$/;

function isSafe(rendered: Rendered): void {
  for (const { name, attributes } of elements(rendered)) {
    if (!ALLOWED.test(name)) throw new Error(`<${name}>`);
    for (const [key, value] of Object.entries(attributes)) {
      if (!ATTRIBUTES.test(key)) throw new Error(`<${name} ${key}>`);
      if (key === 'href' && !/^(https?:\/\/|mailto:|#a-)/i.test(value)) throw new Error(value);
    }
  }
  const text = fillText({ ...rendered.fragment, pictures: [] }, medium.base);
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  expect(text.isWellFormed()).toBe(true);
}

const PIECES = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<!-- more -->',
  '&lt;',
  '&#1;',
  '&#12;',
  '&#x0;',
  '&amp;',
  '\u0001s',
  '\u0001f0\u0002',
  '\u0002',
  '\0',
  '\ufeff',
  '\ud800',
  '\uffff',
  '\u202e',
  '😀',
  'العربية',
  '"',
  "'",
  '<',
  '>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&#58;alert(1))',
  '[x](\u0001javascript:x)',
  '<javascript:alert(1)>',
  '[x](/\\evil)',
  '[x](//evil)',
  '[x](https://a.example "t")',
  '![a](images/a.png "c") {credit="<b>"}',
  '![',
  '](',
  '[^1]',
  '\n\n[^1]: note',
  '^[n]',
  '**',
  '*',
  '_',
  '`',
  '```\n',
  '~~~',
  '~~',
  'https://',
  'https://a.example/(',
  'a@b.example',
  '[![a](images/a.png)](https://a.example/"<b>)',
  '\n',
  '\n\n',
  '    ',
  '\t',
  '- ',
  '1. ',
  '> ',
  '# ',
  '|a|b|\n|-|-|\n|c|d|',
  '**Why it matters:**',
  ':',
  '\\',
  '\r',
  '\r\n',
  '---',
  'word',
  ' ',
] as const;

describe('whatever a body holds', () => {
  it('comes out well-formed, with nothing in it that runs', () => {
    const bodies = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(bodies, (body) => isSafe(render(body))),
      { numRuns: 600 },
    );
  });

  const K = 200_000;
  it.each([
    ['a paragraph of a megabyte', 'word '.repeat(200_000)],
    ['emphasis', '*a **b '.repeat(K / 14) + 'c** d* '.repeat(K / 14)],
    ['open brackets', '[a]('.repeat(K / 4)],
    ['comments that never close', '<!--\n'.repeat(K / 5)],
    ['comments that close too late', `${'> <!--\n'.repeat(K / 7)}\n-->`],
    ['quotations in quotations', '> '.repeat(K / 2)],
    ['lists in lists', Array.from({ length: 800 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n')],
    ['footnotes', '^[a]'.repeat(K / 4)],
    ['footnotes in footnotes', '[^1]: [^2]: [^1] [^2]\n'.repeat(1000)],
    ['links', '[a](https://a.example/b) '.repeat(K / 25)],
    ['links that are not allowed', '[x](javascript:a) '.repeat(K / 18)],
    ['addresses', 'https://a.example/x_(y) a@b.example '.repeat(K / 36)],
    ['addresses without an end', 'https://a.example/('.repeat(K / 19)],
    ['addresses in addresses', `https://${'a.'.repeat(K / 2)}`],
    ['mailboxes', 'a@'.repeat(K / 2)],
    ['strikes', '~~a '.repeat(K / 4)],
    ['axioms', '**Why it matters:** x\n\n'.repeat(K / 23)],
  ])('%s comes out in time that grows with its length alone', (_, body) => {
    const start = process.cpuUsage();
    const rendered = render(body);
    // Quadratic ways took minutes here; of the processor's time, which other processes do not stretch, this takes a second.
    expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
    expect(() => elements(rendered)).not.toThrow();
  });
});
