import { describe, expect, it } from 'vitest';
import type { ReadingRules } from '../../../functions/domain/content/parse-source-file.ts';
import {
  parseArticleFile,
  parseEditionFile,
  parseSponsorFile,
} from '../../../functions/domain/content/parse-source-file.ts';
import { markdown, yaml } from '../../support/builders/content.ts';

const rules: ReadingRules = {
  timezone: 'UTC',
  axioms: ['Why it matters', 'Go deeper'],
  whyAxioms: ['Why it matters'],
};
const readers = { markdown, yaml };
const WHY = '**Why it matters:** It is.';

const advice = (problems: readonly { line: number; level: string; message: string }[]) =>
  problems.map(({ line, level, message }) => `${line} ${level}: ${message}`);

/** The advice about an article: its keys below `title` and `date`, and its body, which begins on line 6 without further keys. */
const article = (body: string, keys = 'title: A bus') =>
  advice(
    parseArticleFile(
      {
        path: 'content/articles/bus.md',
        text: `---\n${keys}\ndate: 2026-11-23\ntopic: world\n---\n${body}\n`,
      },
      rules,
      readers,
    ).problems,
  );
const edition = (keys: string, body = '') =>
  advice(
    parseEditionFile(
      { path: 'content/editions/a.md', text: `---\nnewsletter: brief\n${keys}\n---\n${body}\n` },
      rules,
      readers,
    ).problems,
  );

describe('the advice about an article', () => {
  it.each([
    ['that says why in its first paragraph', WHY, []],
    ['that says why in its third', `One.\n\nTwo.\n\n${WHY}`, []],
    [
      'that says why in its fourth',
      `One.\n\nTwo.\n\nThree.\n\n${WHY}`,
      ['6 warning: No "Why it matters" in the first 3 paragraphs.'],
    ],
    ['that never says why', 'One.', ['6 warning: No "Why it matters" in the first 3 paragraphs.']],
    [
      'with another lead-in',
      '**Go deeper:** It is.',
      ['6 warning: No "Why it matters" in the first 3 paragraphs.'],
    ],
    ['without words', '', ['6 warning: The article has no words.']],
    ['with a placeholder', `${WHY}\n\nTK`, ['8 warning: A placeholder is left: `TK`.']],
    ['with a word that holds one', `${WHY}\n\nA TKO in the ring.`, []],
    [
      'with a picture of neither alt text nor credit',
      `${WHY}\n\n![](/images/a.jpg)`,
      [
        '8 warning: The image `images/a.jpg` has no alt text.',
        '8 warning: The image `images/a.jpg` has no credit.',
      ],
    ],
  ])('%s, by the lines of its file', (_, body, told) => {
    expect(article(body)).toEqual(told);
  });

  it.each([
    ['neither summary nor fold', '', '', 1],
    ['a summary', '\nsummary: One.', '', 0],
    ['a fold', '', '\n\n<!-- more -->\n\nRest.', 0],
  ])('for the letter alone with %s says whether its first paragraph is public', (_, keys, rest, count) => {
    const told = article(WHY + rest, `title: A bus\naccess: letter${keys}`);
    const says = 'Its first paragraph is public, for it has neither a `summary` nor `<!-- more -->`.';
    expect(told).toEqual(Array(count).fill(`3 warning: ${says}`));
  });

  it.each([
    ['a title of 100 characters', `title: ${'x'.repeat(100)}`, []],
    ['a title of 101 characters', `title: ${'x'.repeat(101)}`, ['2 warning: The title has 101 characters.']],
    // Characters as readers count them, not halves of them.
    ['a title of 100 emoji', `title: ${'🚌'.repeat(100)}`, []],
    [
      'a summary of 301 characters',
      `title: A\nsummary: ${'x'.repeat(301)}`,
      ['3 warning: The summary has 301 characters.'],
    ],
    ['a draft without words', 'title: A\ndraft: true', []],
  ])('with %s', (_, keys, told) => {
    const body = keys.includes('draft') ? '' : WHY;
    expect(article(body, keys)).toEqual(told);
  });
});

describe('the advice about an edition', () => {
  const ITEM = 'items:\n  - article: bus';
  it.each([
    ['that has all it needs', `subject: A\npreheader: B\n${ITEM}`, []],
    ['with a subject of 70 characters', `subject: ${'x'.repeat(70)}\npreheader: B\n${ITEM}`, []],
    ['with one of 71', `subject: ${'x'.repeat(71)}\npreheader: B\n${ITEM}`, [/^3 .*subject has 71/]],
    [
      'with a preheader of 141',
      `subject: A\npreheader: ${'x'.repeat(141)}\n${ITEM}`,
      [/^4 .*preheader has 141/],
    ],
    ['without a preheader', `subject: A\n${ITEM}`, [/^3 .*no `preheader`, and no intro/]],
    ['without items', 'subject: A\npreheader: B', [/no items/]],
    ['with a placeholder in its subject', `subject: TK\npreheader: B\n${ITEM}`, [/^3 .*placeholder/]],
  ])('%s', (_, keys, told) => {
    expect(edition(keys)).toEqual(told.map((one) => expect.stringMatching(one)));
  });

  it('whose intro stands for a preheader is about the preheader alone', () => {
    expect(edition(`subject: A\n${ITEM}`, 'Good morning.\n\n<!-- items -->')).toEqual([
      '3 warning: There is no `preheader`.',
    ]);
  });
});

it.each([
  ['a tag in its text', 'Hello {{name}}.', /merge tag/],
  ['a placeholder', 'Lorem ipsum.', /placeholder is left: `Lorem ipsum`/],
])('a sponsor with %s is told of it', (_, body, told) => {
  const text = `---\nname: A bank\nurl: https://a.example\n---\n${body}\n`;
  const { problems } = parseSponsorFile({ path: 'content/sponsors/a.md', text }, rules, readers);
  expect(advice(problems)).toEqual([expect.stringMatching(told)]);
});
