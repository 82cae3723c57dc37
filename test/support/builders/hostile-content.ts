/** Random hostile content (fuzzing): Markdown and YAML made of text that breaks parsers, pages, feeds and letters. */
import fc from 'fast-check';
import { BLOCKS, INLINE, REFUSED } from './hostile-snippets.ts';

const plain = fc.constantFrom('A harbour', 'opens', 'after', 'a night', 'of wind.');

/** A line of text. */
const piece = fc.oneof(
  { weight: 30, arbitrary: plain },
  { weight: 25, arbitrary: fc.constantFrom(...INLINE) },
  { weight: 5, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);
const pieces = (one: fc.Arbitrary<string>) =>
  fc.array(one, { minLength: 1, maxLength: 5 }).map((all) => all.join(' ').toWellFormed());
export const line = pieces(piece);
const marked = pieces(
  fc.oneof({ weight: 60, arbitrary: piece }, { weight: 1, arbitrary: fc.constantFrom(...REFUSED) }),
);

export const body = fc
  .array(fc.oneof(marked, marked, fc.constantFrom(...BLOCKS)), { minLength: 1, maxLength: 8 })
  .chain((blocks) =>
    fc.constantFrom('\n\n', '\n\n', '\n', '\r\n\r\n').map((between) => `${blocks.join(between)}\n`),
  );

/** A YAML value: mostly double-quoted as JSON, which keeps any text; seldom plain, as an editor might type it. */
const value = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.nat(40)).map(([said, lot]) => (lot > 0 ? JSON.stringify(said) : said));
const list = (text: fc.Arbitrary<string>) =>
  fc.array(value(text), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`);
/** Mostly a usual value; seldom a refused one, or any text. */
const mostly = (usual: readonly string[], refused: readonly string[] = []) =>
  fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.oneof(value(line), fc.constantFrom(...usual, ...refused)) },
  );

const DATES = ['2026-11-20T07:00', '2026-11-20', '2026-12-24 18:00', '2025-01-01'];
const NO_DATES = ['2026-03-29T01:30', '9999-99-99', '0000-01-01', '+275760-09-13', '99999999999999999999'];
const PICTURE = '{ src: images/a.svg, alt: "a \\"b\\" <c>", caption: "<i>", credit: "&amp;" }';

const keys = (record: Readonly<Record<string, fc.Arbitrary<string>>>, required: readonly string[]) =>
  fc.record(record, { requiredKeys: [...required] }).map((all) =>
    Object.entries(all)
      .map(([key, said]) => `${key}: ${said}\n`)
      .join(''),
  );

const document = (front: fc.Arbitrary<string>, text: fc.Arbitrary<string>) =>
  fc.tuple(front, text).map(([keys, body]) => `---\n${keys}---\n${body}`);

export const article = document(
  keys(
    {
      ...{
        title: value(line),
        date: mostly(DATES, NO_DATES),
        topic: mostly(['world', 'business'], ['constructor', '__proto__']),
      },
      ...{ authors: list(line), tags: list(line), summary: value(line), image: mostly([PICTURE]) },
      ...{
        draft: mostly(['true', 'false']),
        digest: mostly(['false']),
        access: mostly(['letter', 'public']),
      },
      ...{
        canonical: mostly(
          ['https://x.example/?a=b&c=%3Cd%3E'],
          ['javascript:alert(1)', 'https://x.example/?a="b"<d>'],
        ),
      },
      corrections: value(line).map((text) => `[{ date: 2026-11-21, text: ${text} }]`),
      withdrawn: value(line).map((text) => `{ date: 2026-11-22, note: ${text} }`),
      aliases: mostly(['[/old.html]\nid: one', '[/__proto__, old]\nid: one'], ['["/a b<script>"]', '[x]']),
    },
    ['title', 'date', 'topic'],
  ),
  body,
);

export const sponsor = document(
  keys({ name: value(line), url: mostly(['https://x.example/?a&b'], ['javascript:x', 'ftp://x']) }, [
    'name',
    'url',
  ]),
  body,
);

const item = fc.oneof(
  fc
    .tuple(fc.constantFrom('one', 'two'), fc.constantFrom('whole', 'brief', 'headline'), value(line))
    .map(([article, as, label]) => `  - { article: ${article}, as: ${as}, label: ${label} }`),
  fc.constant('  - sponsor: acme.md'),
  fc.tuple(value(marked), value(line)).map(([text, label]) => `  - { text: ${text}, label: ${label} }`),
);
/** An edition must not have an article twice. */
const items = fc.uniqueArray(item, {
  ...{ minLength: 1, maxLength: 5 },
  selector: (text) => /article: \w+/.exec(text)?.[0] ?? text,
});
export const edition = document(
  fc
    .tuple(
      keys(
        {
          newsletter: mostly(['brief']),
          subject: value(line),
          preheader: value(line),
          sendAt: mostly(DATES, NO_DATES),
        },
        ['newsletter', 'subject', 'sendAt'],
      ),
      items,
    )
    .map(([front, items]) => `${front}items:\n${items.join('\n')}\n`),
  fc.tuple(body, body).map((halves) => halves.join('\n<!-- items -->\n\n')),
);

export const publication = fc
  .record({
    ...{ title: value(line), description: value(line), address: list(line), topic: value(line) },
    ...{
      name: value(line),
      about: value(line),
      zone: mostly(['Europe/London', 'Asia/Kathmandu'], ['Mars/Base', '+25:00']),
    },
    ...{
      language: mostly(['en', 'de', 'fr'], ['ar', 'x-y', '__proto__', 'en-"']),
      accent: mostly(["'#005f73'", "'#8c1c3a'"], ["'red;}'", "'#fff'"]),
    },
    redirects: mostly(
      ['{ /about: /articles/one }', '{}'],
      ['{ /x: "//evil.example" }', '{ /y: "javascript:x" }'],
    ),
  })
  .map(
    (it) => `id: small-paper
title: ${it.title}
description: ${it.description}
language: ${it.language}
timezone: ${it.zone}
accent: ${it.accent}
from: The Small Paper <letters@example.com>
postalAddress: ${it.address}
topics:
  - { id: world, name: ${it.topic} }
  - { id: business, name: Business }
newsletters:
  - { id: brief, name: ${it.name}, description: ${it.about}, kind: edited }
redirects: ${it.redirects}
`,
  );
