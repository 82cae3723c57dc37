import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../functions/domain/content/content-facts.ts';
import { parseArticleFile, parseEditionFile } from '../../../functions/domain/content/parse-source-file.ts';
import { markdown, yaml } from '../../support/builders/content.ts';

const rules = { timezone: 'UTC', axioms: [], whyAxioms: [] };
const readers = { markdown, yaml };
const article = (keys: string, body: string) =>
  parseArticleFile(
    {
      path: 'content/articles/bus.md',
      text: `---\ntitle: A bus\ndate: 2026-11-23\ntopic: world\n${keys}---\n${body}\n`,
    },
    rules,
    readers,
  );

describe('what the whole content knows of an article', () => {
  it.each([
    ['its slug as its id, where it has none', '', { id: { text: 'bus', line: 1 }, slug: 'bus' }],
    ['its id with its line', 'id: night-bus\n', { id: { text: 'night-bus', line: 5 }, slug: 'bus' }],
    ['its topic with its line', '', { topic: { text: 'world', line: 4 } }],
    ['that it is a draft', 'draft: true\n', { draft: true }],
    ['that nothing is alerted', '', { alert: undefined }],
    ['what it alerts', 'alert: daily\n', { alert: { text: 'daily', line: 5 } }],
    ['what it was called', 'aliases: [old-bus]\n', { aliases: [{ text: 'old-bus', line: 5 }] }],
    [
      'since when it is withdrawn',
      'withdrawn: { date: 2026-11-24, note: Wrong. }\n',
      { withdrawn: true, withdrawnAt: Date.parse('2026-11-24T00:00Z') },
    ],
  ])('is %s', (_, keys, facts) => {
    expect(article(keys, 'Words.').facts).toMatchObject(facts);
  });

  it('is each link within the site, and each image, with its line', () => {
    const { facts } = article('', 'See [a](/about), [b](https://b.example), [c](#c).\n\n![A](/images/a.jpg)');
    expect(facts?.links).toEqual([{ href: '/about', line: 6 }]);
    expect(facts?.images).toEqual([{ text: 'images/a.jpg', line: 8 }]);
  });

  it.each([
    ['its summary', 'summary: In short.\n', 'In short.'],
    ['its lede, where it has no summary', '', 'One two three.'],
  ])('in lists is %s, with its length', (_, keys, summary) => {
    const { source, rendered } = article(keys, 'One two three.\n\nFour.').made!;
    expect(entryOf(source, rendered)).toMatchObject({ summary, words: 4, minutes: 1 });
  });

  it.each([
    ['of all', '', '- A list.\n\n<!-- more -->\n\nBelow.', 'Below.'],
    ['of the letter alone', 'access: letter\n', '- A list.\n\n<!-- more -->\n\nBelow.', ''],
    ['of the letter alone', 'access: letter\n', '## Head\n\n> Said.\n\n<!-- more -->\n\nBelow.', ''],
    ['of the letter alone', 'access: letter\n', 'Above.\n\n<!-- more -->\n\nBelow.', 'Above.'],
  ])('takes a lede from below the fold only from an article %s: %s%s', (_, keys, body, summary) => {
    const { source, rendered } = article(keys, body).made!;
    expect(entryOf(source, rendered).summary).toBe(summary);
  });
});

it('what it knows of an edition is what it names, each with its line', () => {
  const text =
    '---\nnewsletter: brief\nsubject: A\nsendAt: 2026-11-23T07:00\nitems:\n  - article: bus\n  - sponsor: bank\n---\nSee [a](/about).\n';
  const { facts } = parseEditionFile({ path: 'content/editions/monday.md', text }, rules, readers);
  expect(facts).toMatchObject({
    ...{ newsletter: { text: 'brief', line: 2 }, articles: [{ text: 'bus', line: 6 }] },
    sendAt: { at: Date.parse('2026-11-23T07:00Z'), line: 4 },
    sponsors: [{ text: 'content/sponsors/bank.md', line: 7 }],
    links: [{ href: '/about', line: 9 }],
  });
});
