import { describe, expect, it } from 'vitest';
import { article, PUBLICATION } from '../../support/builders/content.ts';
import { ARTICLE_FILE, EDITION_FILE, edition, problemsOf } from '../../support/builders/content-folder.ts';

const tagged = (file: string, line: number, tag: string) =>
  `${file}:${line}: warning: \`${tag}\` is a merge tag, and nothing fills it in here: readers would see it as it stands. Remove it`;
const S = 'content/sponsors/acme.md';
const B = 'content/articles/2026-11-22-b.md';
const WHY = '**Why it matters:** It does.';

describe('merge tags of other programs', () => {
  it('are warned of in a body, each with its line', async () => {
    const body = `${WHY}\n\nHello {{name}}, dear *|FNAME|*\nand {{ .Subscriber.FirstName }}.\n`;
    expect(await problemsOf({ [ARTICLE_FILE]: article('', body) })).toEqual([
      expect.stringContaining(tagged(ARTICLE_FILE, 8, '{{name}}')),
      expect.stringContaining(tagged(ARTICLE_FILE, 8, '*|FNAME|*')),
      expect.stringContaining(tagged(ARTICLE_FILE, 9, '{{ .Subscriber.FirstName }}')),
    ]);
  });

  it.each([
    [{ [ARTICLE_FILE]: article().replace('A headline', '"Hi {{name}}"') }, ARTICLE_FILE, 2, '{{name}}'],
    [{ [ARTICLE_FILE]: article('summary: For %%first_name%%') }, ARTICLE_FILE, 5, '%%first_name%%'],
    [
      { [ARTICLE_FILE]: article('image:\n  { src: images/a.png, alt: "{{name}}", credit: x }') },
      ARTICLE_FILE,
      6,
      '{{name}}',
    ],
    [
      { [ARTICLE_FILE]: article('corrections: [{ date: 2026-11-21, text: "[FIRST_NAME]" }]') },
      ARTICLE_FILE,
      5,
      '[FIRST_NAME]',
    ],
    [
      { [EDITION_FILE]: edition('items: [{ article: a }]').replace('Hello', '"{name}!"') },
      EDITION_FILE,
      3,
      '{name}',
    ],
    [
      { [EDITION_FILE]: edition('items: [{ article: a }]').replace('More', '"*|FNAME|*"') },
      EDITION_FILE,
      4,
      '*|FNAME|*',
    ],
    [{ [EDITION_FILE]: edition('items: [{ article: a, label: "{{x1}}" }]') }, EDITION_FILE, 5, '{{x1}}'],
    [
      { [EDITION_FILE]: edition('items: [{ article: a }]', 'Good morning,\n%FIRSTNAME%.') },
      EDITION_FILE,
      8,
      '%FIRSTNAME%',
    ],
    [{ [EDITION_FILE]: edition('items:\n  - text: "{% if x %}"') }, EDITION_FILE, 6, '{% if x %}'],
    [
      { [EDITION_FILE]: edition('items: []', 'Hi.\n\n<!-- items -->\n\n<%= bye %>') },
      EDITION_FILE,
      11,
      '<%= bye %>',
    ],
    [{ [S]: '---\nname: "{{brand}}"\nurl: https://acme.example\n---\nBuy.' }, S, 1, '{{brand}}'],
    [{ [S]: '---\nname: Acme\nurl: https://acme.example\n---\nBuy, {{name}}.' }, S, 5, '{{name}}'],
    [
      { 'content/publication.yaml': PUBLICATION.replace('[Test Paper, 1', '["*|LIST:ADDRESS|*", 1') },
      ...(['content/publication.yaml', 6, '*|LIST:ADDRESS|*'] as const),
    ],
  ] as const)('are warned of wherever a letter prints it: %#', async (files, file, line, tag) => {
    const found = await problemsOf({ 'content/images/a.png': 'x', ...files });
    expect(found.filter((one) => one.includes('merge tag'))).toEqual([
      expect.stringContaining(tagged(file, line, tag)),
    ]);
  });

  it('may stand in code, which an article about them needs', async () => {
    const body = `${WHY}\n\nWrite \`{{name}}\`:\n\n\`\`\`\nHello {{name}}, *|FNAME|*\n\`\`\`\n\n    {% if x %}\n`;
    expect(await problemsOf({ [ARTICLE_FILE]: article('', body) })).toEqual([]);
  });
});

describe('an edition is warned of', () => {
  const items = 'items:\n  - article: a\n  - article: b';
  const at = (sendAt: string) => edition(`sendAt: ${sendAt}\n${items}`);
  const second = (keys = '', date = '2026-11-22 07:00') =>
    article(keys).replace('2026-11-20 07:00', date).replace('A headline', 'Another');

  it.each<[string, string, string, string]>([
    ['a draft', at('2026-11-23 07:00'), second('draft: true'), '8: warning: The article `b` is a draft.'],
    [
      'a draft, without its time',
      edition(items),
      second('draft: true'),
      '7: warning: The article `b` is a draft.',
    ],
    [
      'what appears after it went',
      at('2026-11-23 07:00'),
      second('', '2027-01-04 06:00'),
      '8: warning: The article `b` appears at 2027-01-04 06:00, the edition goes at 2026-11-23 07:00.',
    ],
    [
      'what appears a minute after it went',
      at('2026-11-23 07:00'),
      second('', '2026-11-23 07:01'),
      '8: warning: The article `b` appears at 2026-11-23 07:01, the edition goes at 2026-11-23 07:00.',
    ],
    [
      'what was withdrawn before',
      at('2026-11-23 07:00'),
      second('withdrawn: { date: 2026-11-22 09:00, note: x }'),
      '8: warning: The article `b` is withdrawn.',
    ],
    [
      'what is withdrawn, without its time',
      edition(items),
      second('withdrawn: { date: 2026-11-22, note: x }'),
      '7: warning: The article `b` is withdrawn.',
    ],
  ])('that names %s', async (_, text, other, expected) => {
    expect(await problemsOf({ [EDITION_FILE]: text, [B]: other })).toEqual([
      expect.stringContaining(`${EDITION_FILE}:${expected}`),
    ]);
  });

  it.each<[string, string, number]>([
    ['appears after it went', second('', '2026-11-23 07:01'), 1],
    ['appears at its very time', second('', '2026-11-23 07:00'), 0],
    ['is a draft', second('draft: true', '2027-01-04'), 1],
  ])('whose own words lead to an article that %s', async (what, other, count) => {
    const links = 'See [it](/articles/b#why).\n\n<!-- items -->\n\n[There](2026-11-22-b.md).\n';
    const text = edition('sendAt: 2026-11-23 07:00\nitems: [{ article: a }]', links);
    const found = await problemsOf({ [EDITION_FILE]: text, [B]: `${other}\n\n## Why\n` });
    expect(found).toHaveLength(2 * count);
    for (const one of found)
      expect(one).toContain(what.startsWith('is') ? 'is a draft' : 'appears at 2026-11-23 07:01');
    if (count > 0)
      expect(found[0]).toContain(`${EDITION_FILE}:8: warning: The link \`/articles/b#why\` leads to`);
  });

  it('not for what appears at its very time, nor for what was withdrawn after it went', async () => {
    const same = second('', '2026-11-23 07:00');
    expect(await problemsOf({ [EDITION_FILE]: at('2026-11-23 07:00'), [B]: same })).toEqual([]);
    const later = second('withdrawn: { date: 2026-11-24, note: x }');
    expect(await problemsOf({ [EDITION_FILE]: at('2026-11-23 07:00'), [B]: later })).toEqual([]);
  });

  it.each([
    ['2020-01-01 07:00', 1],
    ['2027-11-23 07:00', 1],
    ['2026-11-30 07:00', 0],
    ['2026-12-20 07:00', 0],
  ])('whose time is in another year than its name: %s', async (sendAt, count) => {
    const found = await problemsOf({
      [EDITION_FILE]: edition(`sendAt: ${sendAt}\nitems: [{ text: Hello }]`),
    });
    expect(found).toHaveLength(count);
    if (count > 0)
      expect(found[0]).toContain(
        `${EDITION_FILE}:5: warning: \`sendAt\` is ${sendAt}, and the edition is named`,
      );
  });

  it('that has neither preheader nor intro, a picture being no words', async () => {
    const bare = (body: string) => edition('items: [{ article: a }]', body).replace('preheader: More\n', '');
    const picture = '![A bus](images/a.png "A bus {credit=Ada}")';
    for (const body of ['', '<!-- items -->\n\nBye.', picture])
      expect(await problemsOf({ 'content/images/a.png': 'x', [EDITION_FILE]: bare(body) })).toContainEqual(
        expect.stringContaining('There is no `preheader`, and no intro to stand for it. Add one'),
      );
  });
});
