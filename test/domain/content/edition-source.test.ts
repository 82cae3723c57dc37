import { describe, expect, it } from 'vitest';
import { parseEdition, parseSponsor } from '../../../functions/domain/content/edition-source.ts';
import { brief, yaml } from '../../support/builders/content.ts';

const PATH = 'content/editions/2026-11-23-brief.md';
const parse = (text: string, path = PATH) =>
  parseEdition({ path, text }, { yaml, timezone: 'Europe/London' });
const edition = (keys: string, body = '') => `---\nnewsletter: brief\nsubject: Hello\n${keys}\n---\n${body}`;

describe('an edition', () => {
  it('holds every key and kind of item', () => {
    const { source, problems } = parse(
      edition(
        `id: monday
aliases: [2026-11-23-daily]
preheader: And more
sendAt: 2026-11-23 06:30
items:
  - article: night-buses
  - { article: port, as: brief, picture: small, label: For later }
  - sponsor: acme
  - sponsor: sponsors/acme.md
    label: From Acme
  - text: |
      **Three numbers**
    label: Numbers`,
        'Hello.\n\n<!-- items -->\n\nGoodbye.\n',
      ),
    );
    expect(problems).toEqual([]);
    expect(source).toMatchObject({
      id: 'monday',
      aliases: [{ text: '2026-11-23-daily', line: 5 }],
      newsletter: 'brief',
      subject: 'Hello',
      preheader: 'And more',
      sendAt: Date.UTC(2026, 10, 23, 6, 30),
      intro: { body: 'Hello.\n\n', line: 18 },
      signoff: { body: '\n\nGoodbye.\n', line: 20 },
    });
    expect(source?.items).toEqual([
      { kind: 'article', article: 'night-buses', as: 'whole', picture: undefined, label: undefined, line: 9 },
      { kind: 'article', article: 'port', as: 'brief', picture: 'small', label: 'For later', line: 10 },
      { kind: 'sponsor', file: 'content/sponsors/acme.md', label: undefined, line: 11 },
      { kind: 'sponsor', file: 'content/sponsors/acme.md', label: 'From Acme', line: 12 },
      { kind: 'text', body: { body: '**Three numbers**\n', line: 15 }, label: 'Numbers', line: 14 },
    ]);
  });

  it('takes its id from the file’s name, and all of its body as the intro', () => {
    const { source } = parse(edition('items: []', 'Hello.'));
    expect([source?.id, source?.intro?.body, source?.signoff]).toEqual([
      '2026-11-23-brief',
      'Hello.',
      undefined,
    ]);
  });

  it.each([
    ['itmes: []', '4 error: `itmes` is not a known key. Did you mean `items`?'],
    ['id: "a/b"', "4 error: `a/b` cannot be an edition's id. Use letters, digits and hyphens"],
    ['sendAt: 2026-03-29 01:15', '4 error: 2026-03-29 01:15 does not exist in Europe/London'],
    ['items:\n  - night-buses', '5 error: `items` holds a text. Write its keys below it: `article`'],
    [
      'items:\n  - label: x',
      '5 error: An item says nothing to print. Write one of `article: slug`, `sponsor: file` or `text: …`.',
    ],
    [
      'items:\n  - { article: a, text: b }',
      '5 error: An item is article and text at once. Make two items of it.',
    ],
    [
      'items:\n  - { article: a, as: short }',
      '5 error: `as` is `short`. Write `whole` or `brief` or `headline`.',
    ],
    [
      'items:\n  - { article: a, picture: tiny }',
      '5 error: `picture` is `tiny`. Write `none` or `small` or `large`.',
    ],
    [
      'items:\n  - { article: a, picture: false }',
      '5 error: `picture` is `false`. Write `none` or `small` or `large`.',
    ],
    [
      'items:\n  - { article: a, as: headline, picture: small }',
      '5 error: A headline has no picture. Remove `picture`, or write `as: brief`.',
    ],
    [
      'items:\n  - { sponsor: a, picture: none }',
      '5 error: `picture` belongs to articles. Remove it from this item.',
    ],
    ['items:\n  - { text: a, as: brief }', '5 error: `as` belongs to articles. Remove it from this item.'],
    ['items:\n  - { text: "" }', '5 error: A text is empty. Write it, or remove the item.'],
    ['items:\n  - { article: a, lable: b }', '5 error: `lable` is not a known key. Did you mean `label`?'],
  ])('%j is a fault', (keys, expected) => {
    const { problems } = parse(edition(keys));
    expect(brief(problems)).toEqual([expect.stringContaining(expected)]);
  });

  it('has one place for its items', () => {
    const { problems } = parse(edition('items: []', '<!-- items -->\n\n<!-- items -->\n'));
    expect(brief(problems)[0]).toContain(
      '`<!-- items -->` stands there twice. Keep the one where the items go.',
    );
  });
});

describe('a sponsor', () => {
  it('has a name, a URL and a text', () => {
    const text = '---\nname: Acme\nurl: https://acme.example\n---\nBuy.';
    expect(parseSponsor({ path: 'content/sponsors/acme.md', text }, yaml).source).toEqual({
      file: 'content/sponsors/acme.md',
      name: 'Acme',
      url: 'https://acme.example',
      body: { body: 'Buy.', line: 5 },
    });
  });

  it.each([
    ['url: https://acme.example', '`name` is missing. Add `name: The sponsor`.'],
    [
      'name: Acme\nurl: acme.example',
      '3 error: `acme.example` is not a URL. Write it whole: `https://example.com/offer`.',
    ],
    [
      'name: Acme\nurl: https://a.example\nlink: x',
      '4 error: `link` is not a known key. Known are `name`, `url`.',
    ],
  ])('%j is a fault', (keys, expected) => {
    const { problems } = parseSponsor({ path: 'content/sponsors/a.md', text: `---\n${keys}\n---\n` }, yaml);
    expect(brief(problems)).toEqual([expect.stringContaining(expected)]);
  });
});
