import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import type { ParseCache } from '../../../functions/flows/content/read-content.ts';
import { article, memoryFiles, PUBLICATION, readFiles } from '../../support/builders/content.ts';
import {
  ARTICLE_FILE,
  BASE_FILES,
  EDITION_FILE,
  edition,
  problemsOf,
} from '../../support/builders/content-folder.ts';

const B = 'content/articles/b.md';

describe('the content folder', () => {
  it('is read whole: articles, editions with their texts, sponsors', async () => {
    const content = await readFiles({
      ...BASE_FILES,
      [EDITION_FILE]: edition('items: [{ article: 2026-11-20-a.md }, { text: "**Hi**" }, { sponsor: acme }]'),
      'content/sponsors/acme.md': '---\nname: Acme\nurl: https://acme.example\n---\nBuy.',
      'content/notes.txt': 'ignored',
    });
    expect(content.problems).toEqual([]);
    expect(content.articles[0]?.made?.rendered.words).toBe(5);
    expect(content.editions[0]?.made?.texts[1]?.fragment.text).toBe('Hi');
    expect(content.sponsors.get('content/sponsors/acme.md')?.made?.rendered.fragment.text).toBe('Buy.');
    expect(content.articleId('2026-11-20-a.md')).toBe('a');
  });

  it('finds an article by id, slug, alias or file name', async () => {
    const { articleId } = await readFiles({ ...BASE_FILES, [B]: article('id: for-life\naliases: [old-b]') });
    expect(['for-life', 'b', 'old-b', 'articles/b.md', 'c'].map(articleId)).toEqual([
      'for-life',
      'for-life',
      'for-life',
      'for-life',
      undefined,
    ]);
  });

  it('tells all that is wrong at once, by file and line', async () => {
    const found = await problemsOf({
      [ARTICLE_FILE]: '---\nx: 1\n---\n',
      [B]: 'no',
      [EDITION_FILE]: edition('y: 1'),
    });
    expect(found.map((line) => line.split(': error')[0])).toEqual([
      `${ARTICLE_FILE}:2`,
      `${ARTICLE_FILE}:2`,
      `${ARTICLE_FILE}:2`,
      `${ARTICLE_FILE}:2`,
      `${B}:1`,
      `${EDITION_FILE}:5`,
    ]);
  });

  it('tells what is wrong with a body, and with what it names, beside what is wrong with the keys', async () => {
    const files = {
      [ARTICLE_FILE]:
        '---\ntitle: A\ndate: soon\ntopic: wrold\nalert: breif\n---\n[x](/articles/c)\n\n<!-- mroe -->\n',
      [EDITION_FILE]: edition(
        'sendAt: soon\nitems:\n  - article: b\n  - article:\n  - sponsor: acme',
        '[y](/nothing)',
      ),
    };
    const found = await problemsOf(files);
    expect(found.map((line) => line.replace(/^.*:(\d+): \w+: ([^.]*)\..*$/, '$1 $2'))).toEqual([
      '3 `soon` is not a date',
      '4 There is no topic `wrold`',
      '5 There is no newsletter `breif`',
      '7 The link `/articles/c` leads to no page of this site',
      '9 `<!-- mroe -->` is not a known comment',
      '5 `soon` is not a date',
      '7 There is no article `b`',
      '8 `article` is missing',
      '9 There is no file `content/sponsors/acme',
      '11 The link `/nothing` leads to no page of this site',
    ]);
    const { articles, editions } = await readFiles({ ...BASE_FILES, ...files });
    expect([...articles, ...editions].map(({ made }) => made)).toEqual([undefined, undefined]);
  });

  it('without a publication.yaml says how to get one', async () => {
    const { publication, problems } = await readFiles({ [ARTICLE_FILE]: article() });
    expect(publication).toBeUndefined();
    expect(problems.map(formatProblem)).toEqual([
      'content/publication.yaml:1: error: There is no publication.yaml. Make one: `npm run broadsheet -- new publication`.',
    ]);
  });

  it('reads no edition that the last build remembers', async () => {
    const [kept] = (await readFiles({ ...BASE_FILES, [EDITION_FILE]: edition('items: [{ article: a }]') }))
      .editions;
    const memory: ParseCache = { edition: () => ({ ...kept!, made: undefined }), sponsor: () => undefined };
    const { editions, problems } = await readFiles({ ...BASE_FILES, [EDITION_FILE]: 'changed' }, memory);
    expect(problems).toEqual([]);
    expect(editions[0]).toMatchObject({
      file: EDITION_FILE,
      made: undefined,
      facts: { articles: [{ text: 'a' }] },
    });
  });

  it('takes a file that is not UTF-8 for a problem, and reads on', async () => {
    expect(await problemsOf({ [B]: Uint8Array.of(0xff, 0xfe, 0x2d) })).toEqual([
      `${B}:1: error: The file is not UTF-8 text. Save it again as UTF-8.`,
    ]);
  });

  it('passes on what its store throws', async () => {
    await expect(memoryFiles({}).read('content/x')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a fault that only the whole can tell', () => {
  const other = (keys = '', body?: string) => ({ [B]: article(keys, body) });
  it.each([
    [
      other('id: a'),
      `${B}:5: error: The id \`a\` is taken by ${ARTICLE_FILE}. Give the newer article another \`id\`.`,
    ],
    [
      { 'content/articles/2026-11-21-a.md': article('id: z') },
      `content/articles/2026-11-21-a.md:1: error: The slug \`a\` is taken by ${ARTICLE_FILE}. Rename one of the files.`,
    ],
    [
      other('id: z\naliases: [a]'),
      `${B}:6: error: The alias \`a\` is taken by ${ARTICLE_FILE}. Remove one of the two.`,
    ],
    [
      other('id: z\naliases: [/articles/a]'),
      `${B}:6: error: The alias \`/articles/a\` is taken by ${ARTICLE_FILE}. Remove one of the two.`,
    ],
    [
      { [B]: article().replace('world', 'wrld') },
      `${B}:4: error: There is no topic \`wrld\`. Did you mean \`world\`?`,
    ],
    [other('alert: dayly'), `${B}:5: error: There is no newsletter \`dayly\`. Did you mean \`daily\`?`],
    [
      other('', '**Why it matters:** [x](/articles/aa)'),
      `${B}:6: error: The link \`/articles/aa\` leads to no page of this site. Did you mean \`/articles/a\`?`,
    ],
    [
      other('', '**Why it matters:** [x](aa.md)'),
      `${B}:6: error: The link \`/articles/aa\` leads to no page of this site. Did you mean \`/articles/a\`?`,
    ],
    [
      other('', '**Why it matters:** [x](/about)'),
      `${B}:6: error: The link \`/about\` leads to no page of this site.`,
    ],
    [
      { [ARTICLE_FILE]: article('draft: true'), ...other('', '**Why it matters:** [x](/articles/a)') },
      `${B}:6: warning: The link \`/articles/a\` leads to an article that is a draft. Remove the link, or wait.`,
    ],
    [
      other('image: { src: images/bsu.png, alt: x, credit: y }'),
      `${B}:5: error: There is no file \`content/images/bsu.png\`. Add the file, or mend the path.`,
    ],
    [
      {
        'content/articles/IMG_1.JPG': 'x',
        ...other('', '**Why it matters:** x\n\n![A bus](IMG_1.JPG){credit=Ada}'),
      },
      `${B}:8: error: There is no file \`content/IMG_1.JPG\`. It lies beside the text: write \`./IMG_1.JPG\`, or move it to \`content/images/\` and write \`images/IMG_1.JPG\`.`,
    ],
    [
      { 'content/images/2026/bus.png': 'x', ...other('image: { src: images/Bus.png, alt: x, credit: y }') },
      `${B}:5: error: There is no file \`content/images/Bus.png\`. Did you mean \`images/2026/bus.png\`?`,
    ],
    [
      { 'content/sponsors/2026/acme.md': 'x', [EDITION_FILE]: edition('items: [{ sponsor: acme }]') },
      `${EDITION_FILE}:5: error: There is no file \`content/sponsors/acme.md\`. Add the file`,
    ],
    [
      { [EDITION_FILE]: edition('items: [{ article: aa }]') },
      `${EDITION_FILE}:5: error: There is no article \`aa\`. Did you mean \`a\`?`,
    ],
    [
      { [EDITION_FILE]: edition('items: [{ article: a }, { article: a.md }]') },
      `${EDITION_FILE}:5: error: The article \`a.md\` is in the edition twice. Remove one of the items.`,
    ],
    [
      { [EDITION_FILE]: edition('items: [{ sponsor: acme }]') },
      `${EDITION_FILE}:5: error: There is no file \`content/sponsors/acme.md\`. Add the file, or mend the path.`,
    ],
    [
      { [EDITION_FILE]: edition('items: [{ article: a }]').replace('brief', 'breif') },
      `${EDITION_FILE}:2: error: There is no newsletter \`breif\`. Did you mean \`brief\`?`,
    ],
    [
      { [EDITION_FILE]: edition('items: [{ article: a }]').replace('brief', 'daily') },
      `${EDITION_FILE}:2: warning: The newsletter \`daily\` is a digest, which writes its own editions. Name an edited one`,
    ],
    [
      {
        [EDITION_FILE]: edition('items: [{ article: a }]'),
        'content/editions/z.md': edition('id: 2026-11-23-brief\nitems: [{ article: a }]'),
      },
      `content/editions/z.md:5: error: The edition id \`2026-11-23-brief\` is taken by ${EDITION_FILE}. Give the newer edition another \`id\`.`,
    ],
    [
      { 'content/publication.yaml': `${PUBLICATION}redirects: { /articles/a: / }\n` },
      `content/publication.yaml:13: error: The redirect \`/articles/a\` hides ${ARTICLE_FILE}. Remove it, or rename the article.`,
    ],
    [
      {
        'content/publication.yaml': `${PUBLICATION}logo: { light: images/l.svg, dark: images/l.svg, alt: x }\n`,
      },
      'content/publication.yaml:13: error: There is no file `content/images/l.svg`.',
    ],
  ])('%#', async (files, expected) => {
    expect((await problemsOf(files as Record<string, string>))[0]).toContain(expected);
  });

  it('is not a link to a page that is there', async () => {
    const links = [
      '/',
      '/archive',
      '/archive/2026-11',
      '/topics/world',
      '/topics/world/feed.xml',
      '/newsletters/daily',
      '/feeds',
      '/subscribe',
      '/articles/a?x#y',
      '/articles/old-b',
      '/editions/2026-11-23-brief',
      'https://else.example/x',
    ];
    const body = `**Why it matters:** ${links.map((href) => `[x](${href})`).join(' ')}`;
    const files = {
      [ARTICLE_FILE]: article('', '**Why it matters:** So.\n\n## Y'),
      [B]: article('id: z\naliases: [old-b]', body),
      [EDITION_FILE]: edition('items: [{ article: a }]'),
    };
    expect(await problemsOf(files)).toEqual([]);
  });
});
