import { describe, expect, it } from 'vitest';
import { parseArticleFile, parseEditionFile } from '../../../functions/domain/content/parse-source-file.ts';
import {
  scaffoldArticle,
  scaffoldEdition,
  scaffoldPublication,
} from '../../../functions/domain/content/scaffold.ts';
import { errorsOf } from '../../../functions/domain/problem.ts';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { markdown, yaml } from '../../support/builders/content.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const publication = aPublication();
const whyAxioms = ['Why it matters'];
const reading = { publication, whyAxioms, problems: [], lines: {} };
const rules = { ...publication, whyAxioms };
const AT = '2026-11-23T07:00';
const readers = { markdown, yaml };

describe('a new article', () => {
  it.each([
    ['Night buses stay', [], 'night-buses-stay'],
    ['Night buses stay', ['night-buses-stay'], 'night-buses-stay-2'],
    ['Night buses stay', ['night-buses-stay', 'night-buses-stay-2'], 'night-buses-stay-3'],
    ['新聞', [], 'untitled'],
    ['', ['untitled'], 'untitled-2'],
  ])('called %j, with %j there, is %s', (headline, taken, slug) => {
    const { path } = scaffoldArticle(headline, reading, AT, new Set(taken));
    expect(path).toBe(`articles/2026-11-23-${slug}.md`);
  });

  it.each(['Buses: "now"', '# no comment', 'true', 'a\\b', "it's"])(
    'called %j is valid as it is',
    (headline) => {
      const { path, text } = scaffoldArticle(headline, reading, AT, new Set());
      const { made, problems } = parseArticleFile({ path: `content/${path}`, text }, rules, readers);
      expect(errorsOf(problems)).toEqual([]);
      expect(made?.source.entry).toMatchObject({ title: headline, draft: true, topic: 'world' });
    },
  );

  it('has a topic that readers can still choose', () => {
    const topics = [{ id: 'old', name: 'Old', retired: true }, ...publication.topics];
    expect(
      scaffoldArticle('A', { ...reading, publication: { ...publication, topics } }, AT, new Set()).text,
    ).toContain('\ntopic: world\n');
  });
});

it.each([[[]], [['bus']], [['bus', 'tram']]])('a new edition of %j is valid as it is', (articles) => {
  const { path, text } = scaffoldEdition(publication.newsletters[1]!, articles, AT);
  const { facts, problems } = parseEditionFile({ path: `content/${path}`, text }, rules, readers);
  expect([path, errorsOf(problems)]).toEqual(['editions/2026-11-23-brief.md', []]);
  expect(facts?.articles.map((one) => one.text)).toEqual(articles);
  // It goes when somebody says so.
  expect(facts).not.toHaveProperty('sendAt');
});

it.each([
  ['The Night Paper', 'the-night-paper'],
  ['Größe "A" <b>', 'grosse-a-b'],
  ['新聞', 'my-paper'],
])('a new publication called %j is valid as it is, with the id %s', (title, id) => {
  const { path, text } = scaffoldPublication(title);
  const read = parsePublication({ path: `content/${path}`, text }, yaml);
  expect(errorsOf(read.problems)).toEqual([]);
  expect(read.publication).toMatchObject({ id, title });
});
