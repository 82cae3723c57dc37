import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderFiles } from '../../../functions/adapters/fs/files.ts';
import {
  escapeBytes,
  escapeInvisible,
  escapeInvisibleJson,
} from '../../../functions/domain/printable-text.ts';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { findTwinNames } from '../../../functions/domain/source/file-names.ts';
import type { ContentFiles } from '../../../functions/domain/source/source-files.ts';
import { build } from '../../../functions/flows/build/build.ts';
import type { BuildResult } from '../../../functions/flows/build/build-ports.ts';
import { articleText, PUBLICATION, SQUARE, smallBuild } from '../../support/builders/small-build.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const EDITION = '---\nid: one\nnewsletter: brief\nsubject: Hello\npreheader: More\n';

function aFolder(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder, path);
  for (const [path, text] of Object.entries({ 'publication.yaml': PUBLICATION, ...files })) {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), text);
  }
  const content = createFolderFiles(folder, 'content');
  const ports = { ...smallBuild(), content };
  return { at, content, build: (given: ContentFiles = content) => build({ ...ports, content: given }) };
}

const errorsOf = ({ problems }: BuildResult) =>
  problems.filter(({ level }) => level === 'error').map(formatProblem);

describe('a file that is none', () => {
  it('is an error, and what it stands for is in no release, while the rest is', async () => {
    const { at, build } = aFolder({ 'articles/a.md': articleText() });
    symlinkSync('b.md', at('articles/b.md'));
    const first = await build();
    expect(errorsOf(first)).toEqual([
      expect.stringContaining('content/articles/b.md:1: error: The link leads'),
    ]);
    expect(first.hash).toBeDefined();
    expect(first.stats.articles).toBe(1);
    const second = await build();
    expect([second.hash, errorsOf(second)]).toEqual([first.hash, errorsOf(first)]);
    rmSync(at('articles/b.md'));
    writeFileSync(at('articles/b.md'), articleText());
    const third = await build();
    expect([third.stats.articles, errorsOf(third)]).toEqual([2, []]);
  });

  it.each([
    ['article', 'articles/b.md', 'There is no article `b`.'],
    ['sponsor', 'sponsors/b.md', 'There is no file `content/sponsors/b.md`.'],
  ])('cannot be printed by an edition: %s', async (kind, path, message) => {
    const { at, build } = aFolder({ 'editions/one.md': `${EDITION}items:\n  - ${kind}: b\n---\nHello.\n` });
    mkdirSync(join(at(path), '..'), { recursive: true });
    symlinkSync('b.md', at(path));
    const result = await build();
    expect(result.hash).toBeUndefined();
    expect(errorsOf(result)).toContainEqual(
      expect.stringContaining(`content/editions/one.md:7: error: ${message}`),
    );
  });

  it.each([
    ['article', 'articles/a.md'],
    ['edition', 'editions/one.md'],
    ['sponsor', 'sponsors/acme.md'],
    ['picture', 'images/a.svg'],
  ])('but was one a moment ago is told, and the build ends well: %s', async (_, path) => {
    const { at, build, content } = aFolder({
      'articles/a.md': articleText({ more: 'image: {src: images/a.svg, alt: a, credit: b}' }),
      'editions/one.md': `${EDITION}items:\n  - sponsor: acme\n---\nHello.\n`,
      'sponsors/acme.md': '---\nname: Acme\nurl: https://acme.example/\n---\nBuy.\n',
      'images/a.svg': SQUARE,
    });
    const going: ContentFiles = {
      ...content,
      list: async () => {
        const listed = await content.list();
        rmSync(at(path));
        return listed;
      },
    };
    const result = await build(going);
    expect(result.hash).toBeUndefined();
    expect(errorsOf(result)).toContainEqual(expect.stringContaining(`There is no file content/${path}.`));
  });

  it('may be publication.yaml', async () => {
    const { at, build } = aFolder({});
    rmSync(at('publication.yaml'));
    symlinkSync('publication.yaml', at('publication.yaml'));
    expect(errorsOf(await build())).toContain(
      'content/publication.yaml:1: error: The link leads in a circle. Put the file itself there, or remove the link.',
    );
  });
});

describe('names', () => {
  const twins = (...paths: string[]) =>
    findTwinNames(paths.map((path) => ({ path, stamp: '' }))).map((p) => p.message);

  it.each([
    ['capitals', 'content/images/Bus.jpg', 'content/images/bus.jpg'],
    ['capitals', 'content/Images/bus.jpg', 'content/images/bus.jpg'],
    ['capitals', 'content/images/ÉTÉ.jpg', 'content/images/été.jpg'],
    ['capitals', 'content/images/STRASSE.jpg', 'content/images/straße.jpg'],
    ['how its accents are written', 'content/images/\u00e9.jpg', 'content/images/e\u0301.jpg'],
    ['how its accents are written', 'content/images/\u212b.jpg', 'content/images/\u00c5.jpg'],
  ])('that differ only in %s are warned of: %s', (how, a, b) => {
    const [found] = twins(b, a);
    expect(found).toContain(`only in ${how}: other machines keep one of the two.`);
  });

  it('that differ in more are not', () => {
    expect(twins('content/a.md', 'content/b.md', 'content/a.md/c', 'content/é.md', 'content/e.md')).toEqual(
      [],
    );
  });
});

describe('what is shown', () => {
  it.each([
    ['a\nb', 'a\\nb'],
    ['a\r\nb', 'a\\r\\nb'],
    ['a\u202eb', 'a\\u202eb'],
    ['a\u0085b\u2029', 'a\\u0085b\\u2029'],
    ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
    ['é 日本 👩‍👩‍👧', 'é 日本 👩‍👩‍👧'],
  ])('of %j is %s', (text, expected) => {
    expect(escapeInvisible(text)).toBe(expected);
    const line = formatProblem({ file: text, line: 1, level: 'error', message: text, remedy: text });
    expect(line).toBe(`${expected}:1: error: ${expected} ${expected}`);
    expect(JSON.parse(escapeInvisibleJson(JSON.stringify({ text }, null, 2)))).toEqual({ text });
    expect(escapeInvisibleJson(JSON.stringify({ text }))).not.toMatch(/[\u0080-\u009f\u2028-\u202e]/);
    expect(escapeBytes(Buffer.from(text))).toBe(expected);
  });
});
