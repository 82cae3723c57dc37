import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../functions/domain/article-source.ts';
import { decodeSource } from '../../functions/domain/front-matter.ts';
import { article, brief, yaml } from '../support/content.ts';

const PATH = 'content/articles/2026-11-20-night-buses.md';
const site = { yaml, timezone: 'Europe/London' };
const parse = (text: string, path = PATH) => parseArticle({ path, text }, site);
const at = (text: string) => Date.parse(text);

describe('an article', () => {
  it('needs a title, a date and a topic; the rest has defaults', () => {
    const { source, problems } = parse(article());
    expect(problems).toEqual([]);
    expect(source?.entry).toEqual({
      id: 'night-buses',
      slug: 'night-buses',
      title: 'A headline',
      date: at('2026-11-20T07:00:00Z'),
      updated: undefined,
      topic: 'world',
      authors: [],
      tags: [],
      summary: '',
      draft: false,
      digest: true,
      alert: undefined,
      access: 'public',
      canonical: undefined,
      translations: {},
      corrections: [],
      withdrawn: undefined,
      aliases: [],
    });
    expect(source?.body).toEqual({ body: '**Why it matters:** It does.\n', line: 6 });
  });

  it('holds every key', () => {
    const { source, problems } = parse(`---
title: "Night buses: they stay"
date: 2026-07-20
updated: 2026-07-21 09:30
topic: cities
authors: [Ada Marsh, Tom Reed]
tags: transport
summary: >
  Six routes
  keep running.
image:
  src: ../images/bus.jpg
  alt: A bus
  caption: Number 12
  credit: Ada Marsh
id: buses-2026
aliases: [old-buses, /2025/buses.html]
draft: true
digest: false
alert: daily
corrections:
  - date: 2026-07-22 08:00
    text: It is six routes, not seven.
withdrawn: { date: 2026-08-01, note: We got it wrong. }
access: letter
canonical: https://other.example/buses
translations: { de: https://de.example/busse }
---
Body
`);
    expect(problems).toEqual([]);
    expect(source?.image).toEqual({
      src: 'images/bus.jpg',
      alt: 'A bus',
      caption: 'Number 12',
      credit: 'Ada Marsh',
      line: 12,
    });
    expect(source?.entry).toEqual({
      id: 'buses-2026',
      slug: 'night-buses',
      title: 'Night buses: they stay',
      date: at('2026-07-19T23:00:00Z'),
      updated: at('2026-07-22T07:00:00Z'),
      topic: 'cities',
      authors: ['Ada Marsh', 'Tom Reed'],
      tags: ['transport'],
      summary: 'Six routes keep running.',
      draft: true,
      digest: false,
      alert: 'daily',
      access: 'letter',
      canonical: 'https://other.example/buses',
      translations: { de: 'https://de.example/busse' },
      corrections: [{ date: at('2026-07-22T07:00:00Z'), text: 'It is six routes, not seven.' }],
      withdrawn: { date: at('2026-07-31T23:00:00Z'), note: 'We got it wrong.' },
      aliases: ['old-buses', '/2025/buses.html'],
    });
  });

  it('keeps a text that looks like a number, a flag or a date', () => {
    expect(parse(article().replace('A headline', '2026')).source?.entry.title).toBe('2026');
    expect(parse(article().replace('A headline', 'Yes')).source?.entry.title).toBe('Yes');
  });

  it('loses escapes that YAML would turn into forbidden characters', () => {
    const { source } = parse(article().replace('A headline', '"A\\x01\\0\\uD800b\\n c"'));
    expect(source?.entry.title).toBe('A\ufffdb c');
  });
});

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
      '5 error: `no tag` is not a language tag. Write one such as `de`.',
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
    ['content/articles/2026-11-20-日本.md', 'Rename the file so that it ends in `a-few-plain-words.md`.'],
    ['content/articles/-.md', 'Rename the file so that it ends in `a-few-plain-words.md`.'],
  ])('the name %s cannot be an address', (path, remedy) => {
    expect(parse(article(), path).problems[0]).toMatchObject({ line: 1, remedy });
  });
});

describe('the bytes of a file', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Uint8Array.from(parts.flatMap((p) => (typeof p === 'string' ? [...new TextEncoder().encode(p)] : p)));

  it('lose BOM, carriage returns and forbidden characters', () => {
    const decoded = decodeSource(PATH, bytes([0xef, 0xbb, 0xbf], 'a\r\nb\rc\0\u0001\u0085d'));
    expect(decoded).toEqual({ file: { path: PATH, text: 'a\nb\nc\u0085d' } });
  });

  it('that are not UTF-8 are told with their line', () => {
    expect(decodeSource(PATH, bytes('a\nb\nc', [0xe9], '\n'))).toEqual({
      problem: {
        file: PATH,
        line: 3,
        level: 'error',
        message: 'The file is not UTF-8 text.',
        remedy: 'Save it again as UTF-8.',
      },
    });
  });

  it('beyond 2 MB are refused', () => {
    expect(decodeSource(PATH, new Uint8Array(2_000_001))).toMatchObject({
      problem: { message: 'The file is larger than 2 MB.', remedy: 'Split it into several articles.' },
    });
  });
});

describe('whatever an article’s file holds', () => {
  it('gives an article, or problems with lines and remedies; never an exception', () => {
    const lines = fc.constantFrom(
      '---',
      'title: a',
      'title: "x\\x01"',
      'date: 2026-11-20',
      'date: 9',
      'topic: world',
      'tags: [',
      'image:',
      '  src: a.jpg',
      '\t',
      'x: &a b',
      '<<: *a',
      '__proto__: 1',
      'constructor: 2',
      'id: ""',
      'aliases: [a]',
      '😀',
      '- a',
      'corrections: [{}, 1, [], null]',
      'translations: {a: {}}',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(lines).map((all) => all.join('\n')),
      fc.array(lines).map((all) => `---\ntitle: t\ndate: 2026-11-20\ntopic: world\n${all.join('\n')}\n---\n`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { source, problems } = parse(text);
        if (!source) expect(problems.length).toBeGreaterThan(0);
        for (const { line, message, remedy } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(message && remedy).toBeTruthy();
        }
      }),
      { numRuns: 500 },
    );
  });
});
