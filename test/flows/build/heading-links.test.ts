import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import {
  articleText,
  type SmallBuild,
  smallBuild,
  withArticles,
} from '../../support/builders/small-build.ts';

const TARGET = 'content/articles/2026-11-02-target.md';
const WHY = '**Why it matters:** So.\n\n';
const target = (body: string, more = '') => articleText({ body: WHY + body, more });
const linking = (href: string) => articleText({ title: 'Links', body: `${WHY}A [link](${href}) to it.` });

const files = (href: string, body = 'Words.\n\n## How it works\n\nSo.') =>
  withArticles({ '2026-11-02-target': target(body), '2026-11-20-links': linking(href) });

/** What the release prints of the article `links`. */
async function printed({ out }: SmallBuild, hash: string | undefined): Promise<string> {
  const release = await openRelease(out, hash!);
  const entry = release.index.newest.find(({ slug }) => slug === 'links')!;
  return (await release.fragment(entry)).html.replace(/\u0001[^\u0002]*\u0002/g, '');
}

/** Builds, writes a file, builds again; the second release is that of a build without a cache. */
async function rebuilt(ports: SmallBuild, path: string, text: string) {
  const first = await build(ports);
  ports.content.write(path, text);
  const second = await build(ports);
  expect((await build(smallBuild(ports.content))).hash).toBe(second.hash);
  return { first, second };
}

describe('a link to a heading of another article', () => {
  it.each([
    '2026-11-02-target.md#how-it-works',
    '/articles/target#How-it-works',
    '/articles/target#target-how-it-works',
  ])('%s leads to its id', async (href) => {
    const ports = files(href);
    const { hash, problems } = await build(ports);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(await printed(ports, hash)).toContain('href="/articles/target#target-how-it-works"');
  });

  it('is an error that names the headings there are, in articles, editions and sponsors', async () => {
    const ports = files('2026-11-02-target.md#how-it-work');
    ports.content.write(
      'content/sponsors/a.md',
      '---\nname: A\nurl: https://a.example\n---\n[x](/articles/target#概)\n',
    );
    ports.content.write(
      'content/editions/e.md',
      '---\nnewsletter: brief\nsubject: S\npreheader: P\n---\n[x](target.md#nope)\n\n<!-- items -->\n',
    );
    const { hash, problems } = await build(ports);
    const told = problems
      .map(formatProblem)
      .filter((text) => text.includes('no place'))
      .join('\n');
    expect(hash).toBeUndefined();
    expect(told).toMatch(
      /2026-11-20-links\.md:10.*`#how-it-work` in content\/articles\/2026-11-02-target\.md.*Did you mean `#how-it-works`/,
    );
    expect(told).toMatch(/sponsors\/a\.md:5.*`#概`.*`#how-it-works`/);
    expect(told).toMatch(/editions\/e\.md:6.*`#nope`/);
  });

  it('is found broken when its heading changes, and the linking file does not', async () => {
    const { first, second } = await rebuilt(
      files('/articles/target#how-it-works'),
      TARGET,
      target('## Else\n\nSo.'),
    );
    expect(first.problems).toEqual([]);
    expect(second.problems.map(formatProblem).join()).toContain('There is no place `#how-it-works`');
  });

  it('is rendered anew where its address changes, and the linking file does not', async () => {
    const ports = files('/articles/target#target-how-it-works');
    const body = 'Words.\n\n## How it works\n\n## Target: how it works';
    const { second } = await rebuilt(ports, TARGET, target(body));
    expect(second.problems).toEqual([]);
    expect(await printed(ports, second.hash)).toContain('#target-target-how-it-works"');
    expect(second.stats.rendered).toBe(2);
  });

  it('follows an article to its new name by its alias', async () => {
    const ports = files('/articles/old#how-it-works');
    ports.content.write(TARGET, target('## How it works\n\nSo.', 'id: old\naliases: [old]'));
    const { hash, problems } = await build(ports);
    expect(problems).toEqual([]);
    expect(await printed(ports, hash)).toContain('href="/articles/target#target-how-it-works"');
    expect((await build(ports)).stats).toMatchObject({ rendered: 0, written: 0 });
  });
});
