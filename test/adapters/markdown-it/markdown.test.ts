import { describe, expect, it } from 'vitest';
import type { Rendered } from '../../../functions/domain/content/markdown.ts';
import { listAxioms } from '../../../functions/domain/publication/axioms.ts';
import { brief, markdown } from '../../support/builders/content.ts';
import { readLanguageAxioms } from '../../support/builders/words.ts';

const axioms = listAxioms([], 'en', readLanguageAxioms());

const render = (body: string): Rendered =>
  markdown.render(body, { file: 'content/articles/a.md', line: 10, axioms, idPrefix: 'a-' });

/** Style marks left out, the others made visible: «b» base, «m» fold, «f0» picture. */
const shown = (text: string): string =>
  text
    .replace(/\u0001s[^\u0002]*\u0002/g, '')
    .replace(/\u0001/g, '«')
    .replace(/\u0002/g, '»');

const html = (body: string): string => shown(render(body).fragment.html);
const text = (body: string): string => shown(render(body).fragment.text);

describe('a body as HTML', () => {
  it.each([
    ['One *two* **three** `four`.', '<p>One <em>two</em> <strong>three</strong> <code>four</code>.</p>'],
    ['# A\n\n## B\n\n### C', '<h2 id="a-a">A</h2>\n<h2 id="a-b">B</h2>\n<h3 id="a-c">C</h3>'],
    ['- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
    ['- [ ] one\n- [x] two', '<ul>\n<li>☐ one</li>\n<li>☑\ufe0e two</li>\n</ul>'],
    ['- [ ]one\n- [x](/archive)', '<ul>\n<li>[ ]one</li>\n<li><a href="«b»/archive">x</a></li>\n</ul>'],
    ['3. one', '<ol start="3">\n<li>one</li>\n</ol>'],
    ['> so', '<blockquote>\n<p>so</p>\n</blockquote>'],
    ['a  \nb', '<p>a<br />\nb</p>'],
    ['***', '<hr />'],
    ['```js\na < b\n```', '<pre><code class="language-js">a &lt; b\n</code></pre>'],
    ['[us](/archive)', '<p><a href="«b»/archive">us</a></p>'],
    [
      '[it](2026-11-20-night-buses.md#top)',
      '<p><a href="«b»/articles/night-buses#night-buses-top">it</a></p>',
    ],
    ['[it](../articles/night-buses.md)', '<p><a href="«b»/articles/night-buses">it</a></p>'],
    [
      '<https://a.example/?x=1&y>',
      '<p><a href="https://a.example/?x=1&amp;y">https://a.example/?x=1&amp;y</a></p>',
    ],
    ['[m](mailto:a@b.example)', '<p><a href="mailto:a@b.example">m</a></p>'],
    ['## Go on\n\n[x](#go-on)', '<h2 id="a-go-on">Go on</h2>\n<p><a href="#a-go-on">x</a></p>'],
    ['above\n\n<!-- more -->\n\nbelow', '<p>above</p>\n«m»<p>below</p>'],
    ['![A bus](images/bus.jpg)', '«f0»'],
    ['x ~~y *z*~~', '<p>x <del>y <em>z</em></del></p>'],
    ['6 ~ 7 ~x~ ~~ y ~~', '<p>6 ~ 7 ~x~ ~~ y ~~</p>'],
    ['<b onclick="x">y</b>', '<p>&lt;b onclick=&quot;x&quot;&gt;y&lt;/b&gt;</p>'],
    ['a&#12;b&#1;c', '<p>ab\ufffdc</p>'],
  ])('%j', (body, expected) => {
    expect(html(body)).toBe(expected);
  });

  it('marks every element for the styles that mail needs', () => {
    expect(render('**Why it matters:** *x*').fragment.html).toBe(
      '<p class="axiom-p"\u0001sp\u0002><strong class="axiom"\u0001sstrong.axiom\u0002>Why it matters:</strong> <em\u0001sem\u0002>x</em></p>',
    );
  });

  it('prints tables with alignment that needs no inline style', () => {
    expect(html('| a | b |\n|---|--:|\n| 1 | 2 |')).toBe(
      '<table>\n<thead><tr><th>a</th><th align="right">b</th></tr>\n</thead>\n<tbody><tr><td>1</td><td align="right">2</td></tr>\n</tbody>\n</table>',
    );
  });

  it('prints footnotes with ids of this text alone', () => {
    const found = html('See[^n] and[^n].\n\n[^n]: The note.');
    expect(found).toContain('<sup class="footnote-ref"><a href="#a-fn:1" id="a-fnref:1">[1]</a></sup>');
    expect(found).toContain('id="a-fnref:1-2"');
    expect(found).toMatch(/<li id="a-fn:1"><p>The note\. <a href="#a-fnref:1"/);
  });
});

describe('an axiom', () => {
  it.each([
    ['**Why it matters:** Because.', 'Why it matters:</strong> Because.'],
    ['**Why it matters**: Because.', 'Why it matters:</strong> Because.'],
    ['**WHY IT MATTERS:** Because.', 'WHY IT MATTERS:</strong> Because.'],
    ['**What’s next:** More.', 'What’s next:</strong> More.'],
    ["**What's next:** More.", 'What&#39;s next:</strong> More.'],
    ['**Yes, but:** No.', 'Yes, but:</strong> No.'],
  ])('is seen in %j', (body, expected) => {
    expect(html(body)).toBe(`<p class="axiom-p"><strong class="axiom">${expected}</p>`);
  });

  it.each([
    '**My own words:** x',
    '**Why it matters** x',
    'So **Why it matters:** x',
    '- **Zoom in:** x',
    '> **Zoom in:** x',
  ])('is not seen in %j', (body) => {
    expect(html(body)).not.toContain('axiom');
  });

  it('is told with its paragraph', () => {
    expect(render('Lede.\n\n- list\n\n**Zoom in:** x\n\n**Yes, but**: y').axiomsAt).toEqual([
      { axiom: 'Zoom in', paragraph: 1 },
      { axiom: 'Yes, but', paragraph: 2 },
    ]);
  });
});

describe('a body as plain text', () => {
  it.each([
    ['One *two* **three** `four`.', 'One two three four.'],
    ['**Why it matters**: It does.', 'Why it matters: It does.'],
    ['not ~~guilty~~ here', 'not ~~guilty~~ here'],
    ['- one\n- two\n  - three', '- one\n- two\n  - three'],
    ['- one\n\n  more\n\n- two', '- one\n\n  more\n\n- two'],
    ['9. nine\n10. ten\n    on', '9. nine\n10. ten\n    on'],
    ['> so\n>\n> it is', '> so\n>\n> it is'],
    ['[the law](https://law.example/x)', 'the law (https://law.example/x)'],
    ['[law.example](https://law.example/)', 'https://law.example/'],
    ['[us](/archive)', 'us («b»/archive)'],
    ['[Ada](mailto:ada@b.example)', 'Ada (ada@b.example)'],
    ['# Head', 'Head\n----'],
    ['| a | bb |\n|---|---|\n| ccc | d |', 'a    bb\n---  --\nccc  d'],
    ['![Alt](images/x.png "Cap") {credit="Ada"}', '[Alt] Cap (Ada)'],
    ['above\n\n<!-- more -->\n\n- below', 'above\n\n«m»- below'],
    ['a\n\n```\ncode\n```', 'a\n\n    code'],
    ['See[^1].\n\n[^1]: Note.', 'See[1].\n\n[1] Note.'],
  ])('%j', (body, expected) => {
    expect(text(body)).toBe(expected);
  });

  it('turns a table that is too wide for a line into named values', () => {
    const wide = 'x'.repeat(40);
    expect(text(`| one | two |\n|---|---|\n| ${wide} | ${wide} |`)).toBe(`one: ${wide}\ntwo: ${wide}`);
  });
});

describe('what is found in a body', () => {
  it('counts words and takes the first paragraph as the lede', () => {
    const { words, lede } = render('## Head\n\nOne [two](https://x.example/three).\n\n- four\n- 五六');
    expect({ words, lede }).toEqual({ words: 5, lede: 'One two.' });
  });

  it('leaves struck words out of the lede', () => {
    expect(render('The vote is ~~on *Monday*~~ on Tuesday.').lede).toBe('The vote is on Tuesday.');
  });

  it('cuts a lede of a megabyte between words', () => {
    const { lede } = render('word '.repeat(200_000));
    expect(lede).toMatch(/^(word )+word…$/);
    expect(lede.length).toBeLessThan(402);
  });

  it('takes title and attribute of a lone image as caption and credit', () => {
    expect(render('\n![A bus](../images/a_b.jpg "At night")\n{credit="Ada & Co"}').figures).toEqual([
      { src: 'images/a_b.jpg', alt: 'A bus', caption: 'At night', credit: 'Ada & Co', line: 11 },
    ]);
    expect(render('![x](images/a.png) {credit=Tom Reed}').figures[0]?.credit).toBe('Tom Reed');
  });

  it('knows the line of every link', () => {
    expect(render('a\n[b](/x)\n\n- c\n- [d](https://d.example)').links).toEqual([
      { href: '/x', line: 11 },
      { href: 'https://d.example', line: 14 },
    ]);
  });
});

describe('a problem in a body', () => {
  it.each([
    ['a\n\n<!-- mroe -->', '12 error: `<!-- mroe -->` is not a known comment. Did you mean `more`?'],
    ['a <!-- note --> b', '10 error: `<!-- note -->` is not a known comment. Known are `more`.'],
    [
      'a <!-- more --> b',
      '10 error: `<!-- more -->` stands inside a line of text. Give it a line of its own.',
    ],
    [
      '<!-- items -->',
      '10 error: `<!-- items -->` stands where it means nothing. The comment belongs into the body of an edition',
    ],
    [
      '- a\n\n  <!-- more -->',
      '12 error: `<!-- more -->` stands inside a list or quotation. Put it between two paragraphs.',
    ],
    ['a\n\n<!-- more -->\n\n<!-- more -->', '14 error: `<!-- more -->` stands there twice. Keep the one'],
    ['<!-- more -->\n\na', '10 warning: There is nothing above `<!-- more -->`. Put it below the brief.'],
    ['a <!-- b', '10 error: A comment is opened and never closed. End it with `-->`.'],
    [
      '[x](javascript:alert(1))',
      '10 error: The link `javascript:alert(1)` is of a kind that readers cannot follow safely. Only https',
    ],
    ['[x](data:text/html,y)', '10 error: The link `data:text/html,y` is of a kind'],
    ['[x](//evil.example)', '10 error: The link `//evil.example` leads nowhere. Write a whole URL'],
    [
      '[x](www.a.example)',
      '10 error: The link `www.a.example` lacks its beginning. Write `https://www.a.example`.',
    ],
    ['[x](https://[)', '10 error: The link `https://%5B` is not a valid URL. Write a whole URL'],
    [
      '[x](mailto:nobody)',
      '10 error: `mailto:nobody` is not a mail address. Write `mailto:name@example.com`.',
    ],
    ['[x]()', '10 error: A link leads nowhere. Write a whole URL'],
    ['## A\n\n[x](#b)', '12 error: There is no place `#b` in this text. The headings of the text are `#a`.'],
    ['a ![b](images/b.png) c', '10 error: An image stands inside a line of text. Put blank lines around it'],
    [
      '![b](https://b.example/b.png)',
      '10 error: The image `https://b.example/b.png` lies outside the publication. Put the file into',
    ],
    [
      '![b](../../etc/passwd.png)',
      '10 error: `../../etc/passwd.png` is not the path of an image. Name a jpg',
    ],
    [
      'a <iframe src="x"> b',
      '10 warning: The HTML tag `<iframe>` is printed as it is: mail clients drop what they do not trust. Say it in Markdown',
    ],
    [
      'a\n\n**Why this matters:** x',
      '12 warning: `**Why this matters:**` is no axiom, so it is merely bold. Did you mean `**Why it matters:**`? Else add it to `axioms`',
    ],
    ['**Why this matters**: x', '10 warning: `**Why this matters:**` is no axiom'],
    ['**Why it matters:**It', '10 warning: A stray `**` would be printed as it is. Put the space outside'],
    [
      '|a|b|c|d|e|\n|-|-|-|-|-|',
      '10 warning: A table has 5 columns: phones and mail clients cut off what does not fit. Use four at most',
    ],
  ])('%j', (body, expected) => {
    const found = brief(render(body).problems);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it('leaves the words of a link that is not allowed', () => {
    expect(html('go [there *now*](javascript:x)')).toBe('<p>go there <em>now</em></p>');
  });

  it('finds no fault with markup between backticks', () => {
    expect(render('`<script>` `**` `<!-- x -->`\n\n```\n<!-- y -->\n```').problems).toEqual([]);
  });
});
