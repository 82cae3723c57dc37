import { describe, expect, it } from 'vitest';
import { MAX_FRAGMENT } from '../../functions/domain/source/text-limits.ts';
import { article, brief, markdown, PUBLICATION, readFiles } from '../support/builders/content.ts';
import { edition } from '../support/builders/content-folder.ts';

const render = (body: string, idPrefix = 'a-') =>
  markdown.render(body, { file: 'content/articles/a.md', line: 10, axioms: [], idPrefix });
const errors = (body: string) => brief(render(body).problems.filter(({ level }) => level === 'error'));
/** All that came of it, pictures and their words too. */
const size = (body: string) => JSON.stringify(render(body)).length;
const u = (n: number) => 'u'.repeat(n);
const lines = (n: number, one: (i: number) => string) => Array.from({ length: n }, (_, i) => one(i)).join('');

const EXPANDED =
  /^\d+ error: Up to here, references stand for more than 100,000 characters, .* use them less often\.$/;
const FULL =
  /^\d+ error: Up to here, the text becomes more than 1,000,000 characters of HTML or mail\. Split it/;
const LONG = /^\d+ error: The link `.{1,80}` has [\d,]+ characters\. Use an address of 2,000 at most\.$/;

describe('what is written once and used often', () => {
  it.each<[string, string, RegExp]>([
    [
      'an address of 40,000 characters, 3,000 times',
      `[a]: https://x.example/${u(40_000)}\n\n${'[a] '.repeat(3000)}`,
      LONG,
    ],
    [
      'an address of 100,000, 25,000 times',
      `[a]: https://x.example/${u(100_000)}\n\n${'[a] '.repeat(25_000)}`,
      LONG,
    ],
    [
      'an address of 1,900, 3,000 times',
      `[a]: https://x.example/${u(1900)}\n\n${'[a] '.repeat(3000)}`,
      EXPANDED,
    ],
    [
      'an address of 1,900, each with a label',
      `[a]: https://x.example/${u(1900)}\n\n${'[b][a] '.repeat(3000)}`,
      EXPANDED,
    ],
    ['a title of 20,000', `[a]: https://x.example "${u(20_000)}"\n\n${'[a]\n'.repeat(1000)}`, EXPANDED],
    [
      'a title of quotation marks',
      `[a]: https://x.example '${'"'.repeat(20_000)}'\n\n${'[a] '.repeat(1000)}`,
      EXPANDED,
    ],
    ['a path of this site', `[a]: /${u(1900)}\n\n${'[a] '.repeat(3000)}`, EXPANDED],
    ['a mail address', `[a]: mailto:${u(1900)}@x.example\n\n${'[a] '.repeat(3000)}`, EXPANDED],
    ['a place', `[a]: #${u(1900)}\n\n${'[a] '.repeat(3000)}`, EXPANDED],
    [
      'a picture with its caption',
      `[a]: images/a.png "${u(20_000)}"\n\n${'![b][a]\n\n'.repeat(300)}`,
      EXPANDED,
    ],
    [
      'many definitions, each often',
      `${lines(50, (i) => `[${i}]: https://x.example/${u(1900)}${i}\n`)}\n${lines(5000, (i) => `[${i % 50}] `)}`,
      EXPANDED,
    ],
    ['a reference inside a list', `[a]: https://x.example/${u(1900)}\n\n${'- [a]\n'.repeat(3000)}`, EXPANDED],
    [
      'a reference inside a table',
      `[a]: https://x.example/${u(1900)}\n\n|a|\n|-|\n${'|[a]|\n'.repeat(3000)}`,
      EXPANDED,
    ],
    ['a reference inside notes', `[a]: https://x.example/${u(1900)}\n\n${'^[[a]]'.repeat(3000)}`, EXPANDED],
    ['an inline address of 2,001', `[a](https://x.example/${u(1983)})`, LONG],
    ['an address between angle brackets', `<https://x.example/${u(4000)}>`, LONG],
    ['a data address', `[a](data:text/html,${u(3000)})`, LONG],
    ['an address that is long when it is encoded', `[a](https://x.example/${'漢'.repeat(300)})`, LONG],
  ])('is an error with its line: %s', (_, body, message) => {
    const found = errors(body);
    expect(found[0]).toMatch(message);
    expect(found.length).toBeLessThan(60);
    expect(size(body)).toBeLessThan(20 * Math.max(100_000, body.length));
  });

  it('says the line of the use that was too much', () => {
    const body = `[a]: https://x.example/${u(1900)}\n\n${'[a]\n'.repeat(60)}`;
    // 52 uses fit into 100,000 characters.
    expect(errors(body)).toEqual([expect.stringMatching(/^64 error: Up to here, references/)]);
  });

  it('is no fault of a long article with 500 references', () => {
    const body = `${lines(500, (i) => `Some words of a story [${i}] ${u(150)}.\n\n`)}${lines(500, (i) => `[${i}]: https://news.example/2026/11/${u(60)}-${i} "A title"\n`)}`;
    expect(body.length).toBeGreaterThan(100_000);
    expect(errors(body)).toEqual([]);
    expect(render(body).links).toHaveLength(500);
  });

  it('is no fault of one address of usual length that every paragraph names', () => {
    expect(
      errors(`[a]: https://news.example/2026/11/a-story\n\n${'[a] once more.\n\n'.repeat(2000)}`),
    ).toEqual([]);
  });
});

describe('a text that grows when it is printed', () => {
  it.each<[string, string]>([
    ['one note, named 200,000 times', `${'[^1] '.repeat(200_000)}\n\n[^1]: A note.`],
    ['notes in notes', `a[^0]\n\n${lines(20_000, (i) => `[^${i}]: b[^${i + 1}]\n`)}`],
    ['many inline notes', '^[a]'.repeat(50_000)],
    ['a heading a line', '# a\n'.repeat(50_000)],
    ['links to one place', `# a\n\n${'[b](#a) '.repeat(50_000)}`],
    ['pictures, by one definition', `[a]: images/a.png\n\n${'![b][a]\n\n'.repeat(1500)}`],
    ['quotation marks', '"'.repeat(300_000)],
    ['lazy lines in a hundred quotations', `${'> '.repeat(90)}a\n${'b\n'.repeat(50_000)}`],
    ['lazy lines in lists', `${'1. '.repeat(40)}a\n${'b\n'.repeat(50_000)}`],
    ['a table whose heading each row repeats', `|${u(10_000)}|b|\n|-|-|\n${'|c|d|\n'.repeat(8000)}`],
    ['emphasis', '*a* '.repeat(100_000)],
    ['ampersands', '& '.repeat(250_000)],
  ])('ends at a megabyte, with the line: %s', (_, body) => {
    expect(errors(body)).toContainEqual(expect.stringMatching(FULL));
    const { fragment } = render(body);
    expect([fragment.html, fragment.text, fragment.folded]).toEqual(['', '', false]);
  });

  it('is let be below that', () => {
    const body = `${'word '.repeat(10)}\n\n`.repeat(15_000);
    expect(body.length).toBeLessThan(MAX_FRAGMENT);
    expect(errors(body)).toEqual([]);
  });

  it('says where it grew too long', () => {
    const [found] = errors(`${'word '.repeat(20)}\n\n`.repeat(15_000));
    const [, line] = /^(\d+) error/.exec(found!)!;
    expect(Number(line)).toBeGreaterThan(15_000);
    expect(Number(line)).toBeLessThan(25_000);
  });

  it('asks ten thousand places and headings in time that grows with their number alone', () => {
    const start = process.cpuUsage();
    render(`${lines(6000, (i) => `# h${i}\n`)}\n${lines(6000, (i) => `[x](#none${i}) `)}`);
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  });
});

const read = async (files: Record<string, string>) =>
  brief((await readFiles({ 'content/publication.yaml': PUBLICATION, ...files })).problems).filter((p) =>
    p.includes('error'),
  );

describe('a value of front matter', () => {
  it.each(['title', 'summary', 'id', 'topic', 'alert'])('is 10,000 characters at most: %s', async (key) => {
    const rest = article().replace(new RegExp(`^${key}:.*\n`, 'm'), '');
    const [found] = await read({
      'content/articles/a.md': rest.replace('---\n', `---\n${key}: "${u(500_000)}"\n`),
    });
    expect(found).toBe(`2 error: \`${key}\` has 500,000 characters. Shorten it to 10,000 at most.`);
  });

  it.each([
    [`tags: [${u(20_000)}]`, /^5 error: `tags` has 20,000 characters\./],
    [`authors: ["${u(20_000)}"]`, /^5 error: `authors` has 20,000 characters\./],
    [
      `tags: [${lines(1001, (i) => `t${i}, `)}]`,
      /^5 error: `tags` has 1,001 entries\. Keep 1,000 at most\.$/,
    ],
    [`id: a\naliases: [${lines(5000, (i) => `old-${i}, `)}]`, /^6 error: `aliases` has 5,000 entries\./],
    [
      `corrections:\n${'  - {date: 2026-11-21, text: x}\n'.repeat(1200)}`,
      /^5 error: `corrections` has 1,200 entries\./,
    ],
    [`image: {src: images/a.png, alt: "${u(20_000)}"}`, /^5 error: `alt` has 20,000 characters\./],
    [`image: {src: images/a.png, alt: a, caption: "${u(20_000)}"}`, /^5 error: `caption` has 20,000/],
    [
      `image: {src: "images/${u(5000)}.png", alt: a}`,
      /^5 error: The image `.{80}` has a path of 5,011 characters\./,
    ],
    [`canonical: https://x.example/${u(3000)}`, /^5 error: `https.*` is not a URL/],
    [`withdrawn: {date: 2026-11-21, note: "${u(20_000)}"}`, /^5 error: `note` has 20,000/],
  ])('is bounded in lists and maps, too: %.30s', async (keys, message) => {
    const found = await read({ 'content/articles/a.md': article(keys.trimEnd()) });
    expect(found[0]).toMatch(message);
  });

  it.each([
    [`description: "${u(20_000)}"`, /^\d+ error: `description` has 20,000/],
    [
      `postalAddress: >\n${'  a line of an address\n'.repeat(1000)}`,
      /^\d+ error: `postalAddress` has [\d,]+ char/,
    ],
    [`hub: https://x.example/${u(3000)}`, /^\d+ error: `https.*` is not an https URL/],
    [`axioms: [${lines(1500, (i) => `a${i}, `)}]`, /^\d+ error: `axioms` has 1,500 entries/],
    [`redirects: {/a: "https://x.example/${u(3000)}"}`, /^\d+ error: `https.*` is neither path nor URL/],
  ])('is bounded in publication.yaml, too: %.30s', async (keys, message) => {
    const name = keys.split(':', 1)[0]!;
    const own = PUBLICATION.replace(new RegExp(`^${name}:.*\n`, 'm'), '');
    const found = await read({ 'content/publication.yaml': `${own}${keys.trimEnd()}\n` });
    expect(found[0]).toMatch(message);
  });
});

describe('an edition', () => {
  const sponsor = '---\nname: Acme\nurl: https://acme.example/\n---\nBuy.\n';
  const uses = (n: number) =>
    read({
      'content/sponsors/acme.md': sponsor,
      'content/editions/2026-11-23-brief.md': edition(`items:\n${'  - sponsor: acme\n'.repeat(n)}`.trimEnd()),
    });

  it('prints one sponsor ten times at most', async () => {
    expect(await uses(10)).toEqual([]);
    expect(await uses(5000)).toContainEqual(
      '16 error: The sponsor `content/sponsors/acme.md` stands in the edition more than 10 times. Remove some of the items.',
    );
  });

  it.each([
    ['the intro', '', (body: string) => body],
    ['the sign-off', '', (body: string) => `a\n\n<!-- items -->\n\n${body}`],
    ['a text', 'items:\n  - text: |\n', undefined],
  ])('is bounded as an article is: %s', async (_, keys, body) => {
    const bomb = `[a]: https://x.example/${u(1900)}\n\n${'[a] '.repeat(3000)}`;
    const text = body
      ? edition(keys || 'id: x', body(bomb))
      : edition(`${keys}${bomb.replace(/^/gm, '      ')}`);
    expect((await read({ 'content/editions/2026-11-23-brief.md': text }))[0]).toMatch(EXPANDED);
  });

  it('has sponsors that are bounded as articles are', async () => {
    const bomb = `[a]: https://x.example/${u(1900)}\n\n${'[a] '.repeat(3000)}`;
    expect((await read({ 'content/sponsors/acme.md': `${sponsor}\n${bomb}` }))[0]).toMatch(EXPANDED);
  });
});
