import { describe, expect, it } from 'vitest';
import { MAX_FRAGMENT, MAX_SPONSOR } from '../../functions/domain/source/text-limits.ts';
import { brief, PUBLICATION, readFiles } from '../support/builders/content.ts';
import { EDITION_FILE, edition } from '../support/builders/content-folder.ts';

const read = (files: Record<string, string>) =>
  readFiles({ 'content/publication.yaml': PUBLICATION, ...files });
const errors = async (files: Record<string, string>) =>
  brief((await read(files)).problems).filter((problem) => problem.includes(' error: '));

const item = (text: string) => `  - text: |\n${text.replace(/^/gm, '      ')}\n`;
const texts = (text: string, n: number, body?: string) =>
  edition(`items:\n${item(text).repeat(n)}`.trimEnd(), body);

const FULL =
  /^\d+ error: Up to here, the edition's own texts become more than 1,000,000 characters of HTML or mail\. Make several/;

describe('an edition of many texts, each within its bounds', () => {
  it.each<[string, string]>([
    ['one reference', `[a]: https://x.example/${'u'.repeat(1900)}\n\n${'[a] '.repeat(50)}`],
    ['one title', `[a]: https://x.example "${'t'.repeat(1900)}"\n\n${'[a] '.repeat(50)}`],
    ['one note', `a${'[^1]'.repeat(500)}\n\n[^1]: A note.`],
    ['pictures', '![a](images/a.png)\n\n'.repeat(20).trim()],
    ['quotation marks', '"'.repeat(2000)],
  ])('is an error with the line where it grew too long, and no more is read: %s', async (_, text) => {
    const file = texts(text, 900);
    const { editions, problems } = await read({ [EDITION_FILE]: file });
    const found = brief(problems).filter((problem) => FULL.test(problem));
    expect(found).toHaveLength(1);
    const lines = file.split('\n').length;
    expect(Number(found[0]!.split(' ')[0])).toBeGreaterThan(10);
    expect(Number(found[0]!.split(' ')[0])).toBeLessThan(lines);
    expect(editions[0]!.made).toBeUndefined();
  });

  it('counts its intro and its sign-off, too', async () => {
    const long = `${'word '.repeat(10)}\n\n`.repeat(9000);
    expect(await errors({ [EDITION_FILE]: edition('id: x', long) })).toEqual([]);
    expect(await errors({ [EDITION_FILE]: edition('id: x', `${long}<!-- items -->\n\n${long}`) })).toEqual([
      expect.stringMatching(FULL),
    ]);
    expect(await errors({ [EDITION_FILE]: texts('a', 2, `${long}<!-- items -->\n\n${long}`) })).toEqual([
      expect.stringMatching(FULL),
    ]);
  });

  it('is no fault of forty items with links, notes and a picture each', async () => {
    const text = `**News:** Some [words](https://news.example/${'a'.repeat(300)}) of it.[^1]\n\n![a](images/a.png "c"){credit="d"}\n\n[^1]: Said so.`;
    const files = { [EDITION_FILE]: texts(text, 40), 'content/images/a.png': '' };
    expect(await errors(files)).toEqual([]);
  });

  it('is no fault of a text that is nearly as long as one may be', async () => {
    const long = 'word '.repeat(MAX_FRAGMENT / 5 - 10_000);
    expect(await errors({ [EDITION_FILE]: edition('id: x', long) })).toEqual([]);
  });
});

describe('a sponsor, which each edition that names it holds', () => {
  const sponsor = (body: string) => `---\nname: Acme\nurl: https://acme.example/\n---\n\n${body}\n`;
  const S = 'content/sponsors/acme.md';

  it.each([
    ['words', 'word '.repeat(5000)],
    ['a reference', `[a]: https://x.example/${'u'.repeat(1900)}\n\n${'[a] '.repeat(12)}`],
    ['pictures', '![a](images/a.png)\n\n'.repeat(25)],
  ])(`has ${MAX_SPONSOR.toLocaleString('en')} characters at most: %s`, async (_, body) => {
    const found = await errors({ [S]: sponsor(body), 'content/images/a.png': '' });
    expect(found).toEqual([
      expect.stringMatching(
        /^5 error: The text of a sponsor becomes [\d,]+ characters .* Shorten it to 20,000 at most\.$/,
      ),
    ]);
  });

  it('may have a page of words, a picture and links', async () => {
    const body = `![a](images/a.png "c")\n\n${'Some words of [theirs](https://acme.example/offer).\n\n'.repeat(80)}`;
    expect(await errors({ [S]: sponsor(body), 'content/images/a.png': '' })).toEqual([]);
  });
});
