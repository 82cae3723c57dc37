import { describe, expect, it } from 'vitest';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { anEdition, article, extra, html, text } from '../../support/builders/an-edition.ts';
import { letterView } from '../../support/builders/letter-view.ts';
import { aFragment, anEntry } from '../../support/builders/small-publication.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const entries = ids.map((id) =>
  anEntry({ id, title: `Story <${id}>`, topic: id === 'b' ? 'business' : 'world' }),
);
const printed = async (articles: readonly string[], labels: readonly string[] = []) => {
  const items = articles.map((id) => article(id, 'headline', id === 'c' ? 'To watch' : undefined));
  const texts = labels.map((label) => ({ kind: 'text', label, body: aFragment('<p>A</p>') }) as const);
  return (await assembleEdition(await letterView({ entries }), anEdition([...items, ...texts]), extra))
    .letter;
};
const listOf = (letter: Awaited<ReturnType<typeof printed>>, topics: readonly string[] = []) =>
  /In this letter\n\n([\s\S]*?)\n\n/.exec(text(letter, topics))?.[1]?.split('\n');

describe('a letter of more than four items', () => {
  it('lists them as they are numbered and labelled, without links', async () => {
    const letter = await printed(['a', 'b', 'c'], ['By the way', 'Bye']);
    expect(listOf(letter)).toEqual([
      '1 big thing: Story <a>',
      '2. Story <b>',
      '3. To watch: Story <c>',
      'By the way',
      'Bye',
    ]);
    const list = html(letter).slice(
      html(letter).indexOf('In this letter'),
      html(letter).indexOf('<a href="https://paper.example/articles/a"'),
    );
    expect(list).toContain('</span> Story &lt;a&gt;</p>');
    expect(list).not.toContain('<a ');
  });

  it('lists what a reader’s topics leave', async () => {
    expect(listOf(await printed(ids), ['world'])).toEqual([
      '1 big thing: Story <a>',
      '2. To watch: Story <c>',
      '3. Story <d>',
      '4. Story <e>',
    ]);
  });
});

it('a letter of four items has no list', async () => {
  expect(listOf(await printed(ids.slice(0, 4)))).toBeUndefined();
});
