import { describe, expect, it } from 'vitest';
import {
  parseArticleFile,
  parseEditionFile,
  parseSponsorFile,
} from '../../../functions/domain/content/parse-source-file.ts';
import { MAX_SPONSOR } from '../../../functions/domain/source/text-limits.ts';
import { markdown, yaml } from '../../support/builders/content.ts';

const rules = { timezone: 'Europe/London', axioms: [], whyAxioms: [] };
const readers = { markdown, yaml };
const article = (keys: string, body = 'Words.') =>
  parseArticleFile({ path: 'content/articles/bus.md', text: `---\n${keys}\n---\n${body}\n` }, rules, readers);
const KEYS = 'title: A bus\ndate: 2026-07-23T07:00\ntopic: world';

describe('an article', () => {
  it.each([
    ['with all it needs is made', KEYS, true, true],
    ['with a wrong key is known by its facts alone', `${KEYS}\ndate2: x`, true, false],
    ['without a title is known by its facts alone', KEYS.replace('title: A bus', 'title:'), true, false],
    ['with keys that are no YAML is not known', 'title: [', false, false],
  ])('%s', (_, keys, known, made) => {
    const read = article(keys);
    expect([read.facts !== undefined, read.made !== undefined]).toEqual([known, made]);
  });

  it('is told of advice only once its keys are right', () => {
    expect(article(KEYS, '![](/images/a.jpg)').problems.map(({ level }) => level)).toContain('warning');
    expect(article(`${KEYS}\nx: y`, 'TK').problems.map(({ level }) => level)).toEqual(['error']);
  });

  it('has its times in the zone of the publication, and ids of its own in its body', () => {
    const { made } = article(KEYS, '## Fares');
    expect(made?.source.entry.date).toBe(Date.parse('2026-07-23T06:00Z'));
    expect(made?.rendered.fragment.html).toContain('id="bus-');
  });
});

describe('an edition', () => {
  const edition = (items: string, body: string) =>
    parseEditionFile(
      {
        path: 'content/editions/monday.md',
        text: `---\nnewsletter: brief\nsubject: A\nid: monday\nitems:\n${items}\n---\n${body}\n`,
      },
      rules,
      readers,
    );

  it('has its intro, its texts at their items, and its sign-off', () => {
    const { made } = edition('  - article: bus\n  - text: One.', 'Good morning.\n\n<!-- items -->\n\nBye.');
    expect(made?.intro?.fragment.text).toContain('Good morning.');
    expect(made?.texts.map((text) => text?.fragment.text.trim())).toEqual([undefined, 'One.']);
    expect(made?.signoff?.fragment.text).toContain('Bye.');
  });
});

it.each([
  ['as it should be', 'name: A bank\nurl: https://a.example', 'Words.', true, 0],
  ['without a name', 'url: https://a.example', 'Words.', false, 1],
  ['with a text too long', 'name: A bank\nurl: https://a.example', 'word '.repeat(MAX_SPONSOR / 5), true, 1],
])('a sponsor %s (%j)', (_, keys, body, isMade, errors) => {
  const text = `---\n${keys}\n---\n${body}\n`;
  const { made, problems } = parseSponsorFile({ path: 'content/sponsors/a.md', text }, rules, readers);
  expect(made !== undefined).toBe(isMade);
  expect(problems.filter(({ level }) => level === 'error')).toHaveLength(errors);
});
