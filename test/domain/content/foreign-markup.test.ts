import { describe, expect, it } from 'vitest';
import { findForeignMarkup } from '../../../functions/domain/content/foreign-markup.ts';

const found = (body: string): string[] => findForeignMarkup(body).map(({ text }) => text.trim());

describe('markup of another program', () => {
  it.each([
    ['a {{< youtube w7Ft2ymGmfc >}}', '{{< youtube w7Ft2ymGmfc >}}'],
    ['{{% notice tip %}}x{{% /notice %}}', '{{% notice tip %}}', '{{% /notice %}}'],
    ['{{< figure src="a.png" alt="b" >}}', '{{< figure src="a.png" alt="b" >}}'],
    ['> [!NOTE]\n> x', '[!NOTE]'],
    ['> > [!warning]- Title', '[!warning]-'],
    ['so ==that== is', '==that=='],
    ['::: poll\nx\n:::', '::: poll'],
    [':::tip[Title]', ':::tip[Title]'],
    ['## Head {#head}', '{#head}'],
    ['### **Head** {.big #x} ##', '{.big #x}'],
    ['Text\n{: .note}', '{: .note}'],
    ['[x](/a){target="_blank"}', '{target="_blank"}'],
    ['![x](images/a.png){width=50%}', '{width=50%}'],
    ['[small]{.smallcaps}', '{.smallcaps}'],
    ['![[IMG_1.JPG]]', '![[IMG_1.JPG]]'],
    ['see [[Other note|that]]', '[[Other note|that]]'],
    ['[TOC]\n\n[[toc]]\n\n[[_TOC_]]', '[TOC]', '[[toc]]', '[[_TOC_]]'],
    ['![A](images/Foto vom Hafen.jpg)', '![A](images/Foto vom Hafen.jpg)'],
    ['![A](a b c.webp "Words")', '![A](a b c.webp "Words")'],
    ['[plan](my plan.md)', '[plan](my plan.md)'],
    ['![A](images/a.png =300x200)', '![A](images/a.png =300x200)'],
    ['$$\n\\sum x\n$$', '$$\n\\sum x\n$$'],
    ['costs $\\frac{1}{2}x$', '$\\frac{1}{2}x$'],
    ['done :tada: :white_check_mark:', ':tada:', ':white_check_mark:'],
    ["import Chart from './chart.jsx'\n\nx", "import Chart from './chart.jsx'"],
    ['export const meta = {', 'export const meta = {'],
    ['[caption id="a"]x[/caption]', '[caption id="a"]', '[/caption]'],
    ['[gallery ids="1,2"]', '[gallery ids="1,2"]'],
    ['[b]x[/b]', '[/b]'],
    ['@[youtube](w7Ft2ymGmfc)', '@[youtube](w7Ft2ymGmfc)'],
    ['.. note::\n   x', '.. note::'],
    ['\\newpage', '\\newpage'],
    ['Term\n: What it means', ': What it means'],
  ])('is found in %j', (body, ...expected) => {
    expect(found(body)).toEqual(expected);
  });

  it.each([
    'A price of $5 and $6, $$ and $$$, even "$$" again.',
    'If a == b and b==c, so c == d; x === y.',
    'At 10:30:45, said Ada: "so": it is.',
    'He said [sic] that [the mayor] went [...] home [1][2].',
    '[[1]](https://a.example) and [[2]][two] and [ [3] ]',
    '[plan](my-plan.md) ![A](images/a.png "My photo.jpg") ![A](<images/a b.jpg>)',
    '[see](https://a.example/x "a title with words.md")',
    '![A](images/a.png "x") {credit="Ada"} ![A](images/a.png){credit="Ada"}',
    'Use {curly} braces, {a: 1} and { #1 }.',
    '## C# and F# ##\n\n## Set {1, 2}\n\n#hashtag {#no}',
    '> [Note] this\n\n> [!](x)',
    '[video] The speech. [audio] too. [gallery open]',
    'import duties from abroad\nexport of goods',
    'A line\n\n: begins with a colon',
    '- item\n: x',
    'w/o :: twice and ::: alone',
    '… .. :: ..',
    '\\{{< kept >}} \\[/b]',
    'C:\\newpage',
    'sent by @[Ada](https://a.example/ada)',
  ])('is not in the prose %j', (body) => {
    expect(found(body)).toEqual([]);
  });

  it.each([
    '{{<',
    '{#',
    '# {#',
    '![',
    '![a](a ',
    '$\\aa',
    '[[',
    '==',
    ':::',
    '> [!',
    'x\n: ',
    '[a b="',
    '{:',
    '@[',
  ])('is searched in time that grows with the length alone: %j', (piece) => {
    const start = process.cpuUsage();
    findForeignMarkup(piece.repeat(200_000 / piece.length));
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });
});
