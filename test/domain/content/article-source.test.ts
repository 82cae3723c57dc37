import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../../functions/domain/content/article-source.ts';
import { article, yaml } from '../../support/builders/content.ts';

const PATH = 'content/articles/2026-11-20-night-buses.md';
const site = { yaml, timezone: 'Europe/London' };
const parse = (text: string) => parseArticle({ path: PATH, text }, site);
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
      edited: at('2026-07-21T09:30:00+01:00'),
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
