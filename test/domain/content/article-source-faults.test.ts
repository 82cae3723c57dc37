import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../../functions/domain/content/article-source.ts';
import { article, brief, yaml } from '../../support/builders/content.ts';

const PATH = 'content/articles/2026-11-20-night-buses.md';
const site = { yaml, timezone: 'Europe/London' };
const parse = (text: string, path = PATH) => parseArticle({ path, text }, site);

describe('a fault in an article', () => {
  it.each([
    ['auhtors: [A]', '5 error: `auhtors` is not a known key. Did you mean `authors`?'],
    ['colour: red', '5 error: `colour` is not a known key. Known are `title`, `date`'],
    ['title: Again', '5 error: `title` is written twice. Keep one; the other is on line 2.'],
    ['draft: maybe', '5 error: `draft` is `maybe`. Write `true` or `false`.'],
    ['access: paid', '5 error: `access` is `paid`. Write `public` or `letter`.'],
    [
      'updated: 2026-03-29 01:30',
      '5 error: 2026-03-29 01:30 does not exist in Europe/London: clocks go forward over it that night. Choose a time',
    ],
    ['updated: soon', '5 error: `soon` is not a date. Write it as `2026-11-20` or `2026-11-20 07:00`.'],
    ['authors: { a: b }', '5 error: `authors` is a map. Write a list: `[one, two]`.'],
    [
      'authors: [[a]]',
      '5 error: `authors` holds a list. Put texts that hold a colon or a bracket in quotes.',
    ],
    ['summary: [a]', '5 error: `summary` is a list. Write one value on the line of the key.'],
    [
      'image: images/a.jpg',
      '5 error: `image` is a text. Write its keys below it: `src`, `alt`, `caption`, `credit`.',
    ],
    [
      'image: { src: https://a.example/a.jpg }',
      '5 error: The image `https://a.example/a.jpg` lies outside the publication. Put the file into `content/images/`',
    ],
    ['image: { src: ../../../a.jpg }', '5 error: `../../../a.jpg` is not the path of an image. Name a jpg'],
    ['image: { alt: x }', '5 error: `src` is missing. Add `src: images/night-bus.jpg`.'],
    ['image:\n  src: images/a.jpg\n  atl: x', '7 error: `atl` is not a known key. Did you mean `alt`?'],
    [
      'aliases: [old-one]',
      '5 error: An article with aliases needs an `id`. Add `id: old-one`, if that was its slug at first.',
    ],
    [
      'id: x\naliases:\n  - https://a.example/b',
      '7 error: `https://a.example/b` is not an alias. Write an old slug',
    ],
    ['corrections: [{ text: x }]', '5 error: `date` is missing. Add `date: 2026-11-21 09:30`.'],
    ['corrections: Sorry', '5 error: `corrections` is a text. Write a list: `- ` before each.'],
    ['withdrawn: true', '5 error: `withdrawn` is a text. Write its keys below it: `date`, `note`.'],
    [
      'withdrawn: { date: 2026-11-21 }',
      '5 error: `note` is missing. Add `note: Why it was taken down, for readers`.',
    ],
    [
      'canonical: example.com',
      '5 error: `example.com` is not a URL. Write it whole: `https://example.com/story`.',
    ],
    ['translations: { de: /de }', '5 error: `/de` is not a URL. Write it whole'],
    [
      'translations: { "no tag": https://a.example }',
      '5 error: `no tag` is not a language tag. Write one such as `en`, `de` or `en-GB`.',
    ],
    [
      'summary: a: b',
      '5 error: This is not valid YAML: bad indentation of a mapping entry. Put the value in quotes',
    ],
    ['summary: *a', '5 error: A value starts with `*` or `&`'],
  ])('%j', (keys, expected) => {
    const { problems } = parse(article(keys));
    expect(brief(problems)).toEqual([expect.stringContaining(expected)]);
  });

  it('is told with all the others, each on its line', () => {
    expect(brief(parse('---\ndate: never\ntags: {}\nx: 1\n---\n').problems)).toEqual([
      expect.stringContaining('4 error: `x` is not a known key.'),
      '2 error: `title` is missing. Add `title: A headline`.',
      '2 error: `never` is not a date. Write it as `2026-11-20` or `2026-11-20 07:00`.',
      '2 error: `topic` is missing. Add `topic: the id of a topic`.',
      '3 error: `tags` is a map. Write a list: `[one, two]`.',
    ]);
  });

  it('offers the date of the file’s name where there is none', () => {
    const [problem] = parse(article().replace(/date: .*\n/, '')).problems;
    expect(problem?.remedy).toBe('Add `date: 2026-11-20 07:00`.');
  });

  it.each([
    ['Hello', '1 error: The file has no front matter. Start the file with a line `---`'],
    ['', '1 error: The file has no front matter.'],
    ['---\ntitle: x\n', '1 error: The front matter does not end. Put a line `---` after the last key.'],
    [
      '---\njust text\n---\n',
      '2 error: There are no keys here. Write each key as `key: value` on its own line.',
    ],
  ])('%j has a place and a remedy', (text, expected) => {
    expect(brief(parse(text).problems)[0]).toContain(expected);
  });

  it.each([
    ['content/articles/Größe & Maß.md', 'Rename the file so that it ends in `grosse-mass.md`.'],
    ['content/articles/2026-11-20-日本 の声.md', 'Rename the file so that it ends in `日本-の声.md`.'],
    ['content/articles/2026-11-20-Москва.md', 'Rename the file so that it ends in `москва.md`.'],
    ['content/articles/-.md', 'Rename the file so that it ends in `a-few-plain-words.md`.'],
  ])('the name %s cannot be an address', (path, remedy) => {
    expect(parse(article(), path).problems[0]).toMatchObject({ line: 1, remedy });
  });
});
