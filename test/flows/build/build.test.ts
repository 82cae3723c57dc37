import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { readObject } from '../../../functions/flows/release/objects.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import {
  articleText,
  PUBLICATION,
  type SmallBuild,
  SQUARE,
  smallBuild,
  withArticles,
} from '../../support/builders/small-build.ts';

const PATH = 'content/articles/2026-11-20-harbour.md';

async function opened(ports: SmallBuild) {
  const { hash, problems } = await build(ports);
  expect(problems.map(formatProblem)).toEqual([]);
  return openRelease(ports.out, hash!);
}

describe('a build', () => {
  it('makes a release of what the content says', async () => {
    const ports = withArticles({
      '2026-11-20-harbour': articleText(),
      '2026-11-21-b': articleText({ date: '2026-11-21' }),
    });
    const release = await opened(ports);
    expect(release.index.newest.map((entry) => entry.slug)).toEqual(['b', 'harbour']);
    const fragment = await release.fragment(release.index.newest[1]!);
    expect(fragment.html).toContain('Ferries are back');
    expect(release.index.words).toEqual({ 'page.topics': 'Topics' });
    expect(Object.keys(release.index.assets)).toContain('style.css');
    expect(await ports.out.has(release.index.assets['style.css']!)).toBe(true);
  });

  it('names every blob that its release needs', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const { index } = await opened(ports);
    const files = (await readObject(ports.out, index.files)).split('\n');
    const written = [...ports.out.kept.keys()].filter((key) => !key.startsWith('release/'));
    expect([...files, `objects/${index.files}`].sort()).toEqual(written.sort());
  });

  it.each([
    ['with one for the dark', 'dark: images/l.png, ', SQUARE, ['dark', 'light'], ''],
    ['with none for the dark', '', SQUARE, ['light'], ''],
    [
      'or keeps the name where it cannot be read',
      '',
      'no image',
      [],
      'warning: The image content/images/l.png',
    ],
  ])('makes the logo of letters, %s', async (_, dark, image, made, problem) => {
    const ports = withArticles({});
    const logo = `logo: { light: images/l.png, ${dark}alt: A }\n`;
    ports.content.write('content/publication.yaml', PUBLICATION + logo);
    ports.content.write('content/images/l.png', image);
    const { hash, problems } = await build(ports);
    const { mailLogo = {} } = (await openRelease(ports.out, hash!)).index;
    expect(Object.keys(mailLogo).toSorted()).toEqual(made);
    for (const { path } of Object.values<{ path: string }>(mailLogo))
      expect(await ports.out.has(path)).toBe(true);
    expect(problems.map(formatProblem).join()).toContain(problem);
  });

  it('writes nothing a second time, and reads nothing that has not changed', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const first = await build(ports);
    ports.out.puts.length = 0;
    ports.content.reads.length = 0;
    const second = await build(ports);
    expect(second).toMatchObject({ hash: first.hash, stats: { articles: 1, rendered: 0, written: 0 } });
    expect([...ports.out.puts, ...ports.content.reads]).toEqual([]);
  });

  it('reads and renders only the article that changed', async () => {
    const names = Array.from({ length: 90 }, (_, i) => `2026-11-20-story-${i}`);
    const ports = withArticles(Object.fromEntries(names.map((name) => [name, articleText()])));
    await build(ports);
    ports.content.reads.length = 0;
    ports.content.write('content/articles/2026-11-20-story-7.md', articleText({ body: 'Another.' }));
    const { stats } = await build(ports);
    expect(ports.content.reads).toEqual(['content/articles/2026-11-20-story-7.md']);
    // Its pack, the one list that month and topic share, the manifest; the search's words, its list of articles, and of segments.
    expect(stats).toMatchObject({ rendered: 1, written: 6 });
  });

  it('reports every error at once and makes no release', async () => {
    const ports = withArticles({
      '2026-11-20-a': articleText({ topic: 'nowhere' }),
      '2026-11-21-b': articleText({ date: 'soon' }),
      '2026-11-22-c': articleText({ body: 'See [that](/articles/none).' }),
    });
    const { hash, problems } = await build(ports);
    expect(hash).toBeUndefined();
    const files = new Set(problems.filter((p) => p.level === 'error').map((p) => p.file));
    expect([...files].sort()).toEqual(
      ['2026-11-20-a', '2026-11-21-b', '2026-11-22-c'].map((n) => `content/articles/${n}.md`),
    );
    expect([...ports.out.kept.keys()].filter((key) => !key.startsWith('assets/'))).toEqual([]);
  });

  it('goes on from the last good release after an error', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const good = await build(ports);
    ports.content.write(PATH, articleText({ topic: 'nowhere' }));
    expect((await build(ports)).hash).toBeUndefined();
    ports.content.write(PATH, articleText());
    expect((await build(ports)).hash).toBe(good.hash);
  });

  it('repeats the warnings of files it does not read again', async () => {
    const ports = withArticles({
      '2026-11-20-a': articleText({ body: `${'word '.repeat(400)}` }),
      '2026-11-21-b': articleText(),
    });
    const first = await build(ports);
    expect(first.problems.map((p) => p.level)).toContain('warning');
    ports.content.write('content/articles/2026-11-21-b.md', articleText({ title: 'Other' }));
    expect((await build(ports)).problems).toEqual(first.problems);
    expect((await build(ports)).problems).toEqual(first.problems);
  });

  it('builds everything again when its code has changed', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const { index } = await opened(ports);
    ports.code.write('code/functions/pages/home.ts', 'export const changed = 1');
    const { stats } = await build(ports);
    expect(stats.rendered).toBe(1);
    expect((await opened(ports)).index.site).not.toBe(index.site);
  });

  it('renders nothing again when a stamp of its code changed but not the code', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const { hash } = await build(ports);
    ports.code.write('code/functions/pages/home.ts', 'export {}');
    expect(await build(ports)).toMatchObject({ hash, stats: { rendered: 0, written: 0 } });
  });

  it('starts anew when its cache is unreadable, or its last release is gone', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const { hash } = await build(ports);
    await ports.cache.save(new TextEncoder().encode('{"format":1\n{'));
    expect(await build(ports)).toMatchObject({ hash, stats: { rendered: 1 } });
    for (const key of ports.out.kept.keys()) ports.out.kept.delete(key);
    expect(await build(ports)).toMatchObject({ hash, stats: { rendered: 1 } });
    expect((await opened(ports)).index.count).toBe(1);
  });
});

describe('pictures of a build', () => {
  const illustrated = articleText({
    body: 'Ferries.\n\n![A square](images/square.svg "Square. {credit=Us}")\n\n**Why it matters:** It is one.',
  });

  it('are encoded once, whoever shows them, and again only when their source changes', async () => {
    const ports = withArticles({ '2026-11-20-a': illustrated, '2026-11-21-b': illustrated });
    ports.content.write('content/images/square.svg', SQUARE);
    const first = await build(ports);
    expect(first.stats.encoded).toBe(5);
    ports.content.write('content/articles/2026-11-21-b.md', illustrated.replace('harbour', 'quay'));
    expect((await build(ports)).stats).toMatchObject({ encoded: 0, rendered: 1 });
    ports.content.write('content/images/square.svg', SQUARE.replace('#a33', '#33a'));
    expect((await build(ports)).stats).toMatchObject({ encoded: 5, rendered: 2 });
  });

  it('that move are said to stand still, in every build', async () => {
    const ports = withArticles({ '2026-11-20-a': illustrated });
    const moving = SQUARE.replace('</svg>', '<style>@keyframes a { to { opacity: 0 } }</style></svg>');
    ports.content.write('content/images/square.svg', moving);
    const said = expect.objectContaining({ file: 'content/images/square.svg', level: 'warning' });
    expect((await build(ports)).problems).toContainEqual(said);
    ports.content.write('content/articles/2026-11-21-b.md', articleText());
    expect((await build(ports)).problems).toContainEqual(said);
  });

  it('that cannot be read are errors where they are shown', async () => {
    const ports = withArticles({ '2026-11-20-a': illustrated.replace('.svg', '.jpg') });
    ports.content.write('content/images/square.jpg', 'not a picture');
    const { hash, problems } = await build(ports);
    expect(hash).toBeUndefined();
    expect(problems.find((p) => p.level === 'error')).toMatchObject({
      file: 'content/articles/2026-11-20-a.md',
      line: 10,
      message: expect.stringContaining('content/images/square.jpg'),
    });
  });
});

describe('editions of a build', () => {
  const EDITION = `---
newsletter: brief
subject: Morning
preheader: What is new
sendAt: 2026-11-23T07:00
items:
  - { article: harbour, as: whole }
  - { sponsor: acme.md }
  - text: A line.
---
Good morning.

<!-- items -->

Goodbye.
`;
  const withEdition = () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    ports.content.write('content/editions/2026-11-23-brief.md', EDITION);
    ports.content.write(
      'content/sponsors/acme.md',
      '---\nname: Acme\nurl: https://example.com\n---\nBuy rope.\n',
    );
    return ports;
  };

  it('stand in the release whole, found by id', async () => {
    const release = await opened(withEdition());
    const edition = await release.edition('2026-11-23-brief');
    expect(edition?.items.map((item) => item.kind)).toEqual(['article', 'sponsor', 'text']);
    expect(edition?.items[1]).toMatchObject({ sponsor: { name: 'Acme', body: { text: 'Buy rope.' } } });
    expect(edition?.intro?.text).toBe('Good morning.');
    expect((await release.editions())[0]).toMatchObject({
      id: '2026-11-23-brief',
      articles: ['harbour'],
      hash: edition!.hash,
    });
    expect(await release.edition('constructor')).toBeUndefined();
  });

  it('follow their sponsor, and an article whose id was changed, without being read again', async () => {
    const ports = withEdition();
    await build(ports);
    ports.content.reads.length = 0;
    ports.content.write(
      'content/sponsors/acme.md',
      '---\nname: Acme\nurl: https://example.com\n---\nBuy chain.\n',
    );
    ports.content.write(PATH, articleText({ more: 'id: harbour-2026' }));
    const release = await opened(ports);
    expect(ports.content.reads).not.toContain('content/editions/2026-11-23-brief.md');
    const edition = await release.edition('2026-11-23-brief');
    expect(edition?.items[0]).toMatchObject({ article: 'harbour-2026' });
    expect(edition?.items[1]).toMatchObject({ sponsor: { body: { text: 'Buy chain.' } } });
    expect((await build(smallBuild(ports.content))).hash).toBe(release.hash);
  });
});
